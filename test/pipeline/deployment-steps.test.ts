import { about, allowedBy, only, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-main-pipeline';
const DEV_ROLE = 'arn:aws:iam::222222222222:role/shop-dev-web-deploy';
const TEST_ROLE = 'arn:aws:iam::111111111111:role/shop-test-web-deploy';
const PROD_ROLE = 'arn:aws:iam::333333333333:role/shop-prod-web-deploy';

/** `dev` and `prod` in accounts of their own, `test` beside the tools. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', account: '222222222222' },
    { name: 'test', approval: true, network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', account: '333333333333', network: { cidr: '10.2.0.0/16' }, production: true },
  ];
});
const pipeline = new PipelineView(delivery, NAME);
const { template } = pipeline;

test.each(['dev', 'test', 'prod'])('a deployment to %s is rendered, deployed and recorded', (environment) => {
  expect(pipeline.orderIn(environment)).toEqual(['1 Render', '2 Deploy', '3 Record']);
});

test.each([
  ['dev', DEV_ROLE],
  ['test', TEST_ROLE],
  ['prod', PROD_ROLE],
])('what %s needs is asked of its own account', (environment, role) => {
  expect(pipeline.variablesOf(environment, 'Render')).toEqual({
    DEPLOY_ROLE_ARN: role,
    ENVIRONMENT_REGION: 'eu-central-1',
    RELEASE_PARAMETER: `/shop/${environment}/web/release`,
    PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
    ENVIRONMENT_NAME: environment,
    DEPLOYED_PARAMETER: `/shop/${environment}/web/deployed`,
    STRATEGY: 'all at once',
    BAKE_MINUTES: environment === 'prod' ? '30' : '5',
  });
});

test('each environment gets the image that was built once', () => {
  for (const environment of ['dev', 'test', 'prod']) {
    expect(pipeline.inputsOf(environment, 'Render')).toEqual(['Image']);
    expect(pipeline.inputsOf(environment, 'Record')).toEqual(['Image']);
  }
});

test.each([
  ['dev', DEV_ROLE],
  ['test', TEST_ROLE],
  ['prod', PROD_ROLE],
])('CodeDeploy gets in %s what was rendered for it, under the role there', (environment, role) => {
  const artifact = `Deployment-${environment}`;
  expect(pipeline.outputsOf(environment, 'Render')).toEqual([artifact]);
  expect(pipeline.action(environment, 'Deploy')).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CodeDeployToECS', Version: '1' },
    RoleArn: role,
    InputArtifacts: [{ Name: artifact }],
    Configuration: {
      ApplicationName: `shop-${environment}-web`,
      DeploymentGroupName: `shop-${environment}-web`,
      TaskDefinitionTemplateArtifact: artifact,
      TaskDefinitionTemplatePath: 'taskdef.json',
      AppSpecTemplateArtifact: artifact,
      AppSpecTemplatePath: 'appspec.yaml',
    },
  });
});

test('what runs where is recorded by the environment, with the run that brought it', () => {
  expect(pipeline.variablesOf('prod', 'Record')).toEqual({
    ENVIRONMENT_NAME: 'prod',
    DEPLOYED_PARAMETER: '/shop/prod/web/deployed',
    PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
  });
});

test('the records hear of releases under the names of the delivery and the service', () => {
  for (const program of ['render', 'record']) {
    const project = only(template, 'AWS::CodeBuild::Project', { Name: `shop-web-main-${program}` });
    const variables: { Name: string; Value: string }[] = project.Properties!['Environment'].EnvironmentVariables;
    expect(Object.fromEntries(variables.map(({ Name, Value }) => [Name, Value]))).toMatchObject({
      DELIVERY_NAME: 'shop',
      SERVICE_NAME: 'web',
    });
  }
});

test.each(['DeploymentRender', 'DeploymentRecord'])('%s may put nothing but own events on the bus', (policy) => {
  expect(about(allowedBy(delivery, NAME, policy), 'events:PutEvents')).toEqual([
    {
      actions: ['events:PutEvents'],
      resources: ['arn:aws:events:eu-central-1:111111111111:event-bus/default'],
      conditions: {
        'ForAllValues:StringEquals': { 'events:source': 'slipway', 'events:detail-type': 'Delivery Event' },
      },
    },
  ]);
});

test("who renders may look up what its line's environments run", () => {
  const statements = about(allowedBy(delivery, NAME, 'DeploymentRender'), 'ssm:GetParameter');
  expect(statements.flatMap(({ resources }) => resources)).toEqual(
    ['dev', 'prod', 'test'].map(
      (environment) => `arn:aws:ssm:eu-central-1:111111111111:parameter/shop/${environment}/web/deployed`,
    ),
  );
});

test('who renders may enter the environments of its line and read nothing of theirs by itself', () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentRender');
  expect(about(statements, 'sts:AssumeRole').flatMap(({ resources }) => resources)).toEqual([
    TEST_ROLE,
    DEV_ROLE,
    PROD_ROLE,
  ]);
  expect(about(statements, 'ecs:DescribeTaskDefinition')).toEqual([]);
});

test('who renders has the name by which the environments let it in', () => {
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-render' });
});

test("who records may write down what runs in its line's environments", () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentRecord');
  expect(about(statements, 'ssm:PutParameter').flatMap(({ resources }) => resources)).toEqual(
    ['dev', 'prod', 'test'].map(
      (environment) => `arn:aws:ssm:eu-central-1:111111111111:parameter/shop/${environment}/web/deployed`,
    ),
  );
});

test("who records may move tags of the service's images and enter no environment", () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentRecord');
  expect(about(statements, 'ecr:PutImage').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:ecr:eu-central-1:111111111111:repository/shop-web',
  ]);
  expect(about(statements, 'sts:AssumeRole', 'ecr:BatchDeleteImage')).toEqual([]);
});
