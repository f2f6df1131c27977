import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { releaseEvent } from '../deployment/release-event';
import * as names from '../shared/names';

export interface ConfigurationChangeProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly pipeline: IPipeline;
}

/**
 * Starts the pipeline when an environment's stack has published a new task definition or network of the service: such a
 * change reaches the tasks by a deployment. It is a run like any other, of the branch's newest commit, whose image is
 * mostly there already and then not built. Environments in other accounts forward the event.
 */
export class ConfigurationChange extends Construct {
  constructor(scope: Construct, id: string, props: ConfigurationChangeProps) {
    super(scope, id);
    const { delivery, service, releaseLine, pipeline } = props;
    const parameters = releaseLine.environments.map((environment) =>
      names.parameterName(delivery.name, environment.name, service.name),
    );
    new events.Rule(this, 'Rule', {
      description: `A new configuration of ${service.name} is deployed`,
      eventPattern: releaseEvent(parameters),
      targets: [new targets.CodePipeline(pipeline)],
    });
  }
}
