import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';

export interface EnvironmentPageAlarmProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** Alarms that one composite alarm may name (API reference of CloudWatch, PutCompositeAlarm). */
const MOST_CHILDREN = 100;

/**
 * On while any service of the environment pages; a game day stops on it. It names the services' alarms, which CloudWatch
 * wants to be there first and does not delete while they are named: its stack comes after those of the services, and goes
 * before them.
 */
export class EnvironmentPageAlarm extends Construct {
  readonly alarm: cloudwatch.CompositeAlarm;
  private readonly name: string;
  private readonly description: string;

  constructor(scope: Construct, id: string, { delivery, environment }: EnvironmentPageAlarmProps) {
    super(scope, id);
    this.name = names.environmentPageAlarmName(delivery.name, environment.name);
    const link = runbookLink(delivery.runbook, RunbookSection.PAGE);
    this.description = `A service pages in ${environment.name}. ${link}`;
    const pages = delivery.services.map((service) =>
      names.pageAlarmName(delivery.name, environment.name, service.name),
    );
    if (pages.length <= MOST_CHILDREN) {
      this.alarm = this.anyOf('Resource', this.name, pages);
      return;
    }

    const parts = inParts(pages).map((part, index) =>
      this.anyOf(`Part${index + 1}`, `${this.name}-${index + 1}`, part),
    );
    this.alarm = this.anyOf(
      'Resource',
      this.name,
      parts.map((_, index) => `${this.name}-${index + 1}`),
    );
    this.alarm.node.addDependency(...parts);
  }

  private anyOf(id: string, compositeAlarmName: string, children: readonly string[]): cloudwatch.CompositeAlarm {
    return new cloudwatch.CompositeAlarm(this, id, {
      compositeAlarmName,
      alarmDescription: this.description,
      // Names are shorter than ARNs: a hundred of them stay below the rule's 10240 characters.
      alarmRule: cloudwatch.AlarmRule.fromString(children.map((name) => `ALARM("${name}")`).join(' OR ')),
    });
  }
}

function inParts(items: readonly string[]): string[][] {
  const count = Math.ceil(items.length / MOST_CHILDREN);
  return Array.from({ length: count }, (_, index) => items.slice(index * MOST_CHILDREN, (index + 1) * MOST_CHILDREN));
}
