import type { GatesInput } from '../../lib/config/input';
import { resolveDelivery } from '../../lib/config/resolve';
import { smallDelivery } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY } from './problems';

const finding = (id: string) => ({ id, until: '2027-03-31', reason: 'no fix yet' });

function gatesOf(all: GatesInput | undefined, own?: GatesInput) {
  const input = smallDelivery(SERVICE_DIRECTORY, (delivery) => {
    Object.assign(delivery, { gates: all });
    Object.assign(delivery.services[0]!, { gates: own });
  });
  return resolveDelivery(input, { baseDirectory: __dirname }).services[0]!.gates;
}

describe("a service's gates", () => {
  test("are the delivery's where it states nothing", () => {
    const image = { findings: { medium: 5 }, baseRegistries: ['docker.io'] };
    expect(gatesOf({ coverage: 0, staticAnalysis: 'low', dependencies: 'critical', image })).toEqual({
      coverage: 0,
      staticAnalysis: 'low',
      dependencies: 'critical',
      findings: { critical: 0, high: 0, medium: 5 },
      baseRegistries: ['docker.io'],
      allow: [],
    });
  });

  test('stand before those of the delivery, one by one', () => {
    const all: GatesInput = { coverage: 90, dependencies: 'low', image: { findings: { high: 1, low: 9 } } };
    expect(gatesOf(all, { coverage: 50, image: { findings: { high: 2 }, baseRegistries: [] } })).toMatchObject({
      coverage: 50,
      dependencies: 'low',
      findings: { critical: 0, high: 2, low: 9 },
      baseRegistries: [],
    });
  });

  test('accept what either accepts', () => {
    const { allow } = gatesOf({ allow: [finding('CVE-2026-1')] }, { allow: [finding('CVE-2026-2')] });
    expect(allow).toEqual([finding('CVE-2026-1'), finding('CVE-2026-2')]);
  });
});

test('nothing stands twice in the lists of the delivery', () => {
  const email = ['team@example.com', 'team@example.com'];
  const gates = { allow: [finding('CVE-2026-1'), finding('CVE-2026-1')], image: { baseRegistries: ['a.b', 'a.b'] } };
  const twice = problemsAfter((delivery) => {
    Object.assign(delivery, { notifications: { email }, gates });
    Object.assign(delivery.services[0]!, { gates });
  });
  expect(twice).toEqual([
    "gates.allow[1].id: is the same as gates.allow[0].id (got 'CVE-2026-1', allowed each finding once)",
    "gates.image.baseRegistries[1]: is the same as gates.image.baseRegistries[0] (got 'a.b', allowed each registry once)",
    "notifications.email[1]: is the same as notifications.email[0] (got 'team@example.com', allowed each address once)",
    "services[0].gates.allow[1].id: is the same as services[0].gates.allow[0].id (got 'CVE-2026-1', allowed each finding once)",
    'services[0].gates.image.baseRegistries[1]: is the same as services[0].gates.image.baseRegistries[0] ' +
      "(got 'a.b', allowed each registry once)",
  ]);
});
