import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Delivery } from '../config/delivery';
import { otherAccounts } from '../shared/accounts';
import { acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface NotificationsTopicProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/**
 * Tells people what they have to do: approve, merge back, look at drift. The roles of the delivery publish to it, those of
 * environments in other accounts too, and so do the alarms of the tools account. Each address is asked for its consent
 * once.
 */
export class NotificationsTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: NotificationsTopicProps) {
    super(scope, id);
    const { delivery, key } = props;
    this.topic = new sns.Topic(this, 'Resource', {
      topicName: names.notificationsTopicName(delivery.name),
      displayName: `Slipway ${delivery.name}`,
      masterKey: key,
      enforceSSL: true,
    });
    for (const address of delivery.notifications.email) this.topic.addSubscription(new EmailSubscription(address));
    this.openToEnvironments(delivery, key);
    this.openToAlarms(key);
  }

  /** The alarms of this account, which publish in CloudWatch's own name. */
  private openToAlarms(key: IKey): void {
    const alarms = new iam.ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({ actions: ['sns:Publish'], principals: [alarms], resources: [this.topic.topicArn] }),
    );
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        // As "Enable compatibility between event sources from AWS services and encrypted topics" in SNS's guide has them.
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [alarms],
        resources: ['*'],
      }),
    );
  }

  /** In the tools account a role's own policy is enough. */
  private openToEnvironments(delivery: Delivery, key: IKey): void {
    const { partition, region } = Stack.of(this);
    for (const account of otherAccounts(delivery)) {
      const roles = new iam.AccountPrincipal(account).withConditions({
        ArnLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${delivery.name}-*` },
      });
      this.topic.addToResourcePolicy(
        new iam.PolicyStatement({ actions: ['sns:Publish'], principals: [roles], resources: [this.topic.topicArn] }),
      );
      key.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: `Notifications${account}`,
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          principals: [roles],
          resources: ['*'],
          conditions: { StringEquals: { 'kms:ViaService': `sns.${region}.amazonaws.com` } },
        }),
      );
    }
  }
}

/** Publishing to the topic, by name, for roles in other stacks. */
export class NotificationsAccess {
  readonly topicArn: string;
  private readonly keys: string;

  constructor(
    stack: Stack,
    private readonly delivery: Delivery,
  ) {
    const tools = located(delivery.tools);
    this.topicArn = stack.formatArn({
      service: 'sns',
      ...tools,
      resource: names.notificationsTopicName(delivery.name),
    });
    this.keys = stack.formatArn({ service: 'kms', ...tools, resource: 'key', resourceName: '*' });
  }

  publish(): iam.PolicyStatement[] {
    return [
      allow(['sns:Publish'], [this.topicArn]),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], [this.keys], {
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.artifactKeyAlias(this.delivery.name) },
      }),
    ];
  }

  /** The reason for the wildcard above, on the policy that has it. Builds have acknowledged it with their artifacts. */
  acknowledgeOn(policy: iam.Policy): void {
    acknowledgeResource(
      policy,
      this.keys,
      "The condition leaves the toolchain's own key only, which has no name in an ARN.",
    );
  }
}
