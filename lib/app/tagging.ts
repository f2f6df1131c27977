import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Delivery } from '../config/delivery';

/** Tags by which a bill or a console is read. */
export const Tag = {
  DELIVERY: 'slipway:delivery',
  ENVIRONMENT: 'slipway:environment',
  SERVICE: 'slipway:service',
} as const;

/** Their tags are newer than the tools that check templates, and would say nothing that the resource above does not. */
const UNTAGGED_TYPES = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::CloudWatch::Dashboard',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
];

/** In CodeDeploy's hands from the first deployment on: a changed tag would be an update of what must stay as it is. */
const CREATE_ONCE_TYPES = ['AWS::ECS::Service', 'AWS::ElasticLoadBalancingV2::TargetGroup'];

/** Tags what is below `scope` with something that never changes while it lives. */
export function tagWithIdentity(scope: IConstruct, key: string, value: string): void {
  Tags.of(scope).add(key, value, { excludeResourceTypes: UNTAGGED_TYPES });
}

/** Tags what is below `scope` with the delivery's name, and with the tags that the team may change at any time. */
export function tagDelivery(scope: IConstruct, { name, tags }: Delivery): void {
  tagWithIdentity(scope, Tag.DELIVERY, name);
  for (const [key, value] of Object.entries(tags)) {
    Tags.of(scope).add(key, value, { excludeResourceTypes: [...UNTAGGED_TYPES, ...CREATE_ONCE_TYPES] });
  }
}
