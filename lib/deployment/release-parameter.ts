import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, type IDependable } from 'constructs';
import { ADVANCED_BYTES, longestBytes } from './parameter-size';
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
    const { parameterName } = props;
    const text = Stack.of(this).toJsonString(props.manifest);
    const bytes = longestBytes(Stack.of(this).resolve(text));
    if (bytes > ADVANCED_BYTES) {
      throw new Error(
        `${parameterName}: what a release is made of may have ${ADVANCED_BYTES} bytes (got up to ${bytes}): ` +
          'shorten what the service states (variables, commands, sidecars), or read long values from a secret',
      );
    }
    const parameter = new ssm.StringParameter(this, 'Resource', {
      parameterName,
      description: 'What the next deployment of this service is made of, besides its image',
      stringValue: text,
      // The same on all platforms: no parameter goes back to a smaller tier when a service goes to another platform.
      tier: ssm.ParameterTier.INTELLIGENT_TIERING,
    });
    parameter.node.addDependency(...props.after);
  }
}
