import type { Gates, Service } from '../config/delivery';

/** What `integrations/gitlab/slipway.gitlab-ci.yml` has to be told for one service on one release line. */
export interface TemplateInputs {
  readonly line: string;
  readonly branches: readonly string[];
  readonly role: string;
  readonly repository: string;
  readonly pipeline: string;
  readonly architecture: Service['architecture'];
  readonly gates: Pick<Gates, 'findings' | 'allow'>;
}

/** The template's `inputs:` on one line, which is JSON and therefore YAML too: to be pasted into `.gitlab-ci.yml`. */
export function templateInputs(inputs: TemplateInputs): string {
  const { line, branches, role, repository, pipeline, architecture, gates } = inputs;
  const values = {
    line,
    branches: branchExpression(branches),
    role,
    repository,
    pipeline,
    platform: architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64',
    findings: Object.entries(gates.findings)
      .map(([severity, most]) => `${severity}=${most}`)
      .join(' '),
    allow: gates.allow.map(({ id, until }) => `${id}=${until}`).join(' '),
  };
  const members = Object.entries(values).map(([name, value]) => `"${name}": "${value.replace(/["\\]/g, '\\$&')}"`);
  return `{ ${members.join(', ')} }`;
}

/** The regular expression of GitLab's `rules` for names, and for patterns `name/*` all branches below. */
function branchExpression(branches: readonly string[]): string {
  const each = branches.map((branch) =>
    branch.endsWith('/*') ? `${expression(branch.slice(0, -1))}.+` : expression(branch),
  );
  return `/^(${each.join('|')})$/`;
}

/** GitLab's expressions are RE2 between slashes. */
function expression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
