import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { ChatChannels } from './chat-channels';
import { IncidentFunction } from './incident-function';
import { IncidentTable } from './incident-table';

export interface IncidentsStackProps extends StackProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/** The incidents of all environments: their records, what opens and resolves them, and the channels that hear of them. */
export class IncidentsStack extends Stack {
  constructor(scope: Construct, id: string, props: IncidentsStackProps) {
    super(scope, id, props);
    const { table } = new IncidentTable(this, 'Table', props);
    const { topic } = new ChatChannels(this, 'Chat', props);
    new IncidentFunction(this, 'Incidents', {
      ...props,
      tableArn: table.tableArn,
      chatTopicArn: topic?.topicArn,
    });
  }
}
