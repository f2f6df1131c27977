import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ReleaseLine, Service, Source } from '../../lib/config/delivery';
import type { PipelineSource } from '../../lib/source/pipeline-source';
import { sourceOf } from '../../lib/source/source-of';
import type { Properties } from '../support/template';
import { shop, TOOLS } from '../support/templates';

const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0123';
const CODECOMMIT: Source = { kind: 'codecommit', repositoryName: 'shop-web', path: '.', sharedPaths: [] };
const GITHUB: Source = {
  kind: 'github',
  connectionArn: CONNECTION,
  repository: 'acme/web',
  path: 'services/web',
  sharedPaths: ['package-lock.json'],
};
const GITLAB: Source = {
  kind: 'gitlab',
  connectionArn: CONNECTION,
  repository: 'acme/team/web',
  path: '.',
  sharedPaths: [],
};
const GITLAB_CI: Source = { kind: 'gitlabCi', project: 'acme/team/web', url: 'https://gitlab.example.com' };

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const LINE: ReleaseLine = {
  name: 'release',
  branches: ['release/*', 'hotfix/*'],
  sourceBranch: 'develop',
  environments: delivery.environments,
};

interface Made {
  readonly source: PipelineSource;
  readonly action: Properties;
  readonly triggers: Properties[] | undefined;
  readonly template: Template;
}

/** A pipeline with nothing but the source and a person. */
function made(source: Source): Made {
  const stack = new Stack(new App(), 'stack', { env: TOOLS });
  const service: Service = { ...delivery.services[0]!, source };
  const chosen = sourceOf(stack, { delivery, service, releaseLine: LINE });
  const pipeline = new codepipeline.Pipeline(stack, 'Pipeline', {
    pipelineType: codepipeline.PipelineType.V2,
    artifactBucket: Bucket.fromBucketName(stack, 'Bucket', 'bucket'),
    role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/role', { mutable: false }),
    usePipelineRoleForActions: true,
  });
  const action = chosen.action(new codepipeline.Artifact('Source'));
  pipeline.addStage({ stageName: 'Source', actions: [action] });
  for (const trigger of chosen.triggers(action)) pipeline.addTrigger(trigger);
  pipeline.addStage({ stageName: 'End', actions: [new ManualApprovalAction({ actionName: 'Wait' })] });
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::CodePipeline::Pipeline')) as [Properties];
  return { source: chosen, action: Properties.Stages[0].Actions[0], triggers: Properties.Triggers, template };
}

const codecommit = made(CODECOMMIT);
const github = made(GITHUB);
const gitlab = made(GITLAB);
const gitlabCi = made(GITLAB_CI);
const ALL = { codecommit, github, gitlab, gitlabCi };

const permissions = (statements: PipelineSource['pipelineStatements']) =>
  statements.map((statement) => ({ actions: statement.actions, resources: statement.resources }));

test.each(Object.entries(ALL))('the action of %s has the name by which starts know it', (_, { source, action }) => {
  expect(action['Name']).toBe('Source');
  expect(source.revision('x').actionName).toBe('Source');
});

test.each(Object.entries({ codecommit, github, gitlab }))('%s hands over a clone with its history', (_, one) => {
  expect(one.action['Configuration'].OutputArtifactFormat).toBe('CODEBUILD_CLONE_REF');
  expect(one.source.revision('0a1b')).toEqual({
    actionName: 'Source',
    revisionType: 'COMMIT_ID',
    revisionValue: '0a1b',
  });
});

test.each(Object.entries({ codecommit, github, gitlab }))(
  '%s takes the default branch if nobody says which',
  (_, one) => {
    expect(one.action['Configuration'].BranchName).toBe('develop');
  },
);

test.each(Object.entries(ALL))('%s is started in one way', (name, { action, triggers, source, template }) => {
  const byItself = action['Configuration'].PollForSourceChanges ?? action['Configuration'].DetectChanges;
  expect(byItself).toBe(name === 'gitlabCi' ? undefined : false);
  template.resourceCountIs('AWS::Events::Rule', 0);
  expect(triggers !== undefined).toBe(name === 'github' || name === 'gitlab');
  expect(source.repository !== undefined).toBe(name === 'codecommit');
});

test('a connection knows owner and name, at GitLab with all groups', () => {
  expect(github.action['Configuration']).toMatchObject({ ConnectionArn: CONNECTION, FullRepositoryId: 'acme/web' });
  expect(gitlab.action['Configuration']).toMatchObject({ FullRepositoryId: 'acme/team/web' });
});

test("pushes to the line's branches start it, for changes of the service", () => {
  expect(github.triggers).toEqual([
    {
      ProviderType: 'CodeStarSourceConnection',
      GitConfiguration: {
        SourceActionName: 'Source',
        Push: [
          {
            Branches: { Includes: ['release/**', 'hotfix/**'] },
            FilePaths: { Includes: ['services/web/**', 'package-lock.json', 'package-lock.json/**'] },
          },
        ],
      },
    },
  ]);
});

test('a service with a repository of its own is released for every push', () => {
  expect(gitlab.triggers![0]!['GitConfiguration'].Push).toEqual([
    { Branches: { Includes: ['release/**', 'hotfix/**'] } },
  ]);
});

test.each(Object.entries({ github, gitlab }))(
  '%s uses its connection by both names, for its repository only',
  (_, one) => {
    for (const statements of [one.source.pipelineStatements, one.source.cloneStatements]) {
      expect(permissions(statements)).toEqual([
        { actions: ['codeconnections:UseConnection'], resources: [CONNECTION] },
        { actions: ['codestar-connections:UseConnection'], resources: [CONNECTION] },
      ]);
      const repository = one === github ? 'acme/web' : 'acme/team/web';
      expect(statements.map(({ conditions }) => conditions)).toEqual([
        { 'ForAllValues:StringEquals': { 'codeconnections:FullRepositoryId': repository } },
        { 'ForAllValues:StringEquals': { 'codestar-connections:FullRepositoryId': repository } },
      ]);
    }
  },
);

test('a build that clones from CodeCommit pulls and does nothing else there', () => {
  expect(permissions(codecommit.source.cloneStatements)).toEqual([
    { actions: ['codecommit:GitPull'], resources: [codecommit.source.repository!.repositoryArn] },
  ]);
});

test("GitLab CI's source is the tag of the line's newest image", () => {
  expect(gitlabCi.action).toMatchObject({
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'ECR', Version: '1' },
    Configuration: { RepositoryName: 'shop-web', ImageTag: 'candidate-release' },
    OutputArtifacts: [{ Name: 'Source' }],
  });
  expect(gitlabCi.source.revision('sha256:0a')).toEqual({
    actionName: 'Source',
    revisionType: 'IMAGE_DIGEST',
    revisionValue: 'sha256:0a',
  });
});

test('with GitLab CI there is nothing to clone or to build', () => {
  expect(gitlabCi.source.buildsImage).toBe(false);
  expect(gitlabCi.source.cloneStatements).toEqual([]);
  expect([codecommit, github, gitlab].map(({ source }) => source.buildsImage)).toEqual([true, true, true]);
});

test('the pipeline only looks at the images of GitLab CI', () => {
  expect(permissions(gitlabCi.source.pipelineStatements).map(({ actions }) => actions)).toEqual([
    ['ecr:DescribeImages'],
  ]);
});

test.each([
  ['github', github, 'https://github.com/acme/web/compare/{from}...{to}'],
  ['gitlab', gitlab, 'https://gitlab.com/acme/team/web/-/compare/{from}...{to}'],
  ['gitlabCi', gitlabCi, 'https://gitlab.example.com/acme/team/web/-/compare/{from}...{to}'],
])('people find the changes in %s', (_, { source }, address) => {
  expect(source.links!.compare).toBe(address);
});

test("people find CodeCommit's changes in the console of its region", () => {
  const { links } = codecommit.source;
  expect(links!.commit).toBe(
    'https://eu-central-1.console.aws.amazon.com/codesuite/codecommit/repositories/shop-web/commit/{commit}?region=eu-central-1',
  );
  expect(Object.values(links!).every((link) => !link.includes(Aws.REGION))).toBe(true);
});
