import { costed, eksCluster, eksRelease, paidFor, planted } from '../planted';

test('a cluster costs by the hour, and the cheapest nodes that hold its pods, with what Auto Mode takes', () => {
  const report = costed([planted(eksCluster(['c', 'm']), 'shop-dev-kubernetes'), planted(eksRelease())]);
  expect(paidFor(report, 'eks.cluster')).toBeCloseTo(73);
  expect(paidFor(report, 'ec2.c6g.large')).toBeCloseTo(730 * 0.068);
  expect(paidFor(report, 'eks.autoMode')).toBeCloseTo(730 * 0.068 * 0.12);
  expect(paidFor(report, 'ebs.gp3')).toBeCloseTo(40 * 0.08);
  expect(paidFor(report, 'logs.vended')).toBeCloseTo(2 * 3 * 0.5);
});

test('a pool that takes burstable instances has those', () => {
  const report = costed([planted(eksCluster(['c', 'm', 'r', 't']), 'shop-dev-kubernetes'), planted(eksRelease())]);
  expect(paidFor(report, 'ec2.t4g.medium')).toBeCloseTo(730 * 0.0336);
});

test('pods of a service are spread over nodes in each zone', () => {
  const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ minimum: 3 }))];
  expect(paidFor(costed(stacks), 'ec2.c6g.large')).toBeCloseTo(2 * 730 * 0.068);
});

test('services of both architectures have nodes of both', () => {
  const report = costed([
    planted(eksCluster(['c']), 'shop-dev-kubernetes'),
    planted(eksRelease()),
    planted(eksRelease({ architecture: 'x86_64' }), 'shop-dev-old'),
  ]);
  expect(paidFor(report, 'ec2.c6g.large')).toBeCloseTo(730 * 0.068);
  expect(paidFor(report, 'ec2.c6a.large')).toBeCloseTo(730 * 0.0765);
});

test('of the same price few large nodes are taken before many small ones', () => {
  const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ minimum: 22, maximum: 22 }))];
  const report = costed(stacks);
  expect(paidFor(report, 'ec2.c6g.xlarge')).toBeCloseTo(2 * 730 * 0.136);
  expect(paidFor(report, 'ec2.c6g.large')).toBe(0);
});

test('large pods have large nodes', () => {
  // Of 1.8 vCPU none fits beside the agents on a node of two, and one on a node of four: two of eight would cost more.
  const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ minimum: 3, cpu: '1800m' }))];
  const report = costed(stacks);
  expect(paidFor(report, 'ec2.c6g.xlarge')).toBeCloseTo(3 * 730 * 0.136);
});

test('a pod is whole: of four vCPUs one is on each node of eight, whatever is left there', () => {
  const stacks = [
    planted(eksCluster(['c']), 'shop-dev-kubernetes'),
    planted(eksRelease({ minimum: 10, maximum: 10, cpu: '4' })),
  ];
  const report = costed(stacks);
  expect(paidFor(report, 'ec2.c6g.2xlarge')).toBeCloseTo(10 * 730 * 0.272);
  expect(paidFor(report, 'ebs.gp3')).toBeCloseTo(10 * 40 * 0.08);
});

test('small pods of another service have what large ones leave', () => {
  const large = planted(eksRelease({ minimum: 2, maximum: 2, cpu: '4' }));
  const small = planted(eksRelease({ minimum: 10, maximum: 10, cpu: '250m' }), 'shop-dev-small');
  const cluster = planted(eksCluster(['c']), 'shop-dev-kubernetes');
  expect(paidFor(costed([cluster, large, small]), 'ec2.c6g.2xlarge')).toBeCloseTo(2 * 730 * 0.272);
});

test('pods that no node holds are refused', () => {
  const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ cpu: '16' }))];
  expect(() => costed(stacks)).toThrow('a node must hold a pod of 16.031 vCPU and 0.5 GB');
});
