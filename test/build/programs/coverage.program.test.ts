import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCobertura, percentOf, requireCoverage } from '../../../lib/build/programs/coverage';
import { bundleProgram, runBundle, temporaryDirectory } from '../../support/program';

const HEAD =
  '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n';

function report(covered: number, valid: number): string {
  const attributes = `lines-valid="${valid}" lines-covered="${covered}" line-rate="1" version="0.1"`;
  return `${HEAD}<coverage ${attributes}>\n  <packages>\n  </packages>\n</coverage>\n`;
}

test.each([
  [80, 100, 80],
  [7999, 10_000, 79.9],
  [171, 176, 97.1],
  [0, 10, 0],
])('%d of %d lines are %d percent', (covered, valid, percent) => {
  expect(percentOf({ covered, valid })).toBe(percent);
});

test('just the minimum is enough, a line less is not', () => {
  expect(requireCoverage({ covered: 80, valid: 100 }, 80)).toContain('80 % of the lines (80 of 100)');
  expect(() => requireCoverage({ covered: 7999, valid: 10_000 }, 80)).toThrow(
    'the tests run 79.9 % of the lines (7999 of 10000), and have to run 80 %',
  );
});

test('the lines of all packages count, not those of one', () => {
  const xml = `${HEAD}<!-- <coverage lines-valid="1" lines-covered="1"> -->${report(5, 10).slice(HEAD.length)}`;
  expect(parseCobertura(xml)).toEqual({ covered: 5, valid: 10 });
});

test.each([
  ['no XML', 'no complete Cobertura XML'],
  ['', 'no complete Cobertura XML'],
  [report(5, 10).replace('</coverage>', ''), 'no complete Cobertura XML'],
  [report(0, 0), 'about no line at all'],
  [report(11, 10), '11 of 10 lines were run'],
  ['<coverage line-rate="0.9"></coverage>', 'does not state lines-covered'],
])('a report is refused: %j', (xml, message) => {
  expect(() => parseCobertura(xml)).toThrow(message);
});

describe('the program', () => {
  const home = temporaryDirectory();
  const file = join(home, 'cobertura.xml');
  let bundle: string;
  beforeAll(async () => {
    bundle = await bundleProgram('lib/build/programs/coverage.program.ts', home);
  });
  const run = (minimum = '80') =>
    runBundle(bundle, { home, env: { COVERAGE_FILE: 'cobertura.xml', COVERAGE_MINIMUM: minimum } });

  test('passes and fails as the report says', async () => {
    writeFileSync(file, report(9, 10));
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(file, report(7, 10));
    expect(await run()).toMatchObject({
      code: 1,
      stderr: 'error: the tests run 70 % of the lines (7 of 10), and have to run 80 %\n',
    });
  });

  test('fails without a report', async () => {
    rmSync(file, { force: true });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: cannot read the coverage report cobertura.xml, which the test command has to write: /,
    );
  });

  test('fails without a minimum that is a number', async () => {
    expect(await run('all')).toMatchObject({
      code: 1,
      stderr: 'error: COVERAGE_MINIMUM must be a number from 0 to 100 (got all)\n',
    });
  });
});
