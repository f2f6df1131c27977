import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EnvironmentPageAlarm } from '../../lib/observability/environment-page-alarm';
import { childrenOf, ruleHolds } from '../support/cloudwatch/alarm-rule';
import type { Properties, Resource } from '../support/template';
import { shop } from '../support/templates';
import { Place } from './place';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

const place = new Place(
  shop(({ services: [web] }) => {
    Object.assign(web!, { objectives: { availability: 99.9 } });
  }),
);
const [page, ticket] = place.synthesizedAlarms.composite as [Properties, Properties];

describe('the alarms that call a person', () => {
  test('have no actions: incidents follow their events', () => {
    for (const { AlarmActions, OKActions, ActionsSuppressor } of [page, ticket]) {
      expect([AlarmActions, OKActions, ActionsSuppressor]).toEqual([undefined, undefined, undefined]);
    }
  });

  test('link to the runbook', () => {
    expect(page['AlarmDescription']).toBe(
      'web does not serve its users as it should in dev. docs/runbook.md#a-service-pages',
    );
    expect(ticket['AlarmDescription']).toBe(
      'web wants a look in dev, in working hours. docs/runbook.md#a-service-has-a-ticket',
    );
  });

  test('name all that would otherwise tell nobody', () => {
    const named = new Set([page, ticket].flatMap(({ AlarmRule }) => childrenOf(AlarmRule)));
    const own = place.synthesizedAlarms.metric
      .map(({ AlarmName }) => AlarmName)
      .filter((name) => !/-(blue|green)-/.test(name));
    expect([...named].sort()).toEqual(own.sort());
  });

  test('take unusually many errors in the log for a ticket, whether something is promised or not', () => {
    for (const objectives of [{}, { availability: 99.9 }]) {
      const watched = new Place(
        shop(({ services: [web] }) => Object.assign(web!, { objectives })),
        { logErrors: 'shop-dev-web-log-errors' },
      );
      const on = watched.synthesizedAlarms.composite.filter(({ AlarmRule }) =>
        ruleHolds(
          AlarmRule,
          new Map(childrenOf(AlarmRule).map((name) => [name, /log-errors$/.test(name) ? 'ALARM' : 'OK'])),
        ),
      );
      expect(on.map(({ AlarmName }) => AlarmName)).toEqual(['shop-dev-web-ticket']);
    }
  });

  test('come after what they name, as CloudWatch wants it, and go before', () => {
    const { Resources } = place.template.template;
    const composites = Object.values(Resources).filter(({ Type }) => Type === COMPOSITE);
    const alarmIds = new Set(Object.keys(Resources).filter((id) => Resources[id]!.Type === ALARM));
    for (const composite of composites) {
      // By its ARN, which is an order for CloudFormation.
      const referred = JSON.stringify(composite.Properties!['AlarmRule']).matchAll(/"Fn::GetAtt":\["(\w+)","Arn"\]/g);
      const ids = [...referred].map(([, id]) => id!);
      expect(ids.length).toBeGreaterThan(2);
      expect(ids.filter((id) => !alarmIds.has(id))).toEqual([]);
    }
  });
});

test('the alarm for a service without tasks comes after the service has its own', () => {
  const { Resources } = place.template.template;
  const down = Object.values(Resources).find(({ Properties }) => Properties?.['AlarmName'] === 'shop-dev-web-down')!;
  const endpoint = Object.keys(Resources).filter((id) => id.startsWith('Endpoint'));
  expect((down as Resource).DependsOn).toEqual(expect.arrayContaining(endpoint));
});

describe('the alarm of an environment', () => {
  const delivery = shop();
  const withServices = (count: number) => ({
    ...delivery,
    services: Array.from({ length: count }, (_, index) => ({ ...delivery.services[0]!, name: `svc-${index}` })),
  });
  const alarmsOf = (count: number): Properties[] => {
    const stack = new Stack(new App(), 'S');
    new EnvironmentPageAlarm(stack, 'Page', {
      delivery: withServices(count),
      environment: delivery.environments[0]!,
    });
    const found = Template.fromStack(stack).findResources(COMPOSITE);
    return Object.values(found).map(({ Properties, DependsOn }) => ({ ...Properties, DependsOn }));
  };
  const names = (count: number) => Array.from({ length: count }, (_, index) => `shop-dev-svc-${index}-page`);

  test('is on when any of its services pages', () => {
    const [{ AlarmName, AlarmRule }] = alarmsOf(3) as [Properties];
    const states = (on: number) =>
      new Map(names(3).map((name, index) => [name, index === on ? 'ALARM' : 'OK'] as const));
    expect(AlarmName).toBe('shop-dev-page');
    expect([0, 1, 2, 3].map((on) => ruleHolds(AlarmRule, states(on)))).toEqual([true, true, true, false]);
  });

  test('names no more than the hundred alarms that CloudWatch allows', () => {
    expect(alarmsOf(100).map(({ AlarmRule }) => childrenOf(AlarmRule).length)).toEqual([100]);
  });

  test('has parts where there are more services', () => {
    const alarms = alarmsOf(250);
    const whole = alarms.find(({ AlarmName }) => AlarmName === 'shop-dev-page')!;
    const parts = alarms.filter((alarm) => alarm !== whole);
    expect(childrenOf(whole['AlarmRule'])).toEqual(parts.map(({ AlarmName }) => AlarmName));
    expect(parts.map(({ AlarmRule }) => childrenOf(AlarmRule).length)).toEqual([100, 100, 50]);
    expect(parts.flatMap(({ AlarmRule }) => childrenOf(AlarmRule))).toEqual(names(250));
    expect(whole['DependsOn']).toHaveLength(3);
  });

  test('has rules of a length that CloudWatch takes', () => {
    for (const { AlarmRule } of alarmsOf(250)) expect(AlarmRule.length).toBeLessThan(10_240);
  });
});
