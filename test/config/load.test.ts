import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadDelivery } from '../../lib/config/load';
import type { ConfigurationError } from '../../lib/config/problem';

const ROOT = join(__dirname, '..', '..');

let directory: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-load-')));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(path: string, content: string): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const SHOP = "{ name: 'shop', environments: [{ name: 'dev' }], services: [{ name: 'web' }] }";

function problemsOf(nameOrPath: string, project = directory): string[] {
  try {
    loadDelivery(nameOrPath, project);
    return [];
  } catch (error) {
    return (error as ConfigurationError).message.split('\n');
  }
}

describe('a file in the project', () => {
  test('is found by its name, and its services lie in the project', () => {
    write('config/shop.ts', `export default ${SHOP};`);
    write('services/web/Dockerfile', '');
    expect(loadDelivery('shop', directory).services[0]?.directory).toBe(join(directory, 'services/web'));
  });

  test('is found by its path, and its services lie in the project', () => {
    const file = write('config/shop.ts', `export default ${SHOP};`);
    write('services/web/Dockerfile', '');
    expect(loadDelivery(file, directory).services[0]?.directory).toBe(join(directory, 'services/web'));
  });

  test('that does not exist leaves the choice between those that do', () => {
    write('config/shop.ts', '');
    write('config/bank.ts', '');
    expect(problemsOf('shpo')).toEqual(["config/shpo.ts does not exist (got 'shpo', allowed bank, shop, or a path)"]);
  });

  test('that is a directory is no file', () => {
    write('config/shop.ts', '');
    expect(problemsOf('./', directory)[0]).toMatch(/ is no file \(got '\.\/'/);
  });

  test('does not exist where there is no config/', () => {
    expect(problemsOf('shop')).toEqual([
      "config/shop.ts does not exist (got 'shop', allowed a file in config/, or a path)",
    ]);
  });
});

describe('a file outside the project', () => {
  const project = ROOT;

  test('may be JSON, and its services lie beside it', () => {
    write('services/web/Dockerfile', '');
    const file = write(
      'shop.json',
      JSON.stringify({ name: 'shop', environments: [{ name: 'dev' }], services: [{ name: 'web' }] }),
    );
    expect(loadDelivery(file, project).services[0]?.directory).toBe(join(directory, 'services/web'));
  });

  test.each(['shop.json', '../config/shop', 'deliveries/shop'])('is meant by %s', (path) => {
    expect(problemsOf(path, directory)).toEqual([
      `${join(process.cwd(), path)} does not exist (got '${path}', allowed a file in config/, or a path)`,
    ]);
  });

  test('may be JavaScript', () => {
    write('services/web/Dockerfile', '');
    expect(loadDelivery(write('shop.js', `module.exports = ${SHOP};`), project).name).toBe('shop');
  });

  test('does not fall back to the services of the project', () => {
    const file = write('shop.js', `module.exports = ${SHOP.replace("'web'", "'orders'")};`);
    expect(problemsOf(file, project)).toEqual([
      `services[0].directory: does not exist (got '${directory}/services/orders', allowed a directory with a Dockerfile at its top)`,
    ]);
  });

  test('may be TypeScript under the hook that the CLI runs with', () => {
    write('services/web/Dockerfile', '');
    const file = write('shop.ts', `const shop: { readonly name: string } = ${SHOP}; export default shop;`);
    const program = `
      const { loadDelivery } = require('./lib/config/load');
      console.log(loadDelivery(process.argv[1], process.cwd()).services[0].directory);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', program, file], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect({ stdout, stderr }).toEqual({ stdout: `${join(directory, 'services/web')}\n`, stderr: '' });
  });
});

describe('a file that cannot be loaded', () => {
  test('because it throws is named with the error', () => {
    const file = write('shop.js', "throw new TypeError('no such luck');");
    expect(problemsOf(file, ROOT)).toEqual([`${file} cannot be loaded: TypeError: no such luck`]);
  });

  test('because JSON is cut off is named with the error', () => {
    const file = write('shop.json', '{ "name": ');
    expect(problemsOf(file, ROOT)).toEqual([expect.stringContaining(`${file} cannot be loaded: SyntaxError: `)]);
  });

  test('because of its syntax is named with the error', () => {
    const file = write('shop.js', 'module.exports = {\n  name: ;\n');
    expect(problemsOf(file, ROOT)).toEqual([expect.stringContaining(`${file} cannot be loaded: SyntaxError: `)]);
  });

  test('because a module is missing is named with the error', () => {
    const file = write('shop.js', "require('./nowhere');");
    expect(problemsOf(file, ROOT)[0]).toContain(`${file} cannot be loaded: Error: Cannot find module './nowhere'`);
  });

  test('because it exports nothing by default is named', () => {
    const file = write('shop.ts', 'export const shop = 1;');
    expect(problemsOf(file)).toEqual(['shop.ts has no default export']);
  });
});

describe("the name for this application's own pipeline", () => {
  const own = SHOP.replace("name: 'shop',", "name: 'shop', infrastructure: {},");

  test('is that of the file in config/', () => {
    write('config/one.ts', `export default ${own};`);
    write('services/web/Dockerfile', '');
    expect(loadDelivery('one', directory).infrastructure?.config).toBe('one');
  });

  test('is the path from the project, wherever it was named from', () => {
    const file = write('teams/one.js', `module.exports = ${own};`);
    write('services/web/Dockerfile', '');
    expect(loadDelivery(file, directory).infrastructure?.config).toBe('teams/one.js');
  });

  test('has to be stated in a file outside the project', () => {
    write('services/web/Dockerfile', '');
    const file = write('one.js', `module.exports = ${own};`);
    expect(problemsOf(file, ROOT)).toEqual([
      'infrastructure.config: must be stated, because this file lies outside the project, where its pipeline would not ' +
        'find it (got nothing, allowed a file in config/, by its name)',
    ]);
    const stated = write(
      'two.js',
      `module.exports = ${own.replace('infrastructure: {}', "infrastructure: { config: 'shop' }")};`,
    );
    expect(loadDelivery(stated, ROOT).infrastructure?.config).toBe('shop');
  });
});

test.each(['sandbox', 'workshop', 'company'])('the configuration %s of this project is valid', (name) => {
  expect(loadDelivery(name, ROOT).name).toBe(name);
});
