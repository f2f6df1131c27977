// Builds and runs images with whatever this machine has: docker, podman, or podman with buildah.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OFFLINE_BASE = 'localhost/slipway-node:offline';

/** How the service is run in production, as far as a runtime on one machine can do the same. */
const HARDENED = [
  ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ['--network', 'host', '--pull', 'never'],
].flat();

function quietly(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    ...options,
  });
  return { ok: !error && status === 0, text: `${stdout ?? ''}`.trim(), errors: error?.message ?? `${stdout}${stderr}` };
}

/** Runs a command to its end and returns what it printed. */
function must(command, args, options) {
  const result = quietly(command, args, options);
  if (!result.ok) throw new Error(`${command} ${args.join(' ')} failed:\n${result.errors}`);
  return result.text;
}

/** A container engine, or undefined when this machine has none that works. */
export function findEngine() {
  if (quietly('docker', ['version', '--format', '{{.Server.Version}}']).ok)
    return new Engine('docker', 'docker', [], []);
  if (!quietly('podman', ['--version']).ok) return undefined;
  // A store of our own: nothing mixes with the images of this machine's user.
  const home = process.env.SLIPWAY_IMAGE_STORE ?? join(tmpdir(), 'slipway-images');
  const store = ['--root', join(home, 'store'), '--runroot', join(home, 'run')];
  const builder = quietly('buildah', ['--version']).ok ? 'buildah' : 'podman';
  // These settings need neither systemd nor journald, which small machines and build containers do not have.
  const run = ['--tmpdir', join(home, 'tmp'), '--cgroup-manager=cgroupfs', '--events-backend=file'];
  if (quietly('runc', ['--version']).ok) run.push('--runtime', 'runc');
  return new Engine('podman', builder, store, run);
}

class Engine {
  constructor(runner, builder, store, runOptions) {
    this.runner = runner;
    this.builder = builder;
    this.store = store;
    this.runOptions = [...store, ...runOptions];
    this.name = runner === builder ? runner : `${builder} and ${runner}`;
  }

  /** The image to build on: NODE_IMAGE, the stand-in if SLIPWAY_OFFLINE_BASE is 1, or what the Dockerfile names. */
  baseImage() {
    if (process.env.NODE_IMAGE) return process.env.NODE_IMAGE;
    if (process.env.SLIPWAY_OFFLINE_BASE !== '1') return undefined;
    if (this.builder !== 'buildah') throw new Error('SLIPWAY_OFFLINE_BASE=1 needs buildah and mmdebstrap.');
    if (!quietly('buildah', [...this.store, 'inspect', '--type', 'image', OFFLINE_BASE]).ok) {
      must(fileURLToPath(new URL('../offline-base-image.sh', import.meta.url)), [OFFLINE_BASE, ...this.store]);
    }
    return OFFLINE_BASE;
  }

  /** Builds the Dockerfile in a folder. */
  build(folder, tag, base) {
    const args = ['build', '--tag', tag, ...(base ? ['--build-arg', `NODE_IMAGE=${base}`] : [])];
    if (this.runner === 'docker') return must('docker', [...args, folder]);
    // Docker's format has the HEALTHCHECK, which OCI's has not.
    args.push('--format', 'docker', '--network', 'host', '--isolation', 'chroot', '--pull=missing', ...trustedByHost());
    return must(this.builder, [...this.store, ...args, folder]);
  }

  /** An image's configuration and its size in bytes. */
  inspect(tag) {
    const [image] = JSON.parse(must(this.runner, [...this.runOptions, 'image', 'inspect', tag]));
    return { config: image.Config, healthcheck: image.Config.Healthcheck ?? image.Healthcheck, bytes: image.Size };
  }

  /** Runs a one-off script with the image's node and returns what it printed. */
  evaluate(tag, script) {
    return must(this.runner, [...this.runCommand('evaluate', 64), tag, 'node', '-e', script]);
  }

  /** Starts the image's own command and returns the process that follows it. */
  start(name, tag, env, memoryMb) {
    const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    const command = [...this.runCommand(name, memoryMb), ...variables, tag];
    return spawn(this.runner, command, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  }

  /** Runs a command in a running container, as an orchestrator does for a health check. */
  exec(name, ...command) {
    return quietly(this.runner, [...this.runOptions, 'exec', container(name), ...command]);
  }

  /** Sends a signal to a container's first process. */
  signal(name, signal) {
    return quietly(this.runner, [...this.runOptions, 'kill', '--signal', signal, container(name)]);
  }

  /** Removes a container that an earlier, interrupted run may have left. */
  remove(name) {
    quietly(this.runner, [...this.runOptions, 'rm', '--force', container(name)]);
  }

  /** Whether memory limits can be set here; some machines' kernels or control groups have none. */
  limitsMemory(tag) {
    this.memory ??= quietly(this.runner, [...this.runCommand('limits'), '--memory', '64m', tag, 'node', '-e', '0']);
    return this.memory;
  }

  runCommand(name, memoryMb) {
    const podman = this.runner === 'podman';
    return [
      ...this.runOptions,
      'run',
      '--rm',
      ...HARDENED,
      '--name',
      container(name),
      // Limits that every runtime may set; podman's own defaults are refused where the parent process has less.
      ...(podman ? ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096', '--log-driver=k8s-file'] : []),
      ...(podman ? ['--no-healthcheck'] : []),
      ...(memoryMb && this.memory?.ok ? ['--memory', `${memoryMb}m`] : []),
    ];
  }
}

const container = (name) => `slipway-${name}`;

/** Where npm on this machine needs certificate authorities of its own, npm in the build needs them too. */
function trustedByHost() {
  const { text: file } = quietly('npm', ['config', 'get', 'cafile']);
  if (!file || file === 'null' || !existsSync(file)) return [];
  const npmrc = join(mkdtempSync(join(tmpdir(), 'slipway-npmrc-')), 'npmrc');
  writeFileSync(npmrc, `cafile=${file}\n`);
  return ['--volume', `${file}:${file}:ro`, '--volume', `${npmrc}:/root/.npmrc:ro`];
}
