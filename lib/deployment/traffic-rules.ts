import { Stack } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { COLORS, type Endpoint } from '../compute/endpoint';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';

export interface TrafficRulesProps {
  readonly endpoint: Endpoint;
  readonly serviceName: string;
}

/**
 * What ECS needs to move traffic by itself: a rule on each listener that takes all requests and leads to both sides, all
 * of it to blue, and the role with which it changes their weights. ECS owns them from the service's creation on, so that
 * no property here may come from a setting that a user can change.
 */
export class TrafficRules extends Construct {
  readonly production: elbv2.ApplicationListenerRule;
  readonly test: elbv2.ApplicationListenerRule;
  /** AmazonECSInfrastructureRolePolicyForLoadBalancers, narrowed to this service's rules and target groups. */
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: TrafficRulesProps) {
    super(scope, id);
    const { endpoint, serviceName } = props;
    const { blue, green } = endpoint.targetGroups;
    const rule = (ruleId: string, listener: elbv2.IApplicationListener) =>
      new elbv2.ApplicationListenerRule(this, ruleId, {
        listener,
        priority: 1,
        conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
        action: elbv2.ListenerAction.weightedForward([
          { targetGroup: blue, weight: 100 },
          { targetGroup: green, weight: 0 },
        ]),
      });
    this.production = rule('Production', endpoint.productionListener);
    this.test = rule('Test', endpoint.testListener);

    this.role = new iam.Role(this, 'Role', {
      description: `ECS moves the traffic of ${serviceName}`,
      assumedBy: ecsPrincipal(Stack.of(this)),
    });
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(
          ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
          COLORS.map((color) => endpoint.targetGroups[color].targetGroupArn),
        ),
        allow(['elasticloadbalancing:ModifyRule'], [this.production.listenerRuleArn, this.test.listenerRuleArn]),
        // None of these calls takes a resource.
        allow(
          [
            'elasticloadbalancing:DescribeListeners',
            'elasticloadbalancing:DescribeRules',
            'elasticloadbalancing:DescribeTargetGroups',
            'elasticloadbalancing:DescribeTargetHealth',
          ],
          ['*'],
        ),
      ],
    });
    acknowledge(this.policy, 'IAM5[Resource::*]', 'Describe calls of load balancing take no resource.');
  }
}

/** ECS itself, not its tasks. */
export function ecsPrincipal(stack: Stack): iam.ServicePrincipal {
  return new iam.ServicePrincipal('ecs.amazonaws.com', {
    // If it exists: ECS's guide shows these roles without a condition and does not say that it tells the account.
    conditions: { StringEqualsIfExists: { 'aws:SourceAccount': stack.account } },
  });
}
