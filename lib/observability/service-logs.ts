import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { METRIC_NAMESPACE } from '../delivery-events/constants';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import { SERVICE_QUERIES } from './log-queries';

export interface ServiceLogsProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly serviceName: string;
  readonly logGroup: logs.ILogGroup;
}

/** Levels of the services' log that say that something went wrong. Lines that are not JSON, such as the collector's, have none. */
const ERROR_LEVELS = ['error', 'fatal'];

/** Standard deviations around what is usual at that hour of the week. */
const BAND = 4;

/** What a service's log says: how many errors, whether that is unusual, and the questions that people ask of it. */
export class ServiceLogs extends Construct {
  /** In production: unusually many errors, for a quarter of an hour. */
  readonly alarm?: cloudwatch.Alarm;
  private readonly metricName: string;

  constructor(scope: Construct, id: string, props: ServiceLogsProps) {
    super(scope, id);
    const { delivery, environment, serviceName, logGroup } = props;
    const path = [delivery.name, environment.name, serviceName] as const;
    this.metricName = names.logErrorsMetricName(...path);
    new logs.MetricFilter(this, 'Errors', {
      logGroup,
      filterPattern: logs.FilterPattern.any(
        ...ERROR_LEVELS.map((level) => logs.FilterPattern.stringValue('$.level', '=', level)),
      ),
      metricNamespace: METRIC_NAMESPACE,
      // The path is in the name: what is a dimension has to be in each line, and zeros are not sent with dimensions.
      metricName: this.metricName,
      metricValue: '1',
      defaultValue: 0,
    });
    for (const [name, queryString] of Object.entries(SERVICE_QUERIES)) {
      new logs.QueryDefinition(this, name, {
        queryDefinitionName: names.savedQueryName(delivery.name, environment.name, name, serviceName),
        queryString,
        logGroups: [logGroup],
      });
    }
    // Where nobody depends on a service, errors in its log are a developer's day; and the alarm costs as much as three.
    if (environment.production) this.alarm = this.unusual(props);
  }

  /** Lines of the level error or worse. */
  metricErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName: this.metricName,
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
      label: 'Errors in the log',
      ...options,
    });
  }

  private unusual({ delivery, environment, serviceName }: ServiceLogsProps): cloudwatch.Alarm {
    return new cloudwatch.AnomalyDetectionAlarm(this, 'Unusual', {
      alarmName: names.logErrorsAlarmName(delivery.name, environment.name, serviceName),
      alarmDescription:
        `The log of ${serviceName} in ${environment.name} has more errors than usual at this time. ` +
        runbookLink(delivery.runbook, RunbookSection.LOG_ERRORS),
      metric: this.metricErrors(),
      stdDevs: BAND,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
      // A single error is above the band of a service that has none: it takes errors in three periods on end.
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
      // A service without requests writes nothing.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}
