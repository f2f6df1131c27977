import { Problem } from './problem';

/** How many lines of how many the tests have run. */
export interface Coverage {
  readonly covered: number;
  readonly valid: number;
}

/**
 * The lines of a Cobertura report: the attributes of its root element, which every tool writes. A report without a line is
 * one of nothing, and one that breaks off is one of a test run that did.
 */
export function parseCobertura(xml: string): Coverage {
  const plain = xml.replace(/<!--[\s\S]*?-->|<!DOCTYPE[^>]*>/g, '');
  const start = /^\s*(?:<\?xml[^>]*\?>)?\s*<coverage\b([^>]*)>/.exec(plain)?.[1];
  if (start === undefined || !/(<\/coverage>|\/>)\s*$/.test(plain)) {
    throw new Problem('the coverage report is no complete Cobertura XML');
  }
  const covered = numberOf(start, 'lines-covered');
  const valid = numberOf(start, 'lines-valid');
  if (valid === 0) throw new Problem('the coverage report is about no line at all');
  if (covered > valid) throw new Problem(`the coverage report says that ${covered} of ${valid} lines were run`);
  return { covered, valid };
}

/** In percent, cut off and not rounded after the first digit: 79.99 is not 80. */
export function percentOf({ covered, valid }: Coverage): number {
  return Math.floor((covered * 1000) / valid) / 10;
}

/** Stops where the tests run less than they have to. */
export function requireCoverage(coverage: Coverage, minimum: number): string {
  const { covered, valid } = coverage;
  const found = `${percentOf(coverage)} % of the lines (${covered} of ${valid})`;
  if (covered * 100 < minimum * valid) {
    throw new Problem(`the tests run ${found}, and have to run ${minimum} %`);
  }
  return `the tests run ${found}; at least ${minimum} % have to be`;
}

function numberOf(attributes: string, name: string): number {
  const value = new RegExp(`\\s${name}\\s*=\\s*["'](\\d+)["']`).exec(attributes)?.[1];
  if (value === undefined) throw new Problem(`the coverage report does not state ${name}`);
  return Number(value);
}
