import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { COLORS, type Color, type Endpoint } from '../compute/endpoint';
import type { Alarms } from '../config/delivery';
import { RunbookSection, runbookLink } from '../shared/runbook';

export interface RollbackAlarmsProps {
  /** The start of the alarms' names. */
  readonly prefix: string;
  readonly endpoint: Endpoint;
  readonly alarms: Alarms;
  /** The delivery's. */
  readonly runbook: string;
}

/** Two bad minutes of the last three: one slow or failing minute is no reason to roll back. */
const BAD_MINUTES = { datapointsToAlarm: 2, evaluationPeriods: 3 };

/** A side without traffic or tasks sends no data, and that is how one of the two sides always is. */
const IDLE_IS_WELL = { treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING };

/** The alarms that stop a deployment and roll it back, for each side of the endpoint. */
export class RollbackAlarms extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: RollbackAlarmsProps) {
    super(scope, id);
    this.alarms = COLORS.flatMap((color) => [
      this.errors(color, props),
      this.latency(color, props),
      this.unhealthyHosts(color, props),
    ]);
  }

  private errors(color: Color, { prefix, endpoint, alarms, runbook }: RollbackAlarmsProps): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, `${capital(color)}Errors`, {
      alarmName: `${prefix}-${color}-errors`,
      alarmDescription: described(
        `More than ${alarms.errorPercent} % of the answers of ${prefix} (${color}) are 5xx.`,
        runbook,
      ),
      metric: new cloudwatch.MathExpression({
        // A minute without an error may have no data on them; it must be 0, or an older minute would take its place.
        expression: '100 * (SUM([errors, requests]) - requests) / requests',
        usingMetrics: { errors: endpoint.metricErrors(color), requests: endpoint.metricRequests(color) },
        period: Duration.minutes(1),
        label: 'Answers of 5xx, percent',
      }),
      threshold: alarms.errorPercent,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      ...BAD_MINUTES,
      ...IDLE_IS_WELL,
    });
  }

  private latency(color: Color, { prefix, endpoint, alarms, runbook }: RollbackAlarmsProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, `${capital(color)}Latency`, {
      alarmName: `${prefix}-${color}-latency`,
      alarmDescription: described(
        `One answer in a hundred of ${prefix} (${color}) takes longer than ${alarms.p99Milliseconds} ms.`,
        runbook,
      ),
      metric: endpoint.metricLatency(color),
      // The metric is in seconds.
      threshold: alarms.p99Milliseconds / 1000,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      // A p99 of a handful of requests is just the slowest of them.
      evaluateLowSampleCountPercentile: 'ignore',
      ...BAD_MINUTES,
      ...IDLE_IS_WELL,
    });
    return alarm;
  }

  private unhealthyHosts(color: Color, { prefix, endpoint, runbook }: RollbackAlarmsProps): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, `${capital(color)}UnhealthyHosts`, {
      alarmName: `${prefix}-${color}-unhealthy-hosts`,
      alarmDescription: described(
        `Tasks of ${prefix} (${color}) do not pass the load balancer's health check.`,
        runbook,
      ),
      metric: endpoint.metricUnhealthyHosts(color),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      ...BAD_MINUTES,
      ...IDLE_IS_WELL,
    });
  }
}

function described(symptom: string, runbook: string): string {
  return `${symptom} ${runbookLink(runbook, RunbookSection.ROLLBACK)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
