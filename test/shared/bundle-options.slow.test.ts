import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../lib/shared/bundle-options';
import { dependencies, devDependencies } from '../../package.json';

const PROJECT = join(__dirname, '../..');
const LIB = join(PROJECT, 'lib');
/** The largest handlers, with the client of EC2, have 1.7 MB; each MB is time of a cold start (`npm run bench`). */
const MOST_BYTES = 2 * 1024 * 1024;

/** The project's packages that no handler needs: all but the SDK's, and zod, which reads what comes from outside. */
const FOREIGN = Object.keys({ ...dependencies, ...devDependencies }).filter(
  (name) => !/^(@aws-sdk|@smithy)\//.test(name) && name !== 'zod',
);

/** What is wrong with the files that ship, and how many there are. Nothing is written. */
function bundled(source: Pick<BuildOptions, 'entryPoints' | 'stdin'>, mostBytes = MOST_BYTES) {
  const { metafile } = buildSync({
    ...BUNDLE_OPTIONS,
    ...source,
    absWorkingDir: PROJECT,
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const problems = outputs.flatMap(([file, { bytes, inputs }]) => [
    ...FOREIGN.filter((name) => Object.keys(inputs).some((input) => input.includes(`node_modules/${name}/`))).map(
      (name) => `${file} brings ${name}`,
    ),
    ...(bytes > mostBytes ? [`${file} has ${bytes} bytes`] : []),
  ]);
  return { count: outputs.length, problems };
}

test('no handler brings more than it needs', () => {
  const handlers = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.lambda.ts'),
  );
  expect(handlers).toContain(join('pipeline', 'route.lambda.ts'));
  const entryPoints = handlers.map((file) => join(LIB, file));
  expect(bundled({ entryPoints })).toEqual({ count: handlers.length, problems: [] });
});

test('else it is found: a package of the app, and a file that is too large', () => {
  const stdin = { contents: "exports.handler = () => require('constructs').Node;", resolveDir: PROJECT };
  expect(bundled({ stdin }, 1024).problems).toEqual([
    'out/stdin.js brings constructs',
    expect.stringMatching(/^out\/stdin\.js has \d{4,} bytes$/),
  ]);
});
