import { Stack } from 'aws-cdk-lib';
import { CfnDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import * as fc from 'fast-check';
import type { Strategy } from '../../lib/config/delivery';
import { deploymentConfiguration } from '../../lib/deployment/deployment-configuration';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';
import { validShifts } from '../support/traffic-shifts';

const CONFIGURATION = 'AWS::CodeDeploy::DeploymentConfig';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

function shopWith(strategy: Strategy) {
  return shop((input) => {
    input.tools = TOOLS;
    Object.assign(input.services[0]!, { strategy });
  });
}

const canary = shopWith({ kind: 'canary', percent: 20, minutes: 7 });
const template = templateOf(canary, 'dev-web');

test.each([
  [{ kind: 'allAtOnce' }, 'CodeDeployDefault.ECSAllAtOnce'],
  [{ kind: 'canary', percent: 10, minutes: 5 }, 'CodeDeployDefault.ECSCanary10Percent5Minutes'],
  [{ kind: 'canary', percent: 10, minutes: 15 }, 'CodeDeployDefault.ECSCanary10Percent15Minutes'],
  [{ kind: 'linear', percent: 10, minutes: 1 }, 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'],
  [{ kind: 'linear', percent: 10, minutes: 3 }, 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes'],
] as const)('for %j there is one of CodeDeploy: %s', (strategy, name) => {
  const stack = new Stack();
  expect(deploymentConfiguration(stack, strategy).deploymentConfigName).toBe(name);
  expect(stack.node.children).toEqual([]);
});

test('any other canary is a configuration without a name, which the group refers to', () => {
  const { id } = only(template, CONFIGURATION);
  template.hasResource(CONFIGURATION, {
    Properties: {
      ComputePlatform: 'ECS',
      TrafficRoutingConfig: {
        Type: 'TimeBasedCanary',
        TimeBasedCanary: { CanaryPercentage: 20, CanaryInterval: 7 },
      },
    },
  });
  expect(only(template, CONFIGURATION).Properties).not.toHaveProperty('DeploymentConfigName');
  template.hasResourceProperties(GROUP, { DeploymentConfigName: { Ref: id } });
});

test('any other linear strategy is a configuration of its own', () => {
  templateOf(shopWith({ kind: 'linear', percent: 25, minutes: 2 }), 'dev-web').hasResourceProperties(CONFIGURATION, {
    TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 25, LinearInterval: 2 } },
  });
});

test('another strategy is another resource, as the old one is in use until the group has turned', () => {
  const other = templateOf(shopWith({ kind: 'canary', percent: 20, minutes: 8 }), 'dev-web');
  expect(only(other, CONFIGURATION).id).not.toBe(only(template, CONFIGURATION).id);
  expect(only(other, GROUP).id).toBe(only(template, GROUP).id);
});

test('the pipeline may read the configuration that it deploys with', () => {
  const { id } = only(template, CONFIGURATION);
  const [statement] = about(allowedBy(canary, 'dev-web', 'DeployRole'), 'codedeploy:GetDeploymentConfig');
  const name = evaluated(canary, 'dev-web', { Ref: id });
  expect(statement!.resources).toEqual([`arn:aws:codedeploy:eu-central-1:111111111111:deploymentconfig:${name}`]);
});

test('whatever strategy is within the limits, CodeDeploy gets as it is', () => {
  fc.assert(
    fc.property(validShifts('codedeploy'), (strategy) => {
      const stack = new Stack();
      const { deploymentConfigName } = deploymentConfiguration(stack, strategy);
      const custom = stack.node.findAll().find((node) => node instanceof CfnDeploymentConfig);
      if (!custom) {
        expect(deploymentConfigName).toMatch(/^CodeDeployDefault\.ECS/);
        return;
      }
      const { timeBasedCanary: one, timeBasedLinear: other } = stack.resolve(custom.trafficRoutingConfig);
      expect({
        kind: one ? 'canary' : 'linear',
        percent: one?.canaryPercentage ?? other.linearPercentage,
        minutes: one?.canaryInterval ?? other.linearInterval,
      }).toEqual(strategy);
    }),
  );
});
