import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as names from '../shared/names';
import { ENVIRONMENT_QUERIES } from './log-queries';
import { weakly } from './seen-from-elsewhere';

export interface EnvironmentQueriesProps {
  readonly delivery: string;
  readonly environment: string;
  /** Of all services, from whatever stack of the same account and region. */
  readonly logGroups: readonly logs.ILogGroup[];
}

/** "StartQuery" in the CloudWatch Logs API reference. */
const MOST_LOG_GROUPS = 50;

/** Questions to the logs of all services of an environment at once. Services come and go without asking this stack. */
export class EnvironmentQueries extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment, logGroups }: EnvironmentQueriesProps) {
    super(scope, id);
    const logGroupNames = logGroups.map(({ logGroupName }) => weakly(logGroupName));
    for (const [name, queryString] of Object.entries(ENVIRONMENT_QUERIES)) {
      for (const [index, group] of chunks(logGroupNames).entries()) {
        const part = index === 0 ? name : `${name}-${index + 1}`;
        new logs.CfnQueryDefinition(this, part, {
          name: names.savedQueryName(delivery, environment, part),
          queryString: queryString.toString(),
          logGroupNames: group,
        });
      }
    }
  }
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / MOST_LOG_GROUPS);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * MOST_LOG_GROUPS, (index + 1) * MOST_LOG_GROUPS),
  );
}
