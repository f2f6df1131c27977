import { rule, text } from './rules';

/** The name of a region. A pattern and not a list: AWS opens new regions. */
export const REGION_PATTERN = '[a-z]{2,4}(-[a-z]+){1,2}-[1-9]\\d?';

/**
 * CodeCommit's names have at most 100 characters and no `.git` at the end (CreateRepository); the delivery's name and a
 * hyphen take 13 of them.
 */
export const REPOSITORY_NAME = text(
  '1–87 letters, digits, . _ and -, not ending in .git',
  /^(?!.*\.git$)[A-Za-z0-9_-][\w.-]*$/,
  { most: 87, message: 'is not a name for a repository' },
);

/** AWS has renamed the service, and both names are in use. */
export const CONNECTION_ARN = text(
  "the ARN of a connection such as 'arn:aws:codeconnections:REGION:ACCOUNT:connection/ID'",
  new RegExp(
    `^arn:aws(-[a-z]+)*:(codeconnections|codestar-connections):${REGION_PATTERN}:\\d{12}:connection/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
  ),
  { most: 256, message: 'is not the ARN of a connection' },
);

/** Names with slashes between them, none of which starts with a point or a hyphen. */
const PROJECT = String.raw`\w[\w.-]*(\/\w[\w.-]*)+`;

/** A repository by its owner and name. That GitHub's owners have no groups is a question for `checks/sources.ts`. */
export const REMOTE_REPOSITORY = text("the owner and the name, such as 'acme/shop'", new RegExp(`^${PROJECT}$`), {
  most: 255,
  message: 'is not a repository',
});

export const GITLAB_PROJECT = text("the group and the project, such as 'acme/shop'", new RegExp(`^${PROJECT}$`), {
  most: 255,
  message: 'is not a project of GitLab',
});

/** IAM knows no identity provider with a port, a query or without TLS (CreateOpenIDConnectProvider). */
export const GITLAB_URL = text(
  "an address such as 'https://gitlab.example.com', without a port",
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Za-z0-9._-]+)*\/?$/,
  { most: 255, message: 'is not the address of a GitLab' },
);

/** Below the repository's top, so that nothing outside of it is meant, and without characters that a shell or a glob reads. */
export const REPOSITORY_PATH = rule<string>(
  "a path from the repository's top, such as 'services/orders', of letters, digits and . _ - + @",
  (value) =>
    typeof value === 'string' &&
    value.length <= 512 &&
    value !== '' &&
    value
      .replace(/\/$/, '')
      .split('/')
      .every(
        (part, index) =>
          (index === 0 && part === '.') || (/^[\w.+@-]+$/.test(part) && !/^(\.{1,2}|-.*|\.git)$/.test(part)),
      ),
  'is no path inside the repository',
);

/** A path without what says nothing: `services/web` for `./services/web/`, and `.` for the top. */
export function plainPath(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '') || '.';
}

/** Whether one path is the other or below it; both plain. */
export function isInside(path: string, directory: string): boolean {
  return directory === '.' || path === directory || path.startsWith(`${directory}/`);
}
