import { Stack } from 'aws-cdk-lib';
import * as xray from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import * as names from '../shared/names';

export interface ServiceTracingProps {
  readonly delivery: string;
  readonly environment: string;
  readonly service: string;
  /** Of the traces beside the first of each second. */
  readonly percent: number;
}

/** Traces a second that are kept before the percentage counts, of all tasks together. */
const RESERVOIR = 1;

/** Before X-Ray's default rule, which has 10000; rules of a team's own for single routes have room before and behind. */
const PRIORITY = 1000;

const EVERY = '*';

/**
 * What X-Ray does with a service's traces: how many it asks for, and the group in which it looks for what is out of the
 * ordinary. Services are known by the name that the platform gives them, which no other environment's service has, so
 * that neither rule nor group asks for more. Traces with an error come whatever the rule says: the service sees to that.
 */
export class ServiceTracing extends Construct {
  /** The name of the service, of its rule and of its group in X-Ray. */
  readonly tracedName: string;
  /** The map of what the service calls and is called by, in the console. */
  readonly traceMapUrl: string;
  /** The traces of the service's group, in the console. */
  readonly groupUrl: string;

  constructor(scope: Construct, id: string, props: ServiceTracingProps) {
    super(scope, id);
    const { delivery, environment, service, percent } = props;
    this.tracedName = names.tracingName(delivery, environment, service);
    const filterExpression = `service("${this.tracedName}")`;
    new xray.CfnSamplingRule(this, 'SamplingRule', {
      samplingRule: {
        ruleName: this.tracedName,
        version: 1,
        priority: PRIORITY,
        reservoirSize: RESERVOIR,
        fixedRate: percent / 100,
        serviceName: this.tracedName,
        serviceType: EVERY,
        resourceArn: EVERY,
        host: EVERY,
        httpMethod: EVERY,
        urlPath: EVERY,
      },
    });
    new xray.CfnGroup(this, 'Group', {
      groupName: this.tracedName,
      filterExpression,
      // Without events: people are called by the objectives' alarms, and find the insights when they look.
      insightsConfiguration: { insightsEnabled: true, notificationsEnabled: false },
    });
    const filter = encodeURIComponent(filterExpression);
    this.traceMapUrl = this.console(`service-map?filter=${filter}`);
    this.groupUrl = this.console(`traces?filter=${filter}`);
  }

  /** "Console deep linking" in the X-Ray developer guide. */
  private console(page: string): string {
    const { region } = Stack.of(this);
    return `https://console.aws.amazon.com/xray/home?region=${region}#/${page}`;
  }
}
