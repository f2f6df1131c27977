import { spawn } from 'node:child_process';
import { Problem } from '../../build/programs/problem';

/** Runs a shell command whose output is this program's own. It fails with what the command ended with. */
export async function runCommand(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  console.log(`$ ${command}`);
  const end = await new Promise<string | undefined>((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
  if (end) throw new Problem(`${command} ${end}`);
}
