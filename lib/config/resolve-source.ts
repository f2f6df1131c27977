import { repositoryName } from '../shared/names';
import * as defaults from './defaults';
import type { Source } from './delivery';
import type { SourceInput } from './input';
import { plainPath } from './source-rules';

/** @param ownRepository the physical name of the CodeCommit repository that is used unless one is named */
export function resolveSource(
  input: SourceInput = { kind: 'codecommit' },
  ownRepository: string,
  delivery: string,
): Source {
  if (input.kind === 'gitlabCi') {
    const { kind, project, url = defaults.DEFAULT_GITLAB, existingProvider } = input;
    return { kind, project, url, existingProvider };
  }
  const part = { path: plainPath(input.path ?? '.'), sharedPaths: (input.sharedPaths ?? []).map(plainPath) };
  if (input.kind !== 'codecommit') {
    return { kind: input.kind, connectionArn: input.connectionArn, repository: input.repository, ...part };
  }
  const named = input.repository === undefined ? ownRepository : repositoryName(delivery, input.repository);
  return { kind: input.kind, repositoryName: named, ...part };
}
