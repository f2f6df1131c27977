import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, type IDependable } from 'constructs';
import type { ReleaseManifest } from './release-manifest';

export interface ReleaseParameterProps {
  readonly parameterName: string;
  readonly manifest: ReleaseManifest;
  /** What a deployment needs and the manifest does not mention: policies, security group rules, tables. */
  readonly after: readonly IDependable[];
}

/**
 * Publishes what a deployment of the service is made of. It is written last, because a change of it starts one.
 */
export class ReleaseParameter extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseParameterProps) {
    super(scope, id);
    const parameter = new ssm.StringParameter(this, 'Resource', {
      parameterName: props.parameterName,
      description: 'What the next deployment of this service is made of, besides its image',
      stringValue: Stack.of(this).toJsonString(props.manifest),
    });
    parameter.node.addDependency(...props.after);
  }
}
