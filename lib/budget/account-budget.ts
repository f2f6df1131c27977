import { Annotations, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';

export interface AccountBudgetProps {
  readonly delivery: Pick<Delivery, 'name' | 'notifications'>;
  /** What the account may cost a month, in USD. */
  readonly monthly: number;
  /** Where the account's messages go; of the very account, as AWS Budgets publishes to no other. @default - mail alone */
  readonly channel?: { readonly topic: ITopic; readonly key: IKey };
}

/** When people are told, in percent of the budget. */
const TOLD = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  // AWS forecasts once it has seen about five weeks of an account.
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** A notification of a budget has no more addresses (quotas of AWS Budgets). */
const MOST_ADDRESSES = 10;

/**
 * A budget for all that an account costs, whoever causes it, which tells people and stops nothing. It is not narrowed to the
 * delivery's tags: a tag counts only after somebody has activated it for the account's bill by hand, and until then such a budget
 * would see nothing. What credits pay for counts, so that nobody is surprised when they end. It costs nothing itself.
 *
 * It has no name of its own: a change of whom it tells makes a new one before the old one goes.
 */
export class AccountBudget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccountBudgetProps,
  ) {
    super(scope, id);
    const { monthly, channel } = props;
    const subscribers = channel
      ? [{ subscriptionType: 'SNS', address: channel.topic.topicArn }]
      : props.delivery.notifications.email
          .slice(0, MOST_ADDRESSES)
          .map((address) => ({ subscriptionType: 'EMAIL', address }));
    this.announceSilence();
    const budget = new CfnBudget(this, 'Resource', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthly, unit: 'USD' },
        costTypes: { includeCredit: false, includeRefund: false },
      },
      ...(subscribers.length === 0
        ? {}
        : {
            notificationsWithSubscribers: TOLD.map((when) => ({
              notification: { ...when, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
              subscribers,
            })),
          }),
    });
    if (!channel) return;
    this.open(channel.topic, channel.key);
    // AWS Budgets tries whether it may publish.
    budget.node.addDependency(channel.topic);
  }

  /** AWS Budgets publishes in its own name. */
  private open(topic: ITopic, key: IKey): void {
    const { account, partition } = Stack.of(this);
    const budgets = new iam.ServicePrincipal('budgets.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:budgets::${account}:*` },
      },
    });
    topic.addToResourcePolicy(
      new iam.PolicyStatement({ actions: ['sns:Publish'], principals: [budgets], resources: [topic.topicArn] }),
    );
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Budgets',
        // As "Enable compatibility between event sources from AWS services and encrypted topics" in SNS's guide has them.
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [budgets],
        resources: ['*'],
      }),
    );
  }

  /** A budget that nobody hears of is seen in the console alone. */
  private announceSilence(): void {
    const { email } = this.props.delivery.notifications;
    if (email.length > 0 && (this.props.channel || email.length <= MOST_ADDRESSES)) return;
    const told = email.length === 0 ? 'nobody, as notifications.email is empty' : `${MOST_ADDRESSES} addresses alone`;
    Annotations.of(this).addInfo(`The budget of ${this.props.monthly} USD a month tells ${told}`);
  }
}
