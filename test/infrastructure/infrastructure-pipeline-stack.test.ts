import { parse } from 'yaml';
import { gitlabCi } from '../../lib/config/words';
import type { Properties } from '../support/template';
import { about } from '../support/templates';
import { deployed, KEY_ARN, PipelineUnderTest } from './pipeline';

const stack = new PipelineUnderTest(deployed());
const { template } = stack;
const action = (stage: string, name: string): Properties =>
  stack.stage(stage)['Actions'].find(({ Name }: Properties) => Name === name);
const variablesOf = (stage: string, name: string): Properties =>
  Object.fromEntries(
    JSON.parse(action(stage, name)['Configuration'].EnvironmentVariables).map(({ name: key, value }: Properties) => [
      key,
      value,
    ]),
  );
const buildSpecOf = (project: string): Properties => {
  const [found] = Object.values(
    template.findResources('AWS::CodeBuild::Project', { Properties: { Name: `shop-infrastructure-${project}` } }),
  );
  return parse(found!['Properties'].Source.BuildSpec);
};

test('a commit goes through synthesis, the pipeline itself, the toolchain and the environments in their order', () => {
  expect(stack.pipeline['Stages'].map(({ Name }: Properties) => Name)).toEqual([
    'Source',
    'Synth',
    'toolchain-diff',
    'toolchain-approve',
    'Self',
    'Toolchain',
    'dev-diff',
    'dev-approve',
    'dev-deploy',
    'prod-diff',
    'prod-approve',
    'prod-deploy',
    'prod-us-diff',
    'prod-us-approve',
    'prod-us-deploy',
    'Pipelines',
  ]);
});

test('each stage deploys its own stacks', () => {
  const deployed = stack.pipeline['Stages'].flatMap(({ Name, Actions }: Properties) =>
    Actions.some(({ Name: name }: Properties) => name === 'Deploy')
      ? [[Name, variablesOf(Name, 'Deploy')['STACKS']]]
      : [],
  );
  expect(deployed).toEqual([
    ['Self', 'shop-toolchain/infrastructure'],
    ['Toolchain', 'shop-toolchain/artifacts shop-toolchain/source'],
    ['dev-deploy', 'shop-dev/*'],
    ['prod-deploy', 'shop-prod/*'],
    ['prod-us-deploy', 'shop-prod-us/*'],
    ['Pipelines', 'shop-toolchain/*'],
  ]);
});

test('a run that changes the pipeline starts again under the new one', () => {
  template.hasResourceProperties('AWS::CodePipeline::Pipeline', { RestartExecutionOnUpdate: true, PipelineType: 'V2' });
});

test.each(['prod', 'prod-us'])('a person approves every deployment to %s', (name) => {
  expect(stack.stage(`${name}-approve`)['BeforeEntry']).toBeUndefined();
  expect(action(`${name}-approve`, 'Approve')['ActionTypeId'].Category).toBe('Approval');
});

test.each(['toolchain', 'dev'])(
  'a person approves a deployment of %s only when it gives somebody more rights',
  (name) => {
    expect(stack.stage(`${name}-approve`)['BeforeEntry'].Conditions).toEqual([
      {
        Result: 'SKIP',
        Rules: [
          {
            Name: `${name}-broadened`,
            RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'VariableCheck', Version: '1' },
            Configuration: { Variable: `#{${name}.BROADENED}`, Operator: 'EQ', Value: 'true' },
          },
        ],
      },
    ]);
  },
);

test('an environment that asks for approval gets it though it is not production', () => {
  const asking = new PipelineUnderTest(deployed(({ environments: [dev] }) => Object.assign(dev!, { approval: true })));
  expect(asking.stage('dev-approve')['BeforeEntry']).toBeUndefined();
});

test('who is asked hears of it', () => {
  const topic = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';
  expect(action('prod-approve', 'Approve')['Configuration'].NotificationArn).toBe(topic);
  const [role] = Object.keys(
    template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'shop-infrastructure-pipeline' } }),
  );
  const publish = about(stack.allowedTo(role!), 'sns:Publish');
  expect(publish.map(({ resources }) => resources)).toEqual([[topic]]);
});

test.each(['toolchain', 'dev', 'prod', 'prod-us'])('what %s is asked with is what its diff says', (name) => {
  const diff = action(`${name}-diff`, 'Diff');
  const exported: string[] = buildSpecOf('diff')['env']['exported-variables'];
  const { CustomData, ExternalEntityLink } = action(`${name}-approve`, 'Approve')['Configuration'];
  expect([CustomData, ExternalEntityLink]).toEqual([
    `#{${diff['Namespace']}.SUMMARY}`,
    `https://#{${diff['Namespace']}.LOG_URL}`,
  ]);
  expect(exported).toEqual(expect.arrayContaining(['SUMMARY', 'BROADENED', 'LOG_URL']));
});

test("a diff reads the environment's stacks where they are", () => {
  expect(variablesOf('prod-us-diff', 'Diff')).toEqual({
    PART: 'prod-us',
    STACK_PATH: 'shop-prod-us/',
    LOOKUP_ROLE_ARN: 'arn:aws:iam::444444444444:role/cdk-hnb659fds-lookup-role-444444444444-us-east-1',
    LOOKUP_REGION: 'us-east-1',
    PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
  });
});

test('every diff and deployment is of the one assembly that was verified', () => {
  const inputs = stack.pipeline['Stages']
    .slice(2)
    .flatMap(({ Actions }: Properties) => Actions)
    .flatMap(({ InputArtifacts }: Properties) => InputArtifacts ?? []);
  expect(new Set(inputs.map(({ Name }: Properties) => Name))).toEqual(new Set(['Assembly']));
  expect(action('Synth', 'Synth')['OutputArtifacts']).toEqual([{ Name: 'Assembly' }]);
});

test('after one region of production the alarms are watched before the next; after the last nobody waits', () => {
  const names = (stage: string) =>
    stack.stage(stage)['Actions'].map(({ Name, RunOrder }: Properties) => [Name, RunOrder]);
  expect(names('prod-deploy')).toEqual([
    ['Deploy', 1],
    ['Bake', 2],
  ]);
  expect(names('prod-us-deploy')).toEqual([['Deploy', 1]]);
  expect(names('dev-deploy')).toEqual([['Deploy', 1]]);
  expect(variablesOf('prod-deploy', 'Bake')).toMatchObject({
    ALARM_PREFIX: 'shop-prod-',
    LOOKUP_ROLE_ARN: 'arn:aws:iam::444444444444:role/cdk-hnb659fds-lookup-role-444444444444-eu-central-1',
  });
});

test('with one region of production there is no bake', () => {
  const one = new PipelineUnderTest(deployed(({ environments }) => void environments.pop()));
  one.template.resourcePropertiesCountIs('AWS::CodeBuild::Project', { Name: 'shop-infrastructure-bake' }, 0);
});

describe('rights', () => {
  const roles = (project: string) =>
    about(stack.allowed(project), 'sts:AssumeRole').flatMap(({ resources }) => resources);
  const bootstrap = (account: string, region: string, ...names: string[]) =>
    names.map((name) => `arn:aws:iam::${account}:role/cdk-hnb659fds-${name}-role-${account}-${region}`);

  test.each([
    ['deploy-dev', '111111111111', 'eu-central-1'],
    ['deploy-prod', '444444444444', 'eu-central-1'],
    ['deploy-prod-us', '444444444444', 'us-east-1'],
  ])("%s enters bootstrap's roles of its own account and region only", (project, account, region) => {
    expect(roles(project)).toEqual(bootstrap(account, region, 'deploy', 'file-publishing', 'lookup'));
  });

  test('the toolchain is deployed to the tools account, also in the regions where artifacts are kept', () => {
    expect([...roles('deploy-toolchain')].sort()).toEqual(
      [
        ...bootstrap('111111111111', 'eu-central-1', 'deploy', 'file-publishing', 'lookup'),
        ...bootstrap('111111111111', 'us-east-1', 'deploy', 'file-publishing', 'lookup'),
      ].sort(),
    );
  });

  test.each(['diff', 'bake'])('%s may look and not deploy', (project) => {
    expect(roles(project).length).toBeGreaterThan(0);
    expect(roles(project).filter((arn) => !arn.includes('-lookup-role-'))).toEqual([]);
  });

  test('synthesis, which runs the code of dependencies, enters nothing', () => {
    expect(roles('synth')).toEqual([]);
    const actions = stack.allowed('synth').flatMap(({ actions }) => actions);
    expect(actions.filter((one) => !/^(logs|s3|kms|codecommit):/.test(one))).toEqual([]);
  });

  test('where nobody has stated an account, it is that of the credentials', () => {
    const anywhere = new PipelineUnderTest(
      deployed((input) => {
        input.tools = undefined;
        input.environments.splice(1);
      }),
    );
    const [statement] = about(anywhere.allowed('deploy-dev'), 'sts:AssumeRole');
    const { account, region } = anywhere.evaluated({
      account: { Ref: 'AWS::AccountId' },
      region: { Ref: 'AWS::Region' },
    });
    expect(statement!.resources).toEqual(bootstrap(account, region, 'deploy', 'file-publishing', 'lookup'));
  });

  test('nobody is an administrator, and no build is privileged', () => {
    template.allResourcesProperties('AWS::CodeBuild::Project', { Environment: { PrivilegedMode: false } });
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });

  test('the findings of cdk-nag are acknowledged one by one', () => {
    expect(stack.findings).toEqual([]);
  });
});

describe('what builds run', () => {
  test('synthesis verifies before it synthesizes, and hands on the command line of the lock file', () => {
    expect(buildSpecOf('synth')['phases'].build.commands).toEqual([
      'cd "$CODEBUILD_SRC_DIR/."',
      'npm run verify',
      'npx cdk synth --quiet --strict --no-notices --context config="$SLIPWAY_CONFIG" --output "$CODEBUILD_SRC_DIR/slipway-output/cdk.out"',
      'cp -R node_modules/aws-cdk "$CODEBUILD_SRC_DIR/slipway-output/cdk"',
    ]);
    expect(buildSpecOf('synth')['phases'].install.commands).toContain('npm ci');
  });

  test('a deployment installs nothing, asks nobody and leaves other stacks alone', () => {
    const { phases } = buildSpecOf('deploy-prod');
    expect(phases.install.commands).toEqual(['node cdk/bin/cdk --version']);
    expect(phases.build.commands).toEqual([
      'set -f',
      'node cdk/bin/cdk deploy --app cdk.out --exclusively --require-approval never --concurrency 4 --progress events --ci --no-notices $STACKS',
    ]);
  });
});

describe('the source', () => {
  test('is an empty repository of its own, gone with the stack of a sandbox', () => {
    const sandbox = new PipelineUnderTest(deployed(({ environments }) => void environments.splice(1)));
    const repository = { Properties: { RepositoryName: 'shop-infrastructure', KmsKeyId: KEY_ARN } };
    expect(Object.values(sandbox.template.findResources('AWS::CodeCommit::Repository', repository))).toEqual([
      expect.objectContaining({ DeletionPolicy: 'Delete' }),
    ]);
    expect(Object.values(template.findResources('AWS::CodeCommit::Repository', repository))).toEqual([
      expect.objectContaining({ DeletionPolicy: 'Retain' }),
    ]);
  });

  test('starts the pipeline with the newest commit of its branch', () => {
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    expect(stack.evaluated(rule!['Properties'].EventPattern)).toMatchObject({
      resources: ['arn:aws:codecommit:eu-central-1:111111111111:shop-infrastructure'],
      detail: { referenceName: ['main'] },
    });
    expect(rule!['Properties'].Targets[0].InputTransformer).toBeUndefined();
  });

  test('may be behind a connection, with the project in a directory of it', () => {
    const connectionArn =
      'arn:aws:codeconnections:eu-central-1:111111111111:connection/0a1b2c3d-0000-4000-8000-000000000000';
    const connected = new PipelineUnderTest(
      deployed((input) => {
        input.infrastructure = {
          source: { kind: 'github', connectionArn, repository: 'acme/platform', path: 'slipway' },
          branch: 'live',
        };
      }),
    );
    connected.template.resourceCountIs('AWS::CodeCommit::Repository', 0);
    connected.template.resourceCountIs('AWS::Events::Rule', 0);
    expect(connected.stage('Source')['Actions'][0].Configuration).toMatchObject({
      ConnectionArn: connectionArn,
      FullRepositoryId: 'acme/platform',
      BranchName: 'live',
    });
    expect(connected.pipeline['Triggers']).toHaveLength(1);
    const [synth] = Object.values(
      connected.template.findResources('AWS::CodeBuild::Project', {
        Properties: { Name: 'shop-infrastructure-synth' },
      }),
    );
    expect(parse(synth!['Properties'].Source.BuildSpec).phases.build.commands[0]).toBe(
      'cd "$CODEBUILD_SRC_DIR/slipway"',
    );
  });

  test('is no GitLab CI, which pushes images', () => {
    const delivery = deployed();
    const source = { ...gitlabCi({ project: 'acme/platform' }), url: 'https://gitlab.com' } as const;
    expect(
      () => new PipelineUnderTest({ ...delivery, infrastructure: { ...delivery.infrastructure!, source } }),
    ).toThrow('infrastructure.source: gitlabCi() pushes images, and this application is none');
  });
});
