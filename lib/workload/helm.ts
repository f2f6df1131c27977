import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../build/programs/problem';
import type { ChartValues } from './values';

export interface HelmOptions {
  /** The program's path. */
  readonly program: string;
  readonly chart: string;
  readonly endpoint: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
  /** Of the release, and its namespace. */
  readonly release: string;
  readonly timeoutSeconds: number;
}

/** Revisions that are kept, so that there is one to go back to behind a few that failed. */
const MOST_REVISIONS = 10;
/** Lines of Helm's own words that a message repeats. */
const MOST_LINES = 3;

/**
 * The Helm program. Objects are applied by the server, which tells for each field whose it is: what Helm never states, such as
 * the number of pods or the version that a service selects, stays with the controllers whose it is; what it states, it takes back
 * from whoever has changed it by hand. Helm waits for nothing: how a rollout goes is for others to judge.
 */
export class Helm {
  constructor(private readonly options: HelmOptions) {}

  /** Installs the release, or upgrades it. */
  async upgrade(values: object): Promise<void> {
    const { release, chart } = this.options;
    await this.run(async (directory) => {
      const file = join(directory, 'values.json');
      // Through a file, as `ps` shows arguments.
      await writeFile(file, JSON.stringify(values), { mode: 0o600 });
      return ['upgrade', release, chart, '--install', ...APPLY, '--disable-openapi-validation', '--values', file];
    });
  }

  async rollback(revision: number): Promise<void> {
    await this.run(async () => ['rollback', this.options.release, String(revision), ...APPLY]);
  }

  /** What the newest revision was rendered with. */
  async values(): Promise<ChartValues> {
    return JSON.parse(await this.run(async () => ['get', 'values', this.options.release, '--output', 'json']));
  }

  /** Runs it with files of its own, which are gone afterwards. */
  private async run(command: (directory: string) => Promise<readonly string[]>): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'helm-'));
    try {
      const authority = join(directory, 'ca.pem');
      await writeFile(authority, this.options.certificateAuthority);
      return await this.execute(await command(directory), {
        HOME: directory,
        HELM_CACHE_HOME: directory,
        HELM_CONFIG_HOME: directory,
        HELM_DATA_HOME: directory,
        HELM_KUBEAPISERVER: this.options.endpoint,
        HELM_KUBECAFILE: authority,
        // Not as an argument either.
        HELM_KUBETOKEN: this.options.token,
        HELM_NAMESPACE: this.options.release,
        // Its revisions hold no secret's value; so nobody who installs releases needs a right on secrets, which do.
        HELM_DRIVER: 'configmap',
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  private execute(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const { program, timeoutSeconds } = this.options;
    return new Promise((resolve, reject) => {
      const options = { env, timeout: timeoutSeconds * 1000, maxBuffer: 16 * 1024 * 1024 };
      execFile(program, [...args], options, (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.killed) reject(new Problem(`helm ${args[0]} was not done after ${timeoutSeconds} seconds`));
        else reject(new Problem(`helm ${args[0]} failed: ${lastLines(stderr) || error.message}`));
      });
    });
  }
}

const APPLY = ['--server-side=true', '--force-conflicts', '--history-max', String(MOST_REVISIONS)];

function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-MOST_LINES).join(' ').slice(0, 1000);
}
