import { z } from 'zod';
import { yesOrNo } from './rules';
import {
  CONNECTION_ARN,
  GITLAB_PROJECT,
  GITLAB_URL,
  REMOTE_REPOSITORY,
  REPOSITORY_NAME,
  REPOSITORY_PATH,
} from './source-rules';

const part = {
  path: REPOSITORY_PATH.optional(),
  sharedPaths: z.array(REPOSITORY_PATH).optional(),
};

/** Where the code of a service, or of this application, is. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('codecommit'), repository: REPOSITORY_NAME.optional(), ...part }),
  z.strictObject({
    kind: z.enum(['github', 'gitlab']),
    connectionArn: CONNECTION_ARN,
    repository: REMOTE_REPOSITORY,
    ...part,
  }),
  z.strictObject({
    kind: z.literal('gitlabCi'),
    project: GITLAB_PROJECT,
    url: GITLAB_URL.optional(),
    existingProvider: yesOrNo().optional(),
  }),
]);
