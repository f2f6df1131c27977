import { parseArgs } from 'node:util';

/**
 * The flags that a script was started with, of those that it knows. Whoever asks for anything else is told what there is, and gets
 * nothing: a flag with a letter missing would do what its absence does.
 *
 * @param {string} usage how the script is called, for people
 * @param {readonly string[]} [known] flags without their `--`
 * @returns {Readonly<Record<string, boolean | undefined>>}
 */
export function askedFlags(usage, known = []) {
  const options = Object.fromEntries(['help', ...known].map((name) => [name, { type: 'boolean' }]));
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options });
    if (!values.help) return values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`error: ${error.message}\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}
