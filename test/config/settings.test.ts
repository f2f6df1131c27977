import type { ServiceSettingsInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY } from './problems';

/** The lines for one service with these settings in a delivery of dev and prod. */
function problemsOf(settings: Writable<ServiceSettingsInput>, prod?: Writable<ServiceSettingsInput>): string[] {
  return problemsAfter((delivery) => {
    delivery.environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
    Object.assign(delivery.services[0]!, settings);
    if (prod !== undefined) delivery.services[0]!.environments = { prod };
  });
}

describe('the size of a task', () => {
  test('is one that Fargate offers', () => {
    expect(problemsOf({ memory: 700 })).toEqual([
      'services[0].memory: 700 does not go with cpu 256 (got 700, allowed 512, 1024, 2048)',
    ]);
  });

  test('is one that Fargate offers in a single environment', () => {
    expect(problemsOf({ cpu: 1024 }, { memory: 1024 })).toEqual([
      'services[0].environments.prod.memory: 1024 does not go with cpu 1024 (got 1024, allowed 2048 to 8192 in steps of 1024)',
    ]);
  });

  test('is judged after merging, where the environment should state it', () => {
    expect(problemsOf({ memory: 512 }, { cpu: 16_384 })).toEqual([
      'services[0].environments.prod.memory: 512 of services[0].memory does not go with cpu 16384 ' +
        '(got 512, allowed 32768 to 122880 in steps of 8192)',
    ]);
  });
});

describe('variables', () => {
  test.each(['PORT', 'TABLE_NAME', 'ECS_AGENT_URI', 'AWS_ACCESS_KEY_ID', 'AWS_REGION'])(
    'may not replace %s',
    (name) => {
      expect(problemsOf({ variables: { [name]: 'x' } })).toEqual([
        `services[0].variables.${name}: is set by the platform (got '${name}', allowed any other name)`,
      ]);
    },
  );

  test('may not replace the address of a called service, as secrets neither', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services.push({ name: 'pay-api', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
        Object.assign(delivery.services[0]!, { calls: ['pay-api'], secrets: { PAY_API_URL: 'ssm:/url' } });
      }),
    ).toEqual(["services[0].secrets.PAY_API_URL: is set by the platform (got 'PAY_API_URL', allowed any other name)"]);
  });

  test.each(['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'TRACE_SAMPLE_PERCENT'])(
    'may not replace %s of a service that is traced',
    (name) => {
      const refused = (path: string) =>
        `${path}.${name}: is set by the platform, which traces the service (got '${name}', ` +
        'allowed any other name, or any with tracing: false)';
      const variables = { [name]: 'x' };
      expect(problemsOf({ variables })).toEqual([refused('services[0].variables')]);
      expect(problemsOf({ secrets: { [name]: 'ssm:/x' }, tracing: {} })).toEqual([refused('services[0].secrets')]);
      expect(problemsOf({ tracing: false, variables }, { tracing: {} })).toEqual([refused('services[0].variables')]);
      expect(problemsOf({}, { variables })).toEqual([refused('services[0].environments.prod.variables')]);
    },
  );

  test('may be those of OpenTelemetry where nothing is traced, and others of them anywhere', () => {
    const variables = { OTEL_SERVICE_NAME: 'x' };
    expect(problemsOf({ tracing: false, variables })).toEqual([]);
    expect(problemsOf({}, { tracing: false, variables })).toEqual([]);
    expect(problemsOf({ variables: { OTEL_LOG_LEVEL: 'debug' } })).toEqual([]);
  });

  test('may be like an address that nobody gives, or of AWS’s own libraries', () => {
    expect(problemsOf({ variables: { PAY_API_URL: 'x', AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1' } })).toEqual([]);
  });

  test('are not secrets too, not even in a single environment', () => {
    expect(problemsOf({ variables: { KEY: 'x' } }, { secrets: { KEY: 'ssm:/key' } })).toEqual([
      'services[0].environments.prod.secrets.KEY: is a plain variable too, in services[0].variables.KEY ' +
        "(got 'KEY', allowed each name once)",
    ]);
  });
});

describe('scaling', () => {
  test('has two tasks in production', () => {
    expect(problemsOf({ scaling: { minimum: 1 } })).toEqual([
      'services[0].scaling.minimum: is too few for production in prod (got 1, allowed 2 or more)',
    ]);
  });

  test('may have one task outside production', () => {
    expect(problemsOf({ scaling: { minimum: 1 } }, { scaling: { minimum: 2 } })).toEqual([]);
  });

  test('has two tasks in production where that states its own', () => {
    expect(problemsOf({}, { scaling: { minimum: 1 } })).toEqual([
      'services[0].environments.prod.scaling.minimum: is too few for production in prod (got 1, allowed 2 or more)',
    ]);
  });

  test('has a maximum that is not below the minimum', () => {
    expect(problemsOf({ scaling: { minimum: 5 } }, { scaling: { maximum: 4 } })).toEqual([
      'services[0].environments.prod.scaling.maximum: is below the minimum in prod, services[0].scaling.minimum 5 ' +
        '(got 4, allowed 5 or more)',
    ]);
  });

  test('has a maximum that is not below the default minimum', () => {
    expect(problemsOf({ scaling: { maximum: 1 } })).toEqual([
      'services[0].scaling.maximum: is below the minimum in prod, its default 2 (got 1, allowed 2 or more)',
    ]);
  });
});
