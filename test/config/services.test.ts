import { problemsAfter, SERVICE_DIRECTORY } from './problems';

const directory = SERVICE_DIRECTORY;

describe('services', () => {
  test('have different names', () => {
    expect(problemsAfter((delivery) => delivery.services.push({ name: 'web', directory, exposure: 'public' }))).toEqual(
      ["services[1].name: is the same as services[0].name (got 'web', allowed a name of its own)"],
    );
  });

  test.each(['network', 'cluster', 'kubernetes', 'drift', 'observability', 'incidents'])(
    'are not called %s, like a stack',
    (name) => {
      expect(problemsAfter((delivery) => delivery.services.push({ name, directory, listenerPort: 8081 }))).toEqual([
        `services[1].name: is the name of a stack that each environment has (got '${name}', allowed any other name)`,
      ]);
    },
  );

  test('are not called like the pipeline of this application, with it or without', () => {
    expect(
      problemsAfter((delivery) => delivery.services.push({ name: 'infrastructure', directory, listenerPort: 8081 })),
    ).toEqual([
      'services[1].name: is what the pipeline and the repository of this application are called ' +
        "(got 'infrastructure', allowed any other name)",
    ]);
  });

  test("do not make the name of another environment's own stack", () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments.push({ name: 'dev-a', network: { cidr: '10.1.0.0/16' } });
        delivery.services.push({ name: 'a-network', directory, listenerPort: 8081 });
      }),
    ).toEqual([
      expect.stringMatching(/^services\[1\]\.name: makes with 'dev' the name '.*-dev-a-network', which environments /),
    ]);
  });

  test('call services that exist', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services[0]!.calls = ['order'];
        delivery.services.push({ name: 'orders', directory, listenerPort: 8081 });
      }),
    ).toEqual(["services[0].calls[0]: is no service of this delivery (got 'order', allowed orders)"]);
  });

  test('do not call themselves', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.calls = ['web']))).toEqual([
      "services[0].calls[0]: is the service itself (got 'web', allowed no call, as there is no other internal service)",
    ]);
  });

  test('do not call public services', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services[0]!.calls = ['site'];
        delivery.services.push({ name: 'site', directory, exposure: 'public' });
      }),
    ).toEqual([
      'services[0].calls[0]: is a public service, and services reach each other on the internal load balancer only ' +
        "(got 'site', allowed no call, as there is no other internal service)",
    ]);
  });

  test('call each service once', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services[0]!.calls = ['orders', 'orders'];
        delivery.services.push({ name: 'orders', directory, listenerPort: 8081 });
      }),
    ).toEqual(["services[0].calls[1]: is the same as services[0].calls[0] (got 'orders', allowed each service once)"]);
  });

  test('may call each other', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services[0]!.calls = ['orders'];
        delivery.services.push({ name: 'orders', directory, listenerPort: 8081, calls: ['web'] });
      }),
    ).toEqual([]);
  });

  test('state settings for environments that exist', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.environments = { prod: { cpu: 512 } }))).toEqual([
      "services[0].environments.prod: is no environment of this delivery (got 'prod', allowed dev)",
    ]);
  });
});

describe('directories', () => {
  test('exist', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.directory = '/nowhere'))).toEqual([
      "services[0].directory: does not exist (got '/nowhere', allowed a directory with a Dockerfile at its top)",
    ]);
  });

  test('are by default below services/', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.directory = undefined))).toEqual([
      `services[0].directory: does not exist (got '${__dirname}/services/web', allowed a directory with a Dockerfile at its top)`,
    ]);
  });

  test('are no files', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.directory = __filename))).toEqual([
      `services[0].directory: is no directory (got '${__filename}', allowed a directory with a Dockerfile at its top)`,
    ]);
  });

  test('have a Dockerfile', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.directory = '.'))).toEqual([
      `services[0].directory: has no Dockerfile (got '${__dirname}', allowed a directory with a Dockerfile at its top)`,
    ]);
  });
});

describe('tables', () => {
  test('have a sort key that is not the partition key', () => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.table = { partitionKey: 'id', sortKey: 'id' }))).toEqual([
      "services[0].table.sortKey: is the partition key already (got 'id', allowed another attribute)",
    ]);
  });

  test('have indexes with different names and keys', () => {
    const indexes = [
      { name: 'byName', partitionKey: 'name', sortKey: 'name' },
      { name: 'byName', partitionKey: 'name' },
    ];
    expect(problemsAfter((delivery) => (delivery.services[0]!.table = { partitionKey: 'id', indexes }))).toEqual([
      "services[0].table.indexes[0].sortKey: is the partition key already (got 'name', allowed another attribute)",
      "services[0].table.indexes[1].name: is the same as services[0].table.indexes[0].name (got 'byName', allowed a name of its own)",
    ]);
  });

  test('do not expire by a key, which is text', () => {
    expect(
      problemsAfter((delivery) => (delivery.services[0]!.table = { partitionKey: 'id', timeToLiveAttribute: 'id' })),
    ).toEqual([
      'services[0].table.timeToLiveAttribute: is the key services[0].table.partitionKey, a string; an expiry is a number ' +
        "(got 'id', allowed an attribute that is no key)",
    ]);
  });
});
