import type { Stack } from 'aws-cdk-lib';
import type { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RESOURCE_TYPES, resourceType } from '../cloudformation/resource-types';
import { isUnused } from '../cloudformation/unused-actions';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';

/**
 * What a resource type's schema counts as reading and is more: it hands on roles, or shows what is inside a bucket, a
 * table or an encrypted text. Without them CloudFormation sees a property less.
 */
const NOT_READING = ['iam:PassRole', 'kms:Decrypt', 's3:ListBucket'];

/** Calls of the services below that take no resource: who may make them sees all names. */
const WITHOUT_RESOURCE = ['iam:ListRoles', 's3:ListAllMyBuckets'];

/** The resources of those services bear the delivery's name; of the others nothing can be said, or the call takes none. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:': ['dynamodb:{region}:{account}:table/{delivery}-*'],
  'eks:': [
    'eks:{region}:{account}:cluster/{delivery}-*',
    'eks:{region}:{account}:access-entry/{delivery}-*/*',
    'eks:{region}:{account}:addon/{delivery}-*/*',
    'eks:{region}:{account}:podidentityassociation/{delivery}-*/*',
  ],
  'iam:GetOpenIDConnectProvider': ['iam::{account}:oidc-provider/*'],
  'iam:': ['iam::{account}:role/{delivery}-*', 'iam::{account}:policy/{delivery}-*'],
  'lambda:GetEventSourceMapping': ['lambda:{region}:{account}:event-source-mapping:*'],
  'lambda:GetLayerVersion': ['lambda:{region}:{account}:layer:{delivery}-*'],
  'lambda:': ['lambda:{region}:{account}:function:{delivery}-*'],
  's3:': ['s3:::{delivery}-*'],
  'ssm:GetParameters': ['ssm:{region}:{account}:parameter/{delivery}/*'],
};

/**
 * Reading the configuration of every resource type that the delivery has, because drift detection looks at resources with
 * the rights of whoever asks for it. The managed policy ReadOnlyAccess would open all services, and data with them.
 */
export class ReadPermissions {
  readonly statements: readonly PolicyStatement[];
  private readonly wildcards: readonly string[];

  constructor(stack: Stack, delivery: string) {
    const actions = [...new Set(RESOURCE_TYPES.flatMap((type) => resourceType(type)!.read))]
      .filter((action) => !NOT_READING.includes(action) && !isUnused(action))
      .sort();
    const groups = new Map<string, string[]>();
    for (const action of actions) {
      // The first that fits, so that single calls stand before their service.
      const named = Object.keys(BY_NAME).find((start) => action.startsWith(start)) ?? '';
      const key = WITHOUT_RESOURCE.includes(action) ? '' : named;
      groups.set(key, [...(groups.get(key) ?? []), action]);
    }
    const arns = (key: string) =>
      (BY_NAME[key] ?? []).map((form) => {
        const { account, partition } = stack;
        const parts: Record<string, string> = { account, region: '*', delivery };
        return `arn:${partition}:${form.replace(/\{(\w+)\}/g, (_, name: string) => parts[name]!)}`;
      });
    this.statements = [...groups].map(([key, group]) => allow(group, key === '' ? ['*'] : arns(key)));
    this.wildcards = [...groups.keys()].flatMap(arns);
  }

  /** The reasons for the wildcards above, on the policy that has them. */
  acknowledgeOn(policy: Policy): void {
    acknowledge(
      policy,
      'IAM5[Resource::*]',
      'Reads configuration only: most of these calls take no resource, and others go by ids that nobody knows beforehand.',
    );
    for (const arn of this.wildcards) {
      acknowledgeResource(policy, arn, "CloudFormation makes up the rest of a name that starts with the delivery's.");
    }
  }
}
