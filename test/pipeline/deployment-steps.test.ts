import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

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
const template = templateOf(delivery, NAME);
const stages: Properties[] = evaluated(
  delivery,
  NAME,
  only(template, 'AWS::CodePipeline::Pipeline').Properties!['Stages'],
);
const actionsOf = (environment: string): Properties[] => stages.find(({ Name }) => Name === environment)!['Actions'];
const action = (environment: string, name: string): Properties =>
  actionsOf(environment).find(({ Name }) => Name === name)!;
const orderOf = (environment: string) => actionsOf(environment).map(({ Name, RunOrder }) => `${RunOrder} ${Name}`);

/** The variables that an action gives to its build. */
function variablesOf(environment: string, name: string): Record<string, string> {
  const variables: Properties[] = JSON.parse(action(environment, name)['Configuration'].EnvironmentVariables);
  return Object.fromEntries(variables.map((variable) => [variable['name'], variable['value']]));
}

test('a deployment is rendered, deployed and recorded', () => {
  expect(orderOf('dev')).toEqual(['1 Render', '2 Deploy', '3 Record']);
});

test.each(['test', 'prod'])('in %s a person approves first', (environment) => {
  expect(orderOf(environment)).toEqual(['1 Approve', '2 Render', '3 Deploy', '4 Record']);
  expect(action(environment, 'Approve')['ActionTypeId']).toMatchObject({ Category: 'Approval', Provider: 'Manual' });
});

test.each([
  ['dev', DEV_ROLE],
  ['test', TEST_ROLE],
  ['prod', PROD_ROLE],
])('what %s needs is asked of its own account', (environment, role) => {
  expect(variablesOf(environment, 'Render')).toEqual({
    DEPLOY_ROLE_ARN: role,
    ENVIRONMENT_REGION: 'eu-central-1',
    RELEASE_PARAMETER: `/shop/${environment}/web/release`,
    PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
  });
});

test('each environment gets the image that was built once', () => {
  for (const environment of ['dev', 'test', 'prod']) {
    expect(action(environment, 'Render')['InputArtifacts']).toEqual([{ Name: 'Image' }]);
    expect(action(environment, 'Record')['InputArtifacts']).toEqual([{ Name: 'Image' }]);
  }
});

test.each([
  ['dev', DEV_ROLE],
  ['test', TEST_ROLE],
  ['prod', PROD_ROLE],
])('CodeDeploy gets in %s what was rendered for it, under the role there', (environment, role) => {
  const artifact = `Deployment-${environment}`;
  expect(action(environment, 'Render')['OutputArtifacts']).toEqual([{ Name: artifact }]);
  expect(action(environment, 'Deploy')).toMatchObject({
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

test("what runs where is recorded by the environment's name", () => {
  expect(variablesOf('prod', 'Record')).toEqual({ ENVIRONMENT_NAME: 'prod' });
});

test('who renders may enter the environments of its line and read nothing of theirs by itself', () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentRender');
  expect(about(statements, 'sts:AssumeRole').flatMap(({ resources }) => resources)).toEqual([
    TEST_ROLE,
    DEV_ROLE,
    PROD_ROLE,
  ]);
  expect(about(statements, 'ssm:GetParameter', 'ecs:DescribeTaskDefinition')).toEqual([]);
});

test('who renders has the name by which the environments let it in', () => {
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-render' });
});

test("who records may move tags of the service's images and enter no environment", () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentRecord');
  expect(about(statements, 'ecr:PutImage').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:ecr:eu-central-1:111111111111:repository/shop-web',
  ]);
  expect(about(statements, 'sts:AssumeRole', 'ecr:BatchDeleteImage')).toEqual([]);
});
