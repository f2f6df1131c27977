import { spawn } from 'node:child_process';
import { type ProgramResult, resultOf } from './program';

/** Runs a script under the machine's POSIX shell, with nothing of this machine's environment but the PATH it is given. */
export function runScript(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<ProgramResult> {
  return resultOf(spawn('sh', [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}
