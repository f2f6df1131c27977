import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as applicationsignals from 'aws-cdk-lib/aws-applicationsignals';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as xray from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';

export interface AccountTracingProps {
  /** The one environment of its account and region that states these settings. */
  readonly environment: Environment;
}

/** Where X-Ray keeps spans, and where Application Signals keeps what it makes of them. X-Ray makes both groups itself. */
const SPAN_LOG_GROUPS = ['aws/spans', '/aws/application-signals/data'];

/**
 * What an account does with traces in a region, where the configuration asks for it. Transaction Search must not be on
 * already when this stack is made, by hand or by another delivery: CloudFormation would refuse it ("Using Transaction Search
 * with AWS CloudFormation"). The spans outlive the stack: their log group is X-Ray's own, and whoever wants to be rid of
 * it deletes it by hand.
 */
export class AccountTracing extends Construct {
  constructor(scope: Construct, id: string, { environment }: AccountTracingProps) {
    super(scope, id);
    const { transactionSearch, applicationSignals } = environment;
    if (transactionSearch !== undefined) this.searchTransactions(transactionSearch);
    if (!applicationSignals) return;
    if (transactionSearch === undefined) {
      Annotations.of(this).addInfo(
        `Application Signals of ${environment.name} makes its measurements from spans, which X-Ray gets only with ` +
          "the environment's transactionSearch",
      );
    }
    // Once in an account: it makes the service-linked role, and finds one that is there.
    new applicationsignals.CfnDiscovery(this, 'ApplicationSignals');
  }

  /** @param percent of the traces that are indexed */
  private searchTransactions(percent: number): void {
    const policy = new logs.ResourcePolicy(this, 'SpanPolicy', { policyStatements: [this.letXRayWrite()] });
    const search = new xray.CfnTransactionSearchConfig(this, 'TransactionSearch', { indexingPercentage: percent });
    // X-Ray refuses to begin before it may write.
    search.node.addDependency(policy);
  }

  /** "Enable transaction search" in the CloudWatch user guide, for this account's traces only. */
  private letXRayWrite(): iam.PolicyStatement {
    const stack = Stack.of(this);
    return new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('xray.amazonaws.com')],
      actions: ['logs:PutLogEvents'],
      resources: SPAN_LOG_GROUPS.map((name) =>
        stack.formatArn({
          service: 'logs',
          resource: 'log-group',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          resourceName: `${name}:*`,
        }),
      ),
      conditions: {
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'xray', resource: '*' }) },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    });
  }
}
