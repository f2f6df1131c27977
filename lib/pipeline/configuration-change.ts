import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { releaseEvent } from '../deployment/release-event';
import { Redeploy, type RedeployProps } from '../release/redeploy-function';
import * as names from '../shared/names';

/**
 * Starts the pipeline when an environment's stack has published a new task definition or network of the service: such a
 * change reaches the tasks by a deployment. It is a run of what the line has released, not of what a branch has become.
 * Environments in other accounts or regions forward the event.
 */
export class ConfigurationChange extends Construct {
  constructor(scope: Construct, id: string, props: RedeployProps) {
    super(scope, id);
    const { delivery, service, releaseLine } = props;
    const parameters = releaseLine.environments.map((environment) =>
      names.parameterName(delivery.name, environment.name, service.name),
    );
    new events.Rule(this, 'Rule', {
      description: `A new configuration of ${service.name} is deployed`,
      eventPattern: releaseEvent(parameters),
      targets: [new targets.LambdaFunction(new Redeploy(this, 'Redeploy', props).function)],
    });
  }
}
