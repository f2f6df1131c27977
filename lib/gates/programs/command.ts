import { spawn } from 'node:child_process';
import { Problem } from '../../build/programs/problem';

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the tools with Node, and nothing else of its own. What it prints goes to nobody but the caller. */
export function runTool(script: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      // So that a character that comes in two parts is read as one.
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        output[name] += chunk;
      });
    }
    child.on('error', (error) => reject(new Problem(`cannot run ${script}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === null) reject(new Problem(`${script} was ended by ${signal}`));
      else resolve({ code, ...output });
    });
  });
}

/** Runs a command of the team's in a shell; what it prints goes to the build's log. */
export function runShell(command: string, cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => reject(new Problem(`cannot run sh: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
