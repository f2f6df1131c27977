import { parse } from 'yaml';
import { renderAppSpec } from '../../../lib/deployment/programs/app-spec';
import { sessionName } from '../../../lib/deployment/programs/session';
import type { ReleaseManifest } from '../../../lib/deployment/release-manifest';

const MANIFEST: ReleaseManifest = {
  taskDefinition: 'arn:aws:ecs:eu-central-1:444455556666:task-definition/dev-storefront:7',
  container: 'app',
  port: 8080,
  subnets: ['subnet-0a1b', 'subnet-0c2d'],
  securityGroups: ['sg-0e3f'],
  assignPublicIp: 'ENABLED',
};

test('the file is what CodeDeploy documents for an ECS service in a VPC', () => {
  expect(renderAppSpec(MANIFEST)).toBe(`version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: app
          ContainerPort: 8080
        PlatformVersion: LATEST
        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets:
              - subnet-0a1b
              - subnet-0c2d
            SecurityGroups:
              - sg-0e3f
            AssignPublicIp: ENABLED
`);
});

test('it is still YAML when CodePipeline has put an ARN in place of the task definition', () => {
  const text = renderAppSpec(MANIFEST).replace('<TASK_DEFINITION>', MANIFEST.taskDefinition);
  expect(parse(text).Resources[0].TargetService.Properties.TaskDefinition).toBe(MANIFEST.taskDefinition);
});

test('a container name that looks like a number stays a string', () => {
  const { ContainerName } = parse(renderAppSpec({ ...MANIFEST, container: '0123' })).Resources[0].TargetService
    .Properties.LoadBalancerInfo;
  expect(ContainerName).toBe('0123');
});

test('the function of the manifest is asked when the new version has test traffic and nothing else', () => {
  const hook = 'arn:aws:lambda:eu-central-1:444455556666:function:dev-storefront-validate';
  expect(parse(renderAppSpec({ ...MANIFEST, hook })).Hooks).toEqual([{ AfterAllowTestTraffic: hook }]);
});

test.each([
  ['1b2c3d4e-0000', 'slipway-1b2c3d4e-0000'],
  ['', 'slipway-render'],
  ['pipeline:execution/1', 'slipway-pipeline-execution-1'],
])('the execution %p gives the session name %s', (execution, name) => {
  expect(sessionName(execution)).toBe(name);
});

test('a session name is never longer than STS allows', () => {
  expect(sessionName('x'.repeat(100))).toHaveLength(64);
});
