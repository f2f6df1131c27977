import type { Resource } from '../support/template';
import { kubernetesOf, onKubernetes, services } from './stacks';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** Which rules there are, by their descriptions; that to the API is another test's. */
function rules(type: string, ...inputs: Parameters<typeof services>): Record<string, [from: number, to: number]> {
  const { template } = kubernetesOf(onKubernetes(services(...inputs)));
  const found = Object.values(template.findResources(type)) as Resource[];
  return Object.fromEntries(
    found
      .map(({ Properties }) => [Properties!['Description'], [Properties!['FromPort'], Properties!['ToPort']]])
      .filter(([description]) => description !== 'Clients of the API'),
  );
}

test.each([
  [['public'], ['The public load balancer to pods']],
  [['internal'], ['The internal load balancer to pods']],
  [
    ['public', 'internal'],
    ['The internal load balancer to pods', 'The public load balancer to pods'],
  ],
] as const)('pods of services that are %j are reached by those load balancers', (exposures, expected) => {
  const names = ['web', 'orders'];
  const inputs = exposures.map((exposure, index) => ({ name: names[index]!, exposure }));
  const found = rules(INGRESS, ...inputs, { name: 'tasks', platform: 'ecs', exposure: 'public', listenerPort: 8090 });
  expect(Object.keys(found).sort()).toEqual(expected);
  expect(Object.values(found).every(([from, to]) => from === 1024 && to === 65_535)).toBe(true);
  // The load balancers' own groups let nothing out but what is said.
  expect(Object.keys(rules(EGRESS, ...inputs)).sort()).toEqual(expected);
});

test('pods call what services on EKS name, also where that is on ECS, and a service that two call has one rule', () => {
  const found = rules(
    INGRESS,
    { name: 'web', calls: ['orders', 'tasks'] },
    { name: 'shop', calls: ['orders'] },
    { name: 'orders', listenerPort: 8085 },
    { name: 'tasks', listenerPort: 8086, platform: 'ecs' },
    { name: 'other', listenerPort: 8087, platform: 'ecs', calls: ['web'] },
  );
  const calls = Object.entries(found).filter(([description]) => description.startsWith('Pods call'));
  expect(calls).toEqual([
    ['Pods call orders', [8085, 8085]],
    ['Pods call tasks', [8086, 8086]],
  ]);
});

test('pods that call nobody are let in nowhere', () => {
  expect(Object.keys(rules(INGRESS, { name: 'web', exposure: 'public' }))).toEqual([
    'The public load balancer to pods',
  ]);
});
