import { problemLines, problemsAfter, SERVICE_DIRECTORY, wrong } from './problems';

test('wrong values and contradictions between right ones are reported together, in the order of their paths', () => {
  const lines = problemLines({
    name: 'Shop',
    environments: [
      { name: 'dev', allowedCidrs: ['0.0.0.0/0'], network: { cidr: '10.0.0.0/16', zones: 7 } },
      { name: 'prod', production: true, approval: false },
    ],
    services: [
      { name: 'web', directory: SERVICE_DIRECTORY, exposure: 'public', memory: 700, port: 80, calls: ['nobody'] },
      { name: 'web', directory: SERVICE_DIRECTORY, exposure: 'public', scaling: { minimum: 1 } },
    ],
    branching: { releaseLines: [{ branches: ['main'], environments: ['prod', 'dev'] }] },
    colour: 'blue',
  });
  expect(lines.map((line) => line.replace(/ \(got.*/, ''))).toEqual([
    "branching.releaseLines[0].environments[0]: is production and must come last in its line, but 'dev' follows",
    'colour: is no setting that exists here',
    'environments[0].allowedCidrs[0]: is open to everyone without TLS',
    'environments[0].network.zones: is out of range',
    'environments[1].approval: may not be false in production',
    "environments[1].network.cidr: overlaps environments[0].network.cidr, '10.0.0.0/16'",
    'name: is not a name',
    'services[0].calls[0]: is no service of this delivery',
    'services[0].memory: 700 does not go with cpu 256',
    'services[0].port: is out of range',
    'services[1].listenerPort: needs port 80, which the production listener of services[0] has on the public load balancer of dev',
    'services[1].name: is the same as services[0].name',
    'services[1].scaling.minimum: is too few for production in prod',
  ]);
});

describe('a wrong value is not judged twice', () => {
  test('memory is not compared with a default in the place of a wrong cpu', () => {
    expect(problemsAfter((delivery) => Object.assign(delivery.services[0]!, { cpu: 300, memory: 4096 }))).toHaveLength(
      1,
    );
  });

  test('sidecars are not added up with a wrong one among them', () => {
    const sidecars = [
      { name: 'one', image: 'a/b:1', memory: 1000 },
      { name: 'two', image: 'a/b:1', memory: wrong<number>('64') },
    ];
    expect(problemsAfter((delivery) => (delivery.services[0]!.sidecars = sidecars))).toHaveLength(1);
  });

  test('tasks are not counted where it is not known whether an environment is production', () => {
    const lines = problemsAfter((delivery) => {
      delivery.environments[0]!.production = wrong('yes');
      delivery.services[0]!.scaling = { minimum: 1, maximum: 1 };
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['environments[0].production']);
  });

  test('a default network is not compared in the place of a wrong one', () => {
    const lines = problemsAfter((delivery) => delivery.environments.push({ name: 'test', network: wrong(5) }));
    expect(lines).toEqual(['environments[1].network: must be an object (got 5)']);
  });

  test('a service with a wrong name is no unknown service', () => {
    const lines = problemsAfter((delivery) => {
      delivery.services[0]!.calls = ['Orders'];
      delivery.services.push({ name: 'Orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^services\[1\]\.name: is not a name/);
  });

  test('a misspelt environment of a line is not forgotten too', () => {
    expect(
      problemsAfter(
        (delivery) => (delivery.branching = { releaseLines: [{ branches: ['main'], environments: ['dve'] }] }),
      ),
    ).toHaveLength(1);
  });

  test('environments of a wrong shape make no override unknown', () => {
    const lines = problemsAfter((delivery) => {
      Object.assign(delivery, { environments: {} });
      delivery.services[0]!.environments = { dev: { memory: 700 } };
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['environments', 'services[0].environments.dev.memory']);
  });

  test('every part may be missing', () => {
    const lines = problemLines({
      tools: 1,
      services: [null, {}],
      environments: [3, {}],
      branching: { releaseLines: ['x', {}] },
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'branching.releaseLines[0]',
      'branching.releaseLines[1].branches',
      'branching.releaseLines[1].environments',
      'environments[0]',
      'environments[1].name',
      'name',
      'services[0]',
      'services[1].name',
      'tools',
    ]);
  });
});
