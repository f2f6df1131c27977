import { Stack } from 'aws-cdk-lib';
import * as chatbot from 'aws-cdk-lib/aws-chatbot';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface ChatChannelsProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/**
 * The channels in Slack and Microsoft Teams that a delivery names, and the topic that they show. It is one of its own: Amazon
 * Q Developer in chat applications shows JSON of its own schema and drops plain text, and a mail is plain text.
 *
 * Who is in a channel may look at alarms and OpsItems from there, whatever else the role should get: the guard rail says so.
 */
export class ChatChannels extends Construct {
  /** Undefined where the delivery names no channel. */
  readonly topic?: sns.Topic;

  constructor(scope: Construct, id: string, { delivery, key }: ChatChannelsProps) {
    super(scope, id);
    const { slack, teams } = delivery.notifications;
    if (!slack && !teams) return;
    const name = names.chatTopicName(delivery.name);
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: name,
      displayName: `Slipway ${delivery.name}`,
      masterKey: key,
      enforceSSL: true,
    });
    const role = new iam.Role(this, 'Role', {
      description: `The chat channels of ${delivery.name} look at alarms with it`,
      // Without a condition on the account: no documentation says that the service sends one, and the role reads alarms only.
      assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com'),
    });
    const policy = new iam.Policy(this, 'Policy', { roles: [role], statements: this.reading() });
    const guardRail = new iam.ManagedPolicy(this, 'GuardRail', {
      description: `The most that the chat channels of ${delivery.name} may do`,
      statements: this.reading(),
    });
    for (const one of [policy, guardRail]) {
      acknowledge(one, 'IAM5[Resource::*]', 'CloudWatch shows composite alarms for * only.');
      acknowledgeResource(one, this.opsItems, 'An OpsItem has an id that SSM makes up.');
    }
    const common = {
      iamRoleArn: role.roleArn,
      guardrailPolicies: [guardRail.managedPolicyArn],
      loggingLevel: 'ERROR',
      snsTopicArns: [this.topic.topicArn],
    };
    if (slack) {
      new chatbot.CfnSlackChannelConfiguration(this, 'Slack', {
        ...common,
        configurationName: `${name}-slack`,
        slackWorkspaceId: slack.workspaceId,
        slackChannelId: slack.channelId,
      });
    }
    if (teams) {
      new chatbot.CfnMicrosoftTeamsChannelConfiguration(this, 'Teams', {
        ...common,
        configurationName: `${name}-teams`,
        teamId: teams.teamId,
        teamsTenantId: teams.tenantId,
        teamsChannelId: teams.channelId,
      });
    }
  }

  private reading(): iam.PolicyStatement[] {
    return [allow(['cloudwatch:DescribeAlarms'], ['*']), allow(['ssm:GetOpsItem'], [this.opsItems])];
  }

  private get opsItems(): string {
    return Stack.of(this).formatArn({ service: 'ssm', resource: 'opsitem', resourceName: '*' });
  }
}
