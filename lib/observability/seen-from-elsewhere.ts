import { CfnResource, Reference, ReferenceStrength, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The value as another stack refers to it when it must not hold up its removal.
 *
 * @throws if it is neither known nor all of a resource's attribute
 */
export function weakly(value: string): string {
  if (!Token.isUnresolved(value)) return value;
  const reference = Tokenization.reverse(value);
  if (!Reference.isReference(reference) || !CfnResource.isCfnResource(reference.target)) {
    throw new Error(`Only an attribute of a resource can be referred to weakly (got ${Tokenization.reverse(value)})`);
  }
  const { target, displayName } = reference;
  // What a construct gives out as a name is not the resource's own attribute, which is wanted here.
  const attribute = displayName === 'Ref' ? target.ref : target.getAtt(displayName).toString();
  return Stack.consumeReference(attribute, ReferenceStrength.WEAK);
}

/** The metric for a stack other than that of what it measures. */
export function seenFromElsewhere(metric: cloudwatch.Metric): cloudwatch.Metric {
  const dimensions = Object.entries(metric.dimensions ?? {}).map(([name, value]) => [name, weakly(String(value))]);
  return metric.with({ dimensionsMap: Object.fromEntries(dimensions) });
}
