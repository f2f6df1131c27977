import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '..', '..');

/** One line of the service's log. */
export type LogLine = Record<string, unknown> & { msg: string };

/** The real service in a process of its own, as it was built. Nothing but PATH and `env` is in its environment. */
export class ServiceProcess {
  output = '';
  errors = '';
  private readonly child;
  private readonly ended: Promise<number | null>;

  constructor(env: Record<string, string>, nodeOptions: string[] = []) {
    this.child = spawn(process.execPath, [...nodeOptions, 'dist/main.js'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', SHUTDOWN_DELAY_MS: '0', ...env },
    });
    this.child.stdout.setEncoding('utf8').on('data', (text) => {
      this.output += text;
    });
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.errors += text;
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Resolves to the address of the service when it listens. */
  async url(): Promise<string> {
    await until(() => this.output.includes('Server listening') || this.child.exitCode !== null);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(this.output)?.[0];
    if (!url) throw new Error(`the service did not start: ${this.errors}`);
    return url;
  }

  log(): LogLine[] {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  exitCode(): Promise<number | null> {
    return this.ended;
  }

  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.ended;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** Waits until `condition` holds, for at most five seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('waited five seconds in vain');
    await sleep(10);
  }
}

/** Whether something listens at the address. */
export async function listens(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A request whose body is still being sent: it is in flight until `finish`. */
export async function unfinishedPost(url: string, path: string, headers: Record<string, string>, body: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  const lines = Object.entries({
    host: 'localhost',
    'content-type': 'application/json',
    expect: '100-continue',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const half = Math.floor(body.length / 2);
  const length = Buffer.byteLength(body);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${length}\r\n\r\n${body.slice(0, half)}`);
  // The server says "100 Continue" when it has seen the head; until then the connection would count as idle.
  await once(socket, 'data');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  return {
    socket,
    /** Sends the rest; resolves to everything that was answered when the server closes the connection. */
    finish: async () => {
      socket.write(body.slice(half));
      await once(socket, 'close');
      return answer;
    },
  };
}
