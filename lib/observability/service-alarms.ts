import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import * as names from '../shared/names';
import { type RunbookAnchor, RunbookSection, runbookLink } from '../shared/runbook';
import { downAlarm } from './down-alarm';
import { ServiceObjectives } from './objectives';
import type { ServicePlace } from './platform-view';
import { viewOf } from './platform-views';
import { OutsideCheck } from './synthetics';

export interface ServiceAlarmsProps extends ServicePlace {
  readonly endpoint: Endpoint;
  /** Where users reach the service, without a path. */
  readonly url: string;
  /** What pages for a service without objectives. */
  readonly rollbackAlarms: readonly cloudwatch.IAlarm[];
  /** Unusually many errors in the service's log: nobody is called, but it is a ticket. @default - nobody looks */
  readonly logErrors?: cloudwatch.IAlarm;
}

const { AlarmRule } = cloudwatch;

/**
 * What calls a person for a service: one alarm, however many things go wrong at once, and none while the service is being
 * deployed for the first time. The alarms have no actions: incidents follow their events.
 */
export class ServiceAlarms extends Construct {
  readonly objectives: ServiceObjectives;
  /** Requests from outside. Undefined where nobody asks. */
  readonly outside?: OutsideCheck;
  /** A person is called. */
  readonly page: cloudwatch.CompositeAlarm;
  /** It can wait for working hours. Undefined where nothing is promised and nobody looks at the log. */
  readonly ticket?: cloudwatch.CompositeAlarm;
  private readonly waitsForRelease: cloudwatch.IAlarmRule;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceAlarmsProps,
  ) {
    super(scope, id);
    const { environment, service, endpoint, url, logErrors } = props;
    const synthetics = service.in[environment.name]!.synthetics;
    this.objectives = new ServiceObjectives(this, 'Objectives', props);
    this.waitsForRelease = viewOf(service).waitsForRelease(this, 'FirstRelease', props);
    const down = downAlarm(this, 'Down', props);
    if (synthetics) this.outside = new OutsideCheck(this, 'Outside', { ...props, url, ...synthetics });
    // It would find nobody before an ECS service, which stands below the endpoint, has its tasks.
    for (const early of [down, ...(this.outside ? [this.outside] : [])]) early.node.addDependency(endpoint);

    const { pages, tickets } = this.objectives;
    const promised = pages.length > 0 ? pages : props.rollbackAlarms.map(isOn);
    const observed = [down, ...(this.outside ? [this.outside.alarm] : [])].map(isOn);
    const path = [props.delivery.name, environment.name, service.name] as const;
    this.page = this.composite('Page', [...promised, ...observed], {
      name: names.pageAlarmName(...path),
      symptom: `${service.name} does not serve its users as it should in ${environment.name}.`,
      section: RunbookSection.PAGE,
    });
    const patient = [...tickets, ...(logErrors ? [isOn(logErrors)] : [])];
    if (patient.length > 0) {
      this.ticket = this.composite('Ticket', patient, {
        name: names.ticketAlarmName(...path),
        symptom: `${service.name} wants a look in ${environment.name}, in working hours.`,
        section: RunbookSection.TICKET,
      });
    }
  }

  /**
   * On when one of the causes is, but not before the first release. That is part of the rule and not CloudWatch's suppressor
   * of actions: there are no actions, and a suppressed alarm would change its state all the same.
   */
  private composite(
    id: string,
    causes: readonly cloudwatch.IAlarmRule[],
    words: { readonly name: string; readonly symptom: string; readonly section: RunbookAnchor },
  ): cloudwatch.CompositeAlarm {
    return new cloudwatch.CompositeAlarm(this, id, {
      compositeAlarmName: words.name,
      alarmDescription: `${words.symptom} ${runbookLink(this.props.delivery.runbook, words.section)}`,
      alarmRule: AlarmRule.allOf(AlarmRule.anyOf(...causes), AlarmRule.not(this.waitsForRelease)),
    });
  }
}

function isOn(alarm: cloudwatch.IAlarm): cloudwatch.IAlarmRule {
  return AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM);
}
