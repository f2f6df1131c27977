import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Delivery } from './delivery';
import type { DeliveryInput } from './input';
import { ConfigurationError } from './problem';
import { resolveDelivery } from './resolve';

/**
 * Reads and resolves a configuration.
 *
 * Directories of services count from the project's directory for a file inside it, and from the file's own directory
 * for a file outside; the default `services/NAME` does the same and never falls back to the other, so that what seeds a
 * repository depends on the configuration alone.
 *
 * @param nameOrPath `sandbox` for `config/sandbox.ts` of the project; with a slash or an ending of .ts, .js or .json a
 *   path, from the current directory, also outside the project
 * @param projectDirectory absolute path of the directory that holds `config/`
 * @throws ConfigurationError if it cannot be read or is not valid
 */
export function loadDelivery(nameOrPath: string, projectDirectory: string): Delivery {
  const file = isPath(nameOrPath) ? resolve(nameOrPath) : join(projectDirectory, 'config', `${nameOrPath}.ts`);
  const inProject = isInside(file, projectDirectory);
  const source = inProject ? relative(projectDirectory, file) : file;
  const entry = statSync(file, { throwIfNoEntry: false });
  if (!entry?.isFile()) {
    const message = entry ? 'is no file' : 'does not exist';
    throw failure(source, message, nameOrPath, `${availableNames(projectDirectory)}, or a path`);
  }
  const input = read(file, source);
  const delivery = resolveDelivery(input, {
    baseDirectory: inProject ? projectDirectory : dirname(file),
    source,
    // A path that leads from here need not lead from where the application's own pipeline synthesizes.
    config: isPath(nameOrPath) ? source : nameOrPath,
  });
  if (!inProject) refuseUnreachable(delivery, input as DeliveryInput, source);
  return delivery;
}

/** The application's own pipeline has the project and nothing beside it. */
function refuseUnreachable({ infrastructure }: Delivery, input: DeliveryInput, source: string): void {
  if (infrastructure === undefined || input.infrastructure?.config !== undefined) return;
  const message = 'must be stated, because this file lies outside the project, where its pipeline would not find it';
  const problem = { path: 'infrastructure.config', message, got: 'nothing', allowed: 'a file in config/, by its name' };
  throw new ConfigurationError([problem], source);
}

function isPath(nameOrPath: string): boolean {
  return nameOrPath.includes('/') || nameOrPath.includes(sep) || /\.(ts|js|json)$/.test(nameOrPath);
}

function isInside(file: string, directory: string): boolean {
  const path = relative(real(directory), join(real(dirname(file)), basename(file)));
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** On some systems the temporary directory is a link. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function availableNames(projectDirectory: string): string {
  const directory = join(projectDirectory, 'config');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const names = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => basename(file, '.ts'));
  return names.length === 0 ? 'a file in config/' : names.sort().join(', ');
}

/** Through `require`, whose hooks (tsx in `bin/`, ts-jest in tests) know TypeScript wherever the file lies. */
function read(file: string, source: string): unknown {
  let loaded: unknown;
  try {
    loaded = require(file);
  } catch (error) {
    throw failure(source, `cannot be loaded: ${describe(error)}`);
  }
  if (typeof loaded !== 'object' || loaded === null) return loaded;
  if ('default' in loaded) return loaded.default;
  if ('__esModule' in loaded) throw failure(source, 'has no default export');
  return loaded;
}

/**
 * A syntax error's place stands in the stack of Node and in the message of others; the rest of the stack helps nobody.
 */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.name === 'SyntaxError' ? /^(\/.*:\d+)$/m.exec(error.stack ?? '')?.[1] : undefined;
  const message = error.message.split('\n').slice(0, 4).join(' ').trim();
  return `${error.name}: ${message}${place === undefined ? '' : ` at ${place}`}`;
}

function failure(source: string, message: string, got?: string, allowed?: string): ConfigurationError {
  const details = got === undefined ? {} : { got: `'${got}'`, allowed };
  return new ConfigurationError([{ path: '', message: `${source} ${message}`, ...details }], source);
}
