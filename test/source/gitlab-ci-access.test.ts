import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ReleaseLine } from '../../lib/config/delivery';
import { GitlabCiAccess } from '../../lib/source/gitlab-ci-access';
import { newApp } from '../support/app';
import { evaluator } from '../support/intrinsics';
import type { Properties, SynthesizedStack } from '../support/template';
import { asList } from '../support/template';
import { shop, TOOLS } from '../support/templates';
import { letsIn } from '../support/trust';

const PROVIDER = 'arn:aws:iam::111111111111:oidc-provider/gitlab.com';
const AUDIENCE = 'sts.amazonaws.com';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const LINE: ReleaseLine = {
  name: 'release',
  branches: ['main', 'release/*', 'hotfix/*'],
  sourceBranch: 'main',
  environments: delivery.environments,
};

interface Access {
  readonly trust: Properties;
  readonly statements: readonly { Action: string | string[]; Resource: string | string[] }[];
  readonly roleName: string;
}

function accessFor(branches: readonly string[], source: { project?: string; url?: string } = {}): Access {
  const app = newApp();
  const stack = new Stack(app, 'stack', { env: TOOLS });
  const { project = 'acme/web', url = 'https://gitlab.com' } = source;
  new GitlabCiAccess(stack, 'Access', {
    delivery,
    service: delivery.services[0]!,
    releaseLine: { ...LINE, branches },
    source: { kind: 'gitlabCi', project, url },
  });
  const synthesized: SynthesizedStack = {
    name: 'stack',
    ...TOOLS,
    template: Template.fromStack(stack).toJSON() as never,
  };
  const evaluate = evaluator([synthesized]);
  const of = (type: string) =>
    evaluate(synthesized, Object.values(synthesized.template.Resources).find(({ Type }) => Type === type)!.Properties);
  const role = of('AWS::IAM::Role');
  return {
    trust: role.AssumeRolePolicyDocument,
    statements: of('AWS::IAM::Policy').PolicyDocument.Statement,
    roleName: role.RoleName,
  };
}

const access = accessFor(LINE.branches);

function job(
  changed: { project?: string; type?: string; ref?: string; aud?: string; provider?: string } = {},
): boolean {
  const { project = 'acme/web', type = 'branch', ref = 'main', aud = AUDIENCE, provider = PROVIDER } = changed;
  const claims = { 'gitlab.com:sub': `project_path:${project}:ref_type:${type}:ref:${ref}`, 'gitlab.com:aud': aud };
  return letsIn(access.trust, { provider, claims });
}

test.each(['main', 'release/1.0', 'release/2026/11', 'hotfix/login'])('a job on %s gets in', (ref) => {
  expect(job({ ref })).toBe(true);
});

test.each([
  ['another project', { project: 'acme/other' }],
  ['a project of another group with the same end', { project: 'evil/acme/web' }],
  ['a project whose name goes on', { project: 'acme/web-fork', ref: 'release/1.0' }],
  ['another branch', { ref: 'develop' }],
  ['a branch whose name goes on', { ref: 'main2' }],
  ['a branch whose name is written otherwise', { ref: 'Main' }],
  ['a branch that only ends like one', { ref: 'feature/release/1.0' }],
  ['a branch that starts like one', { ref: 'released/1.0' }],
  ['a tag with the name of a branch', { type: 'tag', ref: 'main' }],
  ['a tag below a pattern', { type: 'tag', ref: 'release/1.0' }],
  ['a tag whose name tries to say otherwise', { type: 'tag', ref: 'x:ref_type:branch:ref:release/1' }],
  ['a token that was made out to another', { aud: 'https://gitlab.com' }],
  ['another GitLab', { provider: 'arn:aws:iam::111111111111:oidc-provider/gitlab.example.com' }],
])('%s is refused', (_, changed) => {
  expect(job(changed)).toBe(false);
});

test.each(['main', 'release/1.0'])('a token without an audience is refused on %s', (ref) => {
  const claims = { 'gitlab.com:sub': `project_path:acme/web:ref_type:branch:ref:${ref}` };
  expect(letsIn(access.trust, { provider: PROVIDER, claims })).toBe(false);
});

test('a token that says not what it is about is refused', () => {
  expect(letsIn(access.trust, { provider: PROVIDER, claims: { 'gitlab.com:aud': AUDIENCE } })).toBe(false);
});

test('claims of another provider with the right content are refused', () => {
  const claims = {
    'gitlab.example.com:sub': 'project_path:acme/web:ref_type:branch:ref:main',
    'gitlab.example.com:aud': AUDIENCE,
  };
  expect(letsIn(access.trust, { provider: PROVIDER, claims })).toBe(false);
});

test('a line of names alone lets in no branch below one', () => {
  const { trust } = accessFor(['main']);
  const claims = (ref: string) => ({
    'gitlab.com:sub': `project_path:acme/web:ref_type:branch:ref:${ref}`,
    'gitlab.com:aud': AUDIENCE,
  });
  expect(letsIn(trust, { provider: PROVIDER, claims: claims('main') })).toBe(true);
  expect(letsIn(trust, { provider: PROVIDER, claims: claims('main/x') })).toBe(false);
});

test("a GitLab of one's own is known by its own name", () => {
  const { trust } = accessFor(['main'], { url: 'https://git.example.com/gitlab/' });
  const provider = 'arn:aws:iam::111111111111:oidc-provider/git.example.com/gitlab';
  const claims = {
    'git.example.com/gitlab:sub': 'project_path:acme/web:ref_type:branch:ref:main',
    'git.example.com/gitlab:aud': AUDIENCE,
  };
  expect(letsIn(trust, { provider, claims })).toBe(true);
});

test('the role is named after the line', () => {
  expect(access.roleName).toBe('shop-web-release-gitlab');
});

test('jobs start the pipeline of their own line only', () => {
  const starting = access.statements.filter(({ Action }) =>
    asList(Action).includes('codepipeline:StartPipelineExecution'),
  );
  expect(starting).toEqual([
    expect.objectContaining({ Resource: 'arn:aws:codepipeline:eu-central-1:111111111111:shop-web-release' }),
  ]);
});

test("jobs reach the service's own images only", () => {
  const images = access.statements.filter(({ Action }) =>
    asList(Action).some((action) => action.startsWith('ecr:') && action !== 'ecr:GetAuthorizationToken'),
  );
  expect(images.map(({ Resource }) => Resource)).toEqual(['arn:aws:ecr:eu-central-1:111111111111:repository/shop-web']);
});

test('jobs delete nothing and change no settings', () => {
  const actions = access.statements.flatMap(({ Action }) => asList(Action));
  expect(actions.filter((action) => /Delete|PutLifecycle|PutImageTagMutability|SetRepository|\*/.test(action))).toEqual(
    [],
  );
  expect(new Set(actions.map((action) => action.split(':')[0]))).toEqual(new Set(['ecr', 'codepipeline']));
});

test.each([
  [{ project: 'web' }, "A GitLab project must be group/project (got 'web')"],
  [{ project: 'acme/*' }, "A GitLab project must be group/project (got 'acme/*')"],
  [
    { url: 'http://gitlab.com' },
    "A GitLab's address must be https://<host>, with a path if need be and without a port (got 'http://gitlab.com')",
  ],
  [
    { url: 'https://gitlab.com:8443' },
    "A GitLab's address must be https://<host>, with a path if need be and without a port (got 'https://gitlab.com:8443')",
  ],
])('%j is refused', (source, message) => {
  expect(() => accessFor(['main'], source)).toThrow(message);
});

test.each(['*', 'release/*/x', 're*ase', '$x'])('the branch %s is refused', (branch) => {
  expect(() => accessFor([branch])).toThrow(`A branch must be a name, or a pattern name/* (got '${branch}')`);
});
