import { about, allowedBy, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-main-pipeline';
const roleIn = (environment: string) => `arn:aws:iam::111111111111:role/shop-${environment}-web-deploy`;

/** A service on EKS in both environments. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', network: { natGateways: 1 } },
    { name: 'prod', network: { cidr: '10.1.0.0/16', natGateways: 1 }, production: true },
  ];
  Object.assign(input.services[0]!, {
    scaling: { minimum: 4, maximum: 8 },
    strategy: { kind: 'linear', percent: 25, minutes: 10 },
    bakeMinutes: 20,
  });
}, 'eks');
const pipeline = new PipelineView(delivery, NAME);
const { template } = pipeline;

test.each(['dev', 'prod'])('a deployment to %s is rendered, deployed and recorded, as on ECS', (environment) => {
  expect(pipeline.orderIn(environment)).toEqual(['1 Render', '2 Deploy', '3 Record']);
});

test.each(['dev', 'prod'])(
  'a build has it installed in %s, with what was rendered and the role there',
  (environment) => {
    const { ActionTypeId, InputArtifacts } = pipeline.action(environment, 'Deploy');
    expect(ActionTypeId).toMatchObject({ Category: 'Build', Provider: 'CodeBuild' });
    expect(InputArtifacts).toEqual([{ Name: `Deployment-${environment}` }]);
    expect(pipeline.variablesOf(environment, 'Deploy')).toEqual({
      DEPLOY_ROLE_ARN: roleIn(environment),
      ENVIRONMENT_REGION: 'eu-central-1',
      PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
    });
  },
);

test('the build may enter the environments and nothing else of AWS but its own', () => {
  const statements = allowedBy(delivery, NAME, 'DeploymentDeploy');
  expect(
    about(statements, 'sts:AssumeRole')
      .flatMap(({ resources }) => resources)
      .sort(),
  ).toEqual(['dev', 'prod'].map(roleIn));
  expect(about(statements, 'lambda:InvokeFunction', 'eks:DescribeCluster')).toEqual([]);
});

test('the pipeline itself enters none', () => {
  expect(about(allowedBy(delivery, NAME, 'RolePolicy'), 'sts:AssumeRole')).toEqual([]);
});

test('the build runs the program for EKS, has the name that environments let in, and waits for the slowest rollout', () => {
  expect(pipeline.projects).toContain('shop-web-main-rollout');
  expect(pipeline.projects).not.toContain('shop-web-main-deploy');
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-shift' });
  template.hasResourceProperties('AWS::CodeBuild::Project', {
    Name: 'shop-web-main-rollout',
    // Three times 10 minutes between four steps, 20 to watch, and 100 for everything else.
    TimeoutInMinutes: 3 * 10 + 20 + 100,
  });
});
