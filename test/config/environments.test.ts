import { problemsAfter } from './problems';

const HOW_TO_OPEN = "your own address, such as '203.0.113.7/32', or any range once environments[0].domain is set";
const ANOTHER_RANGE = 'a range of its own, such as 10.1.0.0/16';
const ZONE = 'Z0123456789ABCDEFGHIJ';

describe('environments', () => {
  test('have different names', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [{ name: 'dev' }, { name: 'dev', network: { cidr: '10.1.0.0/16' } }];
      }),
    ).toEqual(["environments[1].name: is the same as environments[0].name (got 'dev', allowed a name of its own)"]);
  });

  test('do not share the default network', () => {
    expect(problemsAfter((delivery) => delivery.environments.push({ name: 'test' }))).toEqual([
      "environments[1].network.cidr: overlaps environments[0].network.cidr, the default '10.0.0.0/16' " +
        `(got the default '10.0.0.0/16', allowed ${ANOTHER_RANGE})`,
    ]);
  });

  test('do not lie within the network of another', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [
          { name: 'dev', network: { cidr: '10.7.4.0/22' } },
          { name: 'test', network: { cidr: '10.7.0.0/16' } },
        ];
      }),
    ).toEqual([
      "environments[1].network.cidr: overlaps environments[0].network.cidr, '10.7.4.0/22' " +
        `(got '10.7.0.0/16', allowed ${ANOTHER_RANGE})`,
    ]);
  });

  test('may lie beside each other', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [
          { name: 'dev', network: { cidr: '10.7.0.0/17' } },
          { name: 'test', network: { cidr: '10.7.128.0/17' } },
        ];
      }),
    ).toEqual([]);
  });

  test('have at most one gateway per zone', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.network = { natGateways: 3 }))).toEqual([
      'environments[0].network.natGateways: is more than one per zone (got 3, allowed 0 to 2)',
    ]);
  });

  test('have a gateway in production', () => {
    expect(
      problemsAfter(
        (delivery) => (delivery.environments = [{ name: 'prod', production: true, network: { natGateways: 0 } }]),
      ),
    ).toEqual([
      'environments[0].network.natGateways: may not be 0 in production, whose tasks have no public addresses ' +
        '(got 0, allowed 1 to 2)',
    ]);
  });

  test('have an approval in production', () => {
    expect(
      problemsAfter((delivery) => (delivery.environments = [{ name: 'prod', production: true, approval: false }])),
    ).toEqual(['environments[0].approval: may not be false in production (got false, allowed true)']);
  });

  test('take no faults in production', () => {
    const prod = { name: 'prod', production: true, faultInjection: true };
    expect(problemsAfter((delivery) => (delivery.environments = [prod]))).toEqual([
      'environments[0].faultInjection: may not be true in production (got true, allowed false)',
    ]);
    expect(problemsAfter((delivery) => (delivery.environments = [{ ...prod, faultInjection: false }]))).toEqual([]);
  });

  test('have different domains', () => {
    const domain = { name: 'example.com', hostedZoneId: ZONE };
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [
          { name: 'dev', domain },
          { name: 'test', domain, network: { cidr: '10.1.0.0/16' } },
        ];
      }),
    ).toEqual([
      "environments[1].domain.name: is the same as environments[0].domain.name (got 'example.com', " +
        'allowed a domain of its own, such as one below it)',
    ]);
  });
});

describe('callers', () => {
  test('are not everyone without a domain', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.allowedCidrs = ['0.0.0.0/0']))).toEqual([
      `environments[0].allowedCidrs[0]: is open to everyone without TLS (got '0.0.0.0/0', allowed ${HOW_TO_OPEN})`,
    ]);
  });

  test('are not half of everyone without a domain', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.allowedCidrs = ['128.0.0.0/1']))).toEqual([
      `environments[0].allowedCidrs[0]: is open to too many without TLS (got '128.0.0.0/1', allowed ${HOW_TO_OPEN})`,
    ]);
  });

  test('may be a whole /8 without a domain, and everyone with one', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.allowedCidrs = ['9.0.0.0/8']))).toEqual([]);
    expect(
      problemsAfter((delivery) => {
        delivery.environments[0]!.domain = { name: 'example.com', hostedZoneId: ZONE };
        delivery.environments[0]!.allowedCidrs = ['0.0.0.0/0'];
      }),
    ).toEqual([]);
  });

  test('stand in the list once', () => {
    const cidr = '203.0.113.7/32';
    expect(problemsAfter((delivery) => (delivery.environments[0]!.allowedCidrs = [cidr, cidr]))).toEqual([
      `environments[0].allowedCidrs[1]: is the same as environments[0].allowedCidrs[0] (got '${cidr}', allowed each range once)`,
    ]);
  });
});

describe('accounts', () => {
  test('need those of the tools when an environment has its own', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.account = '111111111111'))).toEqual([
      'tools.account: must be stated, because environments[0].account is (got nothing, allowed twelve digits in quotes)',
      "tools.region: must be stated, because environments[0].account is (got nothing, allowed a region such as 'eu-central-1')",
    ]);
  });

  test('need no more than those of the tools', () => {
    expect(problemsAfter((delivery) => (delivery.tools = { region: 'eu-central-1' }))).toEqual([]);
  });
});

test('there are at most forty tags', () => {
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, 'x']));
  expect(problemsAfter((delivery) => (delivery.tags = tags(40)))).toEqual([]);
  expect(problemsAfter((delivery) => (delivery.tags = tags(41)))).toEqual([
    'tags: has too many tags (got 41, allowed at most 40)',
  ]);
});
