import type { EnvironmentInput } from '../../lib/config/input';
import { childrenOf } from '../support/cloudwatch/alarm-rule';
import { evaluated, only, shop, templateOf } from '../support/templates';

/** The alarms that are a ticket for the service, of those that an environment has for its log. */
function logTickets(environment: Partial<EnvironmentInput>): string[] {
  const delivery = shop(({ environments, services: [web] }) => {
    Object.assign(environments[0]!, environment);
    Object.assign(web!, { objectives: { availability: 99.9 } });
  });
  const ticket = only(templateOf(delivery, 'dev-web'), 'AWS::CloudWatch::CompositeAlarm', {
    AlarmName: 'shop-dev-web-ticket',
  });
  const rule: string = evaluated(delivery, 'dev-web', ticket.Properties!['AlarmRule']);
  return childrenOf(rule).filter((name) => name.includes('log'));
}

test('unusually many errors in the log of a production service are a ticket', () => {
  expect(logTickets({ production: true })).toEqual(['shop-dev-web-log-errors']);
});

test('nobody looks for them elsewhere', () => {
  expect(logTickets({})).toEqual([]);
});
