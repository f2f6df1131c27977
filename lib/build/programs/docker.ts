import { spawn } from 'node:child_process';
import type { ImagePlatform } from './constants';
import { Problem } from './problem';

/** Whether a push wrote the tag, or found it taken. */
export type PushResult = 'pushed' | 'tag-exists';

// As ECR says it: "The image tag 'x' already exists in the 'y' repository and cannot be overwritten because the tag is
// immutable." Before tag exclusions existed it ended in "the repository is immutable."
const TAG_EXISTS =
  /image tag '[^']*' already exists in the '[^']*' repository and cannot be overwritten because the (tag|repository) is immutable/;

/** Logs in to a registry; the password goes through stdin, where neither `ps` nor a log sees it. */
export async function login(registry: string, username: string, password: string): Promise<void> {
  await mustRun(['login', '--username', username, '--password-stdin', registry], password);
}

/** What an image is built from. */
export interface BuildContext {
  /** The directory that Docker sees. */
  readonly directory: string;
  /** The Dockerfile. @default - the one at the top of the directory */
  readonly file?: string;
}

/** Builds one Dockerfile. */
export async function build(
  { directory, file }: BuildContext,
  reference: string,
  platform: ImagePlatform,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const options = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
  if (file !== undefined) options.push('--file', file);
  await mustRun(['build', '--platform', platform, '--tag', reference, ...options, directory]);
}

/** Pushes a tag that may be taken already, and never anything else that goes wrong. */
export async function push(reference: string): Promise<PushResult> {
  const { code, errors } = await docker(['push', reference]);
  if (code === 0) return 'pushed';
  if (TAG_EXISTS.test(errors.replace(/\s+/g, ' '))) return 'tag-exists';
  throw failed('push', code);
}

async function mustRun(args: string[], input?: string): Promise<void> {
  const { code } = await docker(args, input);
  if (code !== 0) throw failed(args[0]!, code);
}

function failed(command: string, code: number | null): Problem {
  return new Problem(`docker ${command} failed with exit code ${code}; its own message is above`);
}

function docker(args: string[], input = ''): Promise<{ code: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      stdio: ['pipe', 'inherit', 'pipe'],
      // Provenance would make an index of a one-platform image, and ECR's basic scan refuses an index.
      env: { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
    });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
      process.stderr.write(chunk);
    });
    child.on('error', (error) => reject(new Problem(`cannot run docker: ${error.message}`)));
    child.on('close', (code) => resolve({ code, errors }));
    // A command that fails before it reads its input closes the pipe; its exit code tells what happened.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
