import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { IConstruct } from 'constructs';

/**
 * Accepts one finding of the AwsSolutions pack on one construct (and what is below it), with the reason that a reviewer
 * reads. Call it beside the resource that it is about.
 *
 * @param rule the finding's id without the pack, for example `VPC7` or `IAM5[Action::kms:ReEncrypt*]`
 */
export function acknowledge(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

/**
 * Accepts a wildcard in a policy's resource. The finding's id holds the resource as the pack prints it, which is asked of
 * the pack itself.
 *
 * @param resource the resource just as the policy's statement has it
 */
export function acknowledgeResource(scope: IConstruct, resource: string, reason: string): void {
  acknowledge(scope, `IAM5[Resource::${flattenCfnReference(Stack.of(scope).resolve(resource))}]`, reason);
}
