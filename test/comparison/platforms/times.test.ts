import type { Observed } from '../../../lib/comparison/platforms/observed';
import {
  type Charts,
  RELEASE_NAMES,
  RELEASES,
  type ReleaseName,
  valuesOfRelease,
} from '../../../lib/comparison/platforms/releases';
import { ecsWaits, eksWaits } from '../../../lib/comparison/platforms/times';
import type { ChartValues } from '../../../lib/workload/values';
import { smallShop, valuesOf } from '../../support/chart-values';
import { renderCharts } from '../../support/helm';

const delivery = smallShop(({ environments, services }) => {
  environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
  services[0]!.environments = { prod: { scaling: { minimum: 3 }, bakeMinutes: 20 }, dev: { bakeMinutes: 2 } };
});

const group = {
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: {
    HealthCheckIntervalSeconds: 7,
    TargetGroupAttributes: [
      { Key: 'stickiness.enabled', Value: 'false' },
      { Key: 'deregistration_delay.timeout_seconds', Value: '25' },
    ],
  },
};
const observed: Observed = {
  variant: 'codedeploy',
  delivery,
  stacks: ['dev', 'prod'].map((name) => ({ name: `shop-${name}-web`, template: { Resources: { Blue: group } } })),
};

let charts: Charts;
beforeAll(async () => {
  const values = Object.fromEntries(
    RELEASE_NAMES.map((name): [ReleaseName, ChartValues] => {
      return [name, valuesOfRelease(name, valuesOf(delivery, RELEASES[name].environment, 'web'))];
    }),
  );
  charts = (await renderCharts(values)) as Charts;
}, 60_000);

test.each<[ReleaseName, number]>([
  ['small', 2],
  ['whole', 20],
  ['canary', 15 + 20],
  ['linear', 3 * 3 + 20],
  ['rollback', 3 * 3 + 20],
])('ECS waits with %s for %i minutes, for a check and for the end of old connections', (name, minutes) => {
  expect(ecsWaits(observed, name)).toEqual({ seconds: 60 * minutes + 7 + 25, starts: 1 });
});

test.each<[ReleaseName, number, number]>([
  ['small', 2, 1],
  ['whole', 20, 1],
  // One pod of four, then three.
  ['canary', 15 + 20, 2],
  // One, two, three of four; the last step takes old ones away alone.
  ['linear', 3 * 3 + 20, 3],
  // All at once, without a watch.
  ['rollback', 0, 1],
])(
  'EKS waits with %s for %i minutes, for the pod that is tried out, and in %i steps for others',
  (name, minutes, steps) => {
    expect(eksWaits(observed, charts, name)).toEqual({ seconds: 60 * minutes + 15 * (steps + 1), starts: steps + 1 });
  },
);
