import { rendered } from '../../cloudformation/template';
import { assumed, GIGABYTE, SECONDS_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules } from '../charge';
import { type CostedStack, resourcesOf } from '../stacks';
import { keptLog } from './kept-log';

const HOURS = assumed('hoursPerMonth');

/** An hour of something, all month. */
function always(
  price: 'nat.hour' | 'ipv4.hour' | 'balancer.hour' | 'endpoint.hour',
  count: number,
  what: string,
  many?: string,
): Charge {
  return { basis: 'fixed', price, quantity: count * HOURS, how: `${counted(count, what, many)} × ${HOURS} h` };
}

/** Both zones are paid for what comes from a zone without a gateway. Load balancers and gateway endpoints cost nothing so. */
function toGateways(basis: Charge['basis'], gigabytes: number, stack: CostedStack): Charge[] {
  const zones = zonesOf(stack);
  const gateways = resourcesOf(stack, 'AWS::EC2::NatGateway').length;
  const share = Math.max(0, 1 - gateways / Math.max(1, zones));
  const quantity = 2 * gigabytes * share;
  const how = `2 × ${numberText(gigabytes)} GB from ${zones - gateways} of ${counted(zones, 'zone')}`;
  return [{ basis, price: 'transfer.zones', quantity, how }];
}

/** In how many zones a network is. */
function zonesOf(stack: CostedStack): number {
  const subnets = resourcesOf(stack, 'AWS::EC2::Subnet');
  return new Set(subnets.map(({ properties }) => JSON.stringify(properties['AvailabilityZone']))).size;
}

export const NETWORK_RULES: Rules = {
  'AWS::EC2::NatGateway': ({ id, stack }, { workloads, requestsPerSecond }) => {
    // What goes through all of them together stands at the first one.
    const isFirst = resourcesOf(stack, 'AWS::EC2::NatGateway')[0]?.id === id;
    if (!isFirst) return [always('nat.hour', 1, 'gateway')];
    const requests = workloads.length * requestsPerSecond * SECONDS_PER_MONTH;
    // Five percent of requests are sampled unless a service states another share.
    const perRequest = assumed('logBytesPerRequest') + assumed('spanBytesPerRequest') * 0.05;
    const loaded = (requests * perRequest) / GIGABYTE;
    return [
      always('nat.hour', 1, 'gateway'),
      {
        basis: 'fixed',
        price: 'nat.gb',
        quantity: assumed('natGigabytes'),
        how: `${assumed('natGigabytes')} GB`,
        assumes: ['natGigabytes'],
      },
      {
        basis: 'load',
        price: 'nat.gb',
        quantity: loaded,
        how: `${numberText(requests / 1e6)} million requests × ${perRequest} bytes of logs and of sampled spans`,
        assumes: ['logBytesPerRequest', 'spanBytesPerRequest'],
      },
      ...toGateways('fixed', assumed('natGigabytes'), stack),
      ...toGateways('load', loaded, stack),
    ];
  },
  // What NAT gateways have; a public address costs the same whoever has it.
  'AWS::EC2::EIP': () => [always('ipv4.hour', 1, 'address')],
  'AWS::EC2::VPCEndpoint': ({ properties }) =>
    properties['VpcEndpointType'] === 'Interface'
      ? [always('endpoint.hour', Math.max(1, (properties['SubnetIds'] ?? []).length), 'endpoint')]
      : [],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ properties }) => {
    const attributes: readonly { readonly Key: string; readonly Value: unknown }[] =
      properties['LoadBalancerAttributes'] ?? [];
    const hasLog = attributes.some(({ Key, Value }) => Key === 'access_logs.s3.enabled' && rendered(Value) === 'true');
    const puts = assumed('accessLogPutsPerHour') * HOURS;
    return [
      always('balancer.hour', 1, 'load balancer'),
      ...(properties['Scheme'] === 'internet-facing'
        ? [
            always(
              'ipv4.hour',
              (properties['Subnets'] ?? []).length,
              'node with a public address',
              'nodes with a public address',
            ),
          ]
        : []),
      ...(hasLog
        ? [
            {
              basis: 'fixed',
              price: 's3.put',
              quantity: puts,
              how: `${puts} objects of access log`,
              assumes: ['accessLogPutsPerHour'],
            } as const,
          ]
        : []),
    ];
  },
  'AWS::EC2::FlowLog': ({ stack }, { workloads, stacks, requestsPerSecond }) => {
    const all = (type: string) => stacks.flatMap((stack) => resourcesOf(stack, type));
    const nodes = all('AWS::ElasticLoadBalancingV2::LoadBalancer').reduce(
      (total, { properties }) => total + (properties['Subnets'] ?? []).length,
      0,
    );
    const tasks = workloads.reduce((total, { minimum }) => total + minimum, 0);
    const interfaces = nodes + tasks + all('AWS::EC2::NatGateway').length;
    const idle = interfaces * assumed('flowLogGigabytesPerInterface');
    const requests = workloads.length * requestsPerSecond * SECONDS_PER_MONTH;
    const loaded = (requests * assumed('flowLogBytesPerRequest')) / GIGABYTE;
    return [
      {
        basis: 'fixed',
        price: 'logs.vended',
        quantity: idle,
        how: `${interfaces} interfaces × ${assumed('flowLogGigabytesPerInterface')} GB`,
        assumes: ['flowLogGigabytesPerInterface'],
      },
      keptLog('fixed', idle, stack),
      {
        basis: 'load',
        price: 'logs.vended',
        quantity: loaded,
        how: `${numberText(requests / 1e6)} million requests × ${assumed('flowLogBytesPerRequest')} bytes`,
        assumes: ['flowLogBytesPerRequest'],
      },
      keptLog('load', loaded, stack),
    ];
  },
};
