import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CHART = join(__dirname, 'chart');

/** The chart of every service on EKS: the texts of its files, by their paths below `directory`. */
export function chartFiles(directory: string): Readonly<Record<string, string>> {
  const paths = readdirSync(CHART, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(CHART, path)).isFile());
  return Object.fromEntries(files.map((path) => [join(directory, path), readFileSync(join(CHART, path), 'utf8')]));
}
