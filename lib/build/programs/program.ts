import { Problem } from './problem';

/** Runs a program: an expected problem is one line on stderr, a defect keeps its stack, both exit with 1. */
export async function runProgram(main: (environment: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  try {
    await main(process.env);
  } catch (error) {
    // Not process.exit(): it would cut off output that is still in the pipe to CodeBuild's log.
    process.exitCode = 1;
    console.error(error instanceof Problem ? `error: ${error.message.replace(/\s+/g, ' ')}` : error);
  }
}

/** The values of the named variables; those without a value and without a default are reported together. */
export function readVariables<K extends string>(
  environment: NodeJS.ProcessEnv,
  variables: Readonly<Record<K, string>>,
  defaults: Partial<Record<K, string>> = {},
): Record<K, string> {
  const entries = Object.entries<string>(variables) as [K, string][];
  const missing = entries.filter(([key, name]) => !environment[name] && defaults[key] === undefined);
  if (missing.length > 0) {
    throw new Problem(`missing environment variables: ${missing.map(([, name]) => name).join(', ')}`);
  }
  return Object.fromEntries(entries.map(([key, name]) => [key, environment[name] || defaults[key]])) as Record<
    K,
    string
  >;
}
