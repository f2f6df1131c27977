import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { attempt } from '../../build/programs/problem';

/** Sends a message to the delivery's people. */
export async function publish(client: SNSClient, topicArn: string, subject: string, message: string): Promise<void> {
  await attempt(`publish to ${topicArn}`, () =>
    client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: message })),
  );
}
