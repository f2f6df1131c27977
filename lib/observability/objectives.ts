import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import * as names from '../shared/names';
import { runbookLink } from '../shared/runbook';
import { BURN_RATES, type BurnRate, FEWEST_BAD_REQUESTS, windowName } from './burn-rates';
import { Objective } from './objective';
import type { ServicePlace } from './platform-view';

export interface ServiceObjectivesProps extends ServicePlace {
  readonly endpoint: Endpoint;
}

/**
 * Alarms on what a service promises, by how fast it uses up its error budget: for each promise and each burn rate one for the
 * long and one for the short window. See docs/decisions/0010-burn-rates-in-metric-math.md.
 */
export class ServiceObjectives extends Construct {
  readonly objectives: readonly Objective[];
  /** On any of them a person is called. */
  readonly pages: readonly cloudwatch.IAlarmRule[];
  /** What can wait for working hours. */
  readonly tickets: readonly cloudwatch.IAlarmRule[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceObjectivesProps,
  ) {
    super(scope, id);
    const { environment, service, endpoint } = props;
    this.objectives = Objective.of(service.in[environment.name]!.objectives, endpoint);
    const burning = this.objectives.flatMap((objective) =>
      BURN_RATES.map((burnRate) => ({ pages: burnRate.pages, rule: this.burning(objective, burnRate) })),
    );
    this.pages = burning.filter(({ pages }) => pages).map(({ rule }) => rule);
    this.tickets = burning.filter(({ pages }) => !pages).map(({ rule }) => rule);
  }

  /** Too fast for long enough, and still. */
  private burning(objective: Objective, burnRate: BurnRate): cloudwatch.IAlarmRule {
    return cloudwatch.AlarmRule.allOf(
      this.alarm(objective, burnRate, 'long', FEWEST_BAD_REQUESTS),
      this.alarm(objective, burnRate, 'short', 1),
    );
  }

  private alarm(
    objective: Objective,
    burnRate: BurnRate,
    window: 'long' | 'short',
    fewestBad: number,
  ): cloudwatch.Alarm {
    const { delivery, environment, service } = this.props;
    const length = windowName(burnRate[window]);
    const symptom =
      `At the rate of the last ${length} the error budget of ${service.name} in ${environment.name} ` +
      `(${objective.promise}) ${burnRate.symptom}.`;
    return new cloudwatch.Alarm(this, idOf(objective.name, burnRate.name, window), {
      alarmName: names.serviceAlarmName(
        delivery.name,
        environment.name,
        service.name,
        `${objective.name}-${burnRate.name}-${length}`,
      ),
      alarmDescription: `${symptom} ${runbookLink(delivery.runbook, burnRate.section)}`,
      metric: objective.metricBurnRate(burnRate[window], fewestBad),
      threshold: burnRate.rate,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      // The window is one period, which slides on with every evaluation.
      evaluationPeriods: 1,
      // Nobody has asked, so that nobody got a bad answer.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

/** `AvailabilityFastLong`. */
function idOf(...words: string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
