import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Cursor } from '../cursor';
import { defaultDirectory } from '../defaults';
import type { ServiceInput } from '../input';
import type { Finding } from '../issues';
import { show } from '../problem';
import type { Check } from './check';

/** Each service has a directory with a Dockerfile at its top. */
export function checkDirectories(baseDirectory: string): Check {
  return (delivery) =>
    delivery
      .at('services')
      .items()
      .flatMap((service) => directory(service, baseDirectory));
}

function directory(service: Cursor<ServiceInput>, baseDirectory: string): Finding[] {
  const kind = service.at('source').at('kind').or('codecommit');
  if (kind !== 'codecommit') return [];
  const place = service.at('directory');
  const name = service.at('name').value;
  const path = place.or(name === undefined ? undefined : defaultDirectory(name));
  if (path === undefined) return [];
  const absolute = resolve(baseDirectory, path);
  const problem = problemWith(absolute);
  if (problem === undefined) return [];
  return [
    {
      path: place.path,
      message: problem,
      got: show(absolute, place.path),
      allowed: 'a directory with a Dockerfile at its top',
    },
  ];
}

function problemWith(absolute: string): string | undefined {
  const entry = statSync(absolute, { throwIfNoEntry: false });
  if (entry === undefined) return 'does not exist';
  if (!entry.isDirectory()) return 'is no directory';
  const dockerfile = statSync(join(absolute, 'Dockerfile'), { throwIfNoEntry: false });
  return dockerfile?.isFile() ? undefined : 'has no Dockerfile';
}
