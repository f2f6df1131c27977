import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import * as names from '../../shared/names';
import { viewOf } from '../platform-views';
import { alarmsAtAGlance, alarmsIn } from './alarms';
import { dashboardUrl, logGroupUrl, logsInsightsUrl, runbookText } from './console';
import type { ServiceDashboardProps } from './measured';
import { heading, links, note } from './parts';
import { ServiceWidgets } from './service-widgets';

/**
 * What one looks at when something is wrong with a service: its four golden signals first, then where it comes from. Make it
 * after everything else of the service's stack: it shows all alarms that are there.
 */
export class ServiceDashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { delivery, environment, service } = props;
    const stack = Stack.of(this);
    this.dashboardName = names.serviceDashboardName(delivery.name, environment.name, service.name);
    const { unit, sides } = viewOf(service);
    const widgets = new ServiceWidgets(props);
    new cloudwatch.Dashboard(this, 'Resource', {
      dashboardName: this.dashboardName,
      start: '-PT3H',
      // With the alarms' own periods: a line that crosses a limit is what an alarm sees.
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      widgets: [
        [note(introduction(stack, props), { height: 2 })],
        alarmsAtAGlance(alarmsIn(stack)),
        [heading('Golden signals')],
        widgets.goldenSignals(),
        [heading(`${titled(sides.blue)} against ${sides.green}`)],
        widgets.sides(),
        ...section(promises(props), widgets.promises()),
        [heading(`${unit.titled} and deployments`)],
        widgets.running(),
        ...section('What it depends on', widgets.dependencies()),
      ],
    });
  }
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Rows under a title, which is left out without them. */
function section(title: string, widgets: cloudwatch.IWidget[]): cloudwatch.IWidget[][] {
  return widgets.length === 0 ? [] : [[heading(title)], widgets];
}

/** What it is, and where to read on. */
function introduction(stack: Stack, { logGroup, traceLinks, ...place }: ServiceDashboardProps): string {
  const { delivery, environment, service } = place;
  const view = viewOf(service);
  const region = stack.region;
  const nameOf = (name: string) => names.serviceDashboardName(delivery.name, environment.name, name);
  const called = Object.fromEntries(service.calls.map((name) => [name, dashboardUrl(region, nameOf(name))]));
  const places = links({
    [`All of ${environment.name}`]: dashboardUrl(
      region,
      names.environmentDashboardName(delivery.name, environment.name),
    ),
    ...traceLinks,
    Log: logGroupUrl(region, view.logGroupIn(place, logGroup)),
    ...view.links(place, region),
    'Saved queries': logsInsightsUrl(region),
  });
  const calls = service.calls.length === 0 ? '' : ` Calls ${links(called)}.`;
  return `# ${service.name} in ${environment.name}\n${places} · ${runbookText(delivery.runbook)}.${calls}`;
}

/** Title of what a service promises. */
function promises({ objectives = [] }: ServiceDashboardProps): string {
  return `Promises: ${objectives.map(({ promise }) => promise).join('; ')}`;
}
