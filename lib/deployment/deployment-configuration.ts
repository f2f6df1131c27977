import { Duration } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import type { Strategy } from '../config/delivery';
import { type PredefinedConfiguration, predefinedConfiguration } from '../shared/traffic-shift';

const PREDEFINED: Readonly<Record<PredefinedConfiguration, codedeploy.IEcsDeploymentConfig>> = {
  Canary10Percent5Minutes: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  Canary10Percent15Minutes: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  Linear10PercentEvery1Minutes: codedeploy.EcsDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTES,
  Linear10PercentEvery3Minutes: codedeploy.EcsDeploymentConfig.LINEAR_10PERCENT_EVERY_3MINUTES,
};

/** How CodeDeploy moves the traffic: one of its own configurations where one fits, else one made for the strategy. */
export function deploymentConfiguration(scope: Construct, strategy: Strategy): codedeploy.IEcsDeploymentConfig {
  if (strategy.kind === 'allAtOnce') return codedeploy.EcsDeploymentConfig.ALL_AT_ONCE;
  const predefined = predefinedConfiguration(strategy);
  if (predefined) return PREDEFINED[predefined];
  const { kind, percent, minutes } = strategy;
  const step = { percentage: percent, interval: Duration.minutes(minutes) };
  // An id of its own for each strategy, and no name: CloudFormation makes the new one, turns the deployment group to it,
  // and only then removes the old one.
  return new codedeploy.EcsDeploymentConfig(scope, `${kind}-${percent}-${minutes}`, {
    trafficRouting:
      kind === 'canary'
        ? codedeploy.TrafficRouting.timeBasedCanary(step)
        : codedeploy.TrafficRouting.timeBasedLinear(step),
  });
}
