import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isolated } from './program';

/** A real Git repository in a directory of the test, on the branch `main`; one that is there already is kept. */
export class GitRepository {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    if (!existsSync(join(directory, '.git'))) this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Runs Git with an identity of its own, and none of this machine's configuration. */
  git(...args: string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    return execFileSync('git', [...identity, ...args], {
      cwd: this.directory,
      env: isolated(this.directory),
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  }

  /** Writes a file without committing it. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  /** Writes files and commits everything. */
  commit(files: Readonly<Record<string, string>>, message = 'change'): void {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }
}
