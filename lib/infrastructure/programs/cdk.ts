import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { attempt } from '../../build/programs/problem';

const run = promisify(execFile);

/**
 * The differences as the CDK's own command line prints them. It reads the deployed templates with bootstrap's lookup role;
 * a change set would need the right to deploy.
 *
 * @param script the command line's script, of the version that synthesized the templates
 */
export async function cdkDiff(script: string, assembly: string, stacks: string): Promise<string> {
  return attempt(`compare ${stacks} with cdk diff`, async () => {
    const { stdout, stderr } = await run(
      process.execPath,
      [script, 'diff', '--app', assembly, '--method', 'template', '--no-notices', '--no-color', '--ci', stacks],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    return stdout + stderr;
  });
}
