import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { bundleOnce, isolated, KEEP_COMPILED, KEEPING } from './program';

const CALL = `const [bundle, event, context] = process.argv.slice(1);
const call = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'call', ...JSON.parse(context) };
require(bundle).handler(JSON.parse(event), call).then(
  (answer) => console.log(JSON.stringify(answer ?? null)),
  (error) => { console.log(JSON.stringify({ thrown: error.message })); },
);`;

/** Bundles a Lambda handler as the CDK app does, and returns the path of the one file that Lambda would run. */
export async function bundleHandler(source: string, directory: string): Promise<string> {
  const outfile = join(directory, `${basename(source, '.lambda.ts')}.js`);
  // Of this machine's Node, which may be older than Lambda's.
  await bundleOnce(source, outfile);
  return outfile;
}

/** What a bundled handler returns in a process of its own; the last line of its output, as others may be its log. */
export async function callBundle(
  bundle: string,
  event: unknown,
  options: {
    readonly home: string;
    readonly env: NodeJS.ProcessEnv;
    /** What Lambda says of the call, beside what every call has. */
    readonly context?: object;
  },
): Promise<{ readonly answer: unknown; readonly log: readonly string[] }> {
  const node = [
    process.execPath,
    [...KEEP_COMPILED, '-e', CALL, bundle, ...[event, options.context ?? {}].map((one) => JSON.stringify(one))],
  ] as const;
  const { stdout, stderr } = await promisify(execFile)(...node, {
    cwd: options.home,
    env: { ...isolated(options.home), ...options.env, ...KEEPING },
  });
  const lines = stdout.trimEnd().split('\n');
  return { answer: JSON.parse(lines.at(-1)!), log: [...lines.slice(0, -1), ...stderr.split('\n').filter(Boolean)] };
}
