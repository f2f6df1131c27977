import type { Delivery, ServiceSettings } from '../../lib/config/delivery';
import type { DeliveryInput, ServiceSettingsInput } from '../../lib/config/input';
import { resolveDelivery } from '../../lib/config/resolve';
import { smallDelivery, type Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from './problems';

function resolved(change?: (delivery: Writable<DeliveryInput>) => void): Delivery {
  return resolveDelivery(smallDelivery(SERVICE_DIRECTORY, change), { baseDirectory: __dirname });
}

/** A service's settings in an environment with a domain. */
function settingsIn(
  environment: { production?: boolean; allowedCidrs?: string[] },
  all: ServiceSettingsInput & { exposure?: 'public' },
  own: ServiceSettingsInput = {},
): ServiceSettings {
  const { services } = resolved((delivery) => {
    delivery.environments = [{ name: 'env', domain: { name: 'example.com', hostedZoneId: 'Z1' }, ...environment }];
    Object.assign(delivery.services[0]!, all, { environments: { env: own } });
  });
  return services[0]!.in['env']!;
}

const PROD = { production: true };

describe('objectives', () => {
  test('are none of themselves outside production', () => {
    expect(settingsIn({}, {}).objectives).toEqual({});
  });

  test("are in production an availability, and the alarms' p99", () => {
    expect(settingsIn(PROD, {}).objectives).toEqual({
      availability: 99.9,
      latency: { milliseconds: 1000, percent: 99 },
    });
    expect(settingsIn(PROD, { alarms: { p99Milliseconds: 300 } }).objectives.latency?.milliseconds).toBe(300);
    expect(settingsIn(PROD, {}, { alarms: { p99Milliseconds: 200 } }).objectives.latency?.milliseconds).toBe(200);
  });

  test('are those stated, of one kind alone too', () => {
    expect(settingsIn({}, { objectives: { availability: 99 } }).objectives).toEqual({ availability: 99 });
    expect(settingsIn({}, { objectives: { latency: { milliseconds: 250 } } }).objectives).toEqual({
      latency: { milliseconds: 250, percent: 99 },
    });
  });

  test('are filled up in production', () => {
    expect(settingsIn(PROD, { objectives: { availability: 99 } }).objectives).toEqual({
      availability: 99,
      latency: { milliseconds: 1000, percent: 99 },
    });
  });

  test('merge member by member', () => {
    const all = { objectives: { availability: 99, latency: { milliseconds: 400, percent: 95 } } };
    expect(settingsIn({}, all, { objectives: { latency: { milliseconds: 300 } } }).objectives).toEqual({
      availability: 99,
      latency: { milliseconds: 300, percent: 95 },
    });
    expect(settingsIn({}, all, { objectives: { availability: 99.5, latency: undefined } }).objectives).toEqual({
      availability: 99.5,
      latency: { milliseconds: 400, percent: 95 },
    });
  });
});

describe('tracing', () => {
  test('is a share of the traces everywhere', () => {
    expect(settingsIn({}, {}).tracing).toEqual({ percent: 5, collectorMemory: 128 });
    expect(settingsIn(PROD, { tracing: {} }).tracing).toEqual({ percent: 5, collectorMemory: 128 });
  });

  test('may be none', () => {
    expect(settingsIn({}, { tracing: { percent: 0 } }).tracing).toEqual({ percent: 0, collectorMemory: 128 });
    expect(settingsIn({}, { tracing: false })).not.toHaveProperty('tracing');
  });

  test('merges member by member', () => {
    const own = { tracing: { percent: 50, collectorMemory: undefined } };
    expect(settingsIn({}, { tracing: { percent: 1, collectorMemory: 192 } }, own).tracing).toEqual({
      percent: 50,
      collectorMemory: 192,
    });
  });

  test('is turned off and on by a single environment', () => {
    expect(settingsIn({}, { tracing: { percent: 1 } }, { tracing: false }).tracing).toBeUndefined();
    expect(settingsIn({}, { tracing: false }, { tracing: { percent: 1 } }).tracing?.percent).toBe(1);
  });
});

describe('requests from outside', () => {
  const PUBLIC = { exposure: 'public' } as const;

  test('go in production to a public service that everyone may call', () => {
    expect(settingsIn(PROD, PUBLIC).synthetics).toEqual({ path: '/health', minutes: 5 });
    expect(settingsIn(PROD, {})).not.toHaveProperty('synthetics');
    expect(settingsIn({ ...PROD, allowedCidrs: ['203.0.113.7/32'] }, PUBLIC).synthetics).toBeUndefined();
    expect(settingsIn({}, PUBLIC).synthetics).toBeUndefined();
  });

  test('go elsewhere where they are stated', () => {
    expect(settingsIn({}, { ...PUBLIC, synthetics: {} }).synthetics).toEqual({ path: '/health', minutes: 5 });
    expect(settingsIn({}, PUBLIC, { synthetics: { path: '/a', minutes: 1 } }).synthetics).toEqual({
      path: '/a',
      minutes: 1,
    });
  });

  test('go nowhere where they are off', () => {
    expect(settingsIn(PROD, { ...PUBLIC, synthetics: false }).synthetics).toBeUndefined();
    expect(settingsIn(PROD, { ...PUBLIC, synthetics: {} }, { synthetics: false }).synthetics).toBeUndefined();
  });

  test('merge member by member', () => {
    const synthetics = { path: '/a', minutes: 10 };
    expect(settingsIn({}, { ...PUBLIC, synthetics }, { synthetics: { minutes: 1 } }).synthetics).toEqual({
      path: '/a',
      minutes: 1,
    });
  });

  test('stated for all environments go where everyone may call, and nowhere else', () => {
    const { services } = resolved((delivery) => {
      const domain = { name: 'example.com', hostedZoneId: 'Z1' };
      delivery.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' }, domain });
      Object.assign(delivery.services[0]!, { ...PUBLIC, synthetics: {} });
    });
    expect(services[0]!.in['dev']!.synthetics).toBeUndefined();
    expect(services[0]!.in['test']!.synthetics).toBeDefined();
  });
});

describe('an environment', () => {
  test('has what it states', () => {
    const [dev] = resolved((delivery) => {
      delivery.environments[0]!.tracing = { transactionSearch: 0, applicationSignals: true };
      delivery.environments[0]!.faultInjection = true;
    }).environments;
    expect(dev).toMatchObject({ transactionSearch: 0, applicationSignals: true, faultInjection: true });
    expect(dev).not.toHaveProperty('tracing');
  });
});

describe('notifications', () => {
  const notificationsOf = (notifications: DeliveryInput['notifications']) =>
    resolved((delivery) => Object.assign(delivery, { notifications })).notifications;

  test('go to a channel of Slack', () => {
    const slack = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
    expect(notificationsOf({ slack })).toEqual({ email: [], slack });
  });

  test.each(['19:0123abcd_e-f@thread.tacv2', '19%3A0123abcd_e-f%40thread.tacv2'])(
    'go to the channel %s of Teams, as CloudFormation takes it',
    (channelId) => {
      const id = '01234567-89ab-cdef-0123-456789abcdef';
      const escaped = '19%3A0123abcd_e-f%40thread.tacv2';
      expect(notificationsOf({ teams: { teamId: id, tenantId: id, channelId } })).toEqual({
        email: [],
        teams: { teamId: id, tenantId: id, channelId: escaped },
      });
    },
  );
});

test('the runbook is where the delivery says', () => {
  const runbook = 'https://wiki.example.com/runbook';
  expect(resolved((delivery) => (delivery.runbook = runbook)).runbook).toBe(runbook);
});
