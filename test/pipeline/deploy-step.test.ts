import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-main-pipeline';
const roleIn = (environment: string) => `arn:aws:iam::111111111111:role/shop-${environment}-web-deploy`;

/** ECS itself deploys to `dev` and `test`, CodeDeploy to `prod`. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev' },
    { name: 'test', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true },
  ];
  input.branching = { releaseLines: [{ name: 'main', branches: ['main'], environments: 'all' }] };
  Object.assign(input.services[0]!, {
    controller: 'ecs',
    environments: {
      test: { strategy: { kind: 'linear', percent: 10, minutes: 20 }, bakeMinutes: 40 },
      prod: { controller: 'codedeploy' },
    },
  });
});
const pipeline = new PipelineView(delivery, NAME);
const { template } = pipeline;
const deployTo = (environment: string): Properties => pipeline.action(environment, 'Deploy');
const entered = (policyId: string) =>
  about(allowedBy(delivery, NAME, policyId), 'sts:AssumeRole')
    .flatMap(({ resources }) => resources)
    .sort();

test('where ECS itself deploys, a build does, with what was rendered and the role there', () => {
  const { id } = only(template, 'AWS::CodeBuild::Project', { Name: 'shop-web-main-deploy' });
  const { ActionTypeId, InputArtifacts, Configuration } = deployTo('test');
  expect(ActionTypeId).toMatchObject({ Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild' });
  expect(InputArtifacts).toEqual([{ Name: 'Deployment-test' }]);
  expect(Configuration.ProjectName).toBe(evaluated(delivery, NAME, { Ref: id }));
  expect(pipeline.variablesOf('test', 'Deploy')).toEqual({
    DEPLOY_ROLE_ARN: roleIn('test'),
    ENVIRONMENT_REGION: 'eu-central-1',
    PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
  });
});

test('where CodeDeploy deploys, its own action does', () => {
  expect(deployTo('prod')).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Provider: 'CodeDeployToECS' },
    RoleArn: roleIn('prod'),
  });
});

test('each enters the environments that it deploys to, and Render all', () => {
  expect(entered('DeploymentDeploy')).toEqual([roleIn('dev'), roleIn('test')]);
  expect(entered('RolePolicy')).toEqual([roleIn('prod')]);
  expect(entered('DeploymentRender')).toEqual([roleIn('dev'), roleIn('prod'), roleIn('test')]);
});

test('the build has the name by which the environments let it in', () => {
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-shift' });
});

test('the build lasts as long as the slowest strategy, with time to roll back', () => {
  // Nine times 20 minutes between ten steps, 40 to bake, and 100 for everything else.
  template.hasResourceProperties('AWS::CodeBuild::Project', {
    Name: 'shop-web-main-deploy',
    TimeoutInMinutes: 9 * 20 + 40 + 100,
  });
});

test('with CodeDeploy everywhere there is no such build', () => {
  expect(new PipelineView(shop(), NAME).projects).not.toContain('shop-web-main-deploy');
});

describe('an environment in another account and region', () => {
  const far = shop((input) => {
    input.tools = TOOLS;
    input.environments = [
      { name: 'dev' },
      { name: 'test', account: '222222222222', region: 'us-east-1', network: { cidr: '10.1.0.0/16' } },
      { name: 'prod', account: '222222222222', region: 'us-east-1', network: { cidr: '10.2.0.0/16' } },
    ];
    Object.assign(input.services[0]!, { environments: { prod: { controller: 'ecs' } } });
  });
  const there = new PipelineView(far, NAME);

  test('is deployed to by an action that works there, under the role there', () => {
    expect(there.action('test', 'Deploy')).toMatchObject({
      ActionTypeId: { Provider: 'CodeDeployToECS' },
      Region: 'us-east-1',
      RoleArn: 'arn:aws:iam::222222222222:role/shop-test-web-deploy',
    });
  });

  test('is deployed to from the region of tools by a build, which is told where', () => {
    expect(there.action('prod', 'Deploy')).not.toHaveProperty('Region');
    expect(there.variablesOf('prod', 'Deploy')).toMatchObject({
      DEPLOY_ROLE_ARN: 'arn:aws:iam::222222222222:role/shop-prod-web-deploy',
      ENVIRONMENT_REGION: 'us-east-1',
    });
  });

  test('is the only one whose action works elsewhere', () => {
    const elsewhere = there.stages.flatMap(({ Name, Actions }) =>
      Actions.filter(({ Region }: Properties) => Region !== undefined).map((action: Properties) => [
        Name,
        action['Name'],
        action['Region'],
      ]),
    );
    expect(elsewhere).toEqual([['test', 'Deploy', 'us-east-1']]);
  });

  test('gets artifacts through a store in its region, beside that of tools', () => {
    const stores = there.properties['ArtifactStores'].map((store: Properties) => [
      store['Region'],
      store['ArtifactStore'].Location,
    ]);
    expect(stores).toEqual([
      ['eu-central-1', 'shop-artifacts-111111111111-eu-central-1'],
      ['us-east-1', 'shop-artifacts-111111111111-us-east-1'],
    ]);
  });

  test('gets them from a pipeline that may write there', () => {
    const written = about(allowedBy(far, NAME, 'RolePolicy'), 's3:PutObject').flatMap(({ resources }) => resources);
    expect(written).toEqual([
      'arn:aws:s3:::shop-artifacts-111111111111-eu-central-1/shop-web-main/*',
      'arn:aws:s3:::shop-artifacts-111111111111-us-east-1/shop-web-main/*',
    ]);
  });
});
