import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as names from './names';

/** kubectl and Helm for the functions of a stack: of the package that `lib/kubernetes/versions.ts` names. */
export class KubectlLayer extends KubectlV36Layer {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nameLayer(this, 'kubectl');
  }
}

/** Gives a layer a name of the delivery's, as CDK's own layers take none: whoever deploys may make layers of that name alone. */
export function nameLayer(layer: lambda.LayerVersion, programs: 'aws-cli' | 'kubectl'): void {
  const resource = layer.node.defaultChild as lambda.CfnLayerVersion;
  resource.layerName = names.layerName(Stack.of(layer).stackName, programs);
}
