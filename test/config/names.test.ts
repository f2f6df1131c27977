import * as names from '../../lib/shared/names';
import { problemsAfter, SERVICE_DIRECTORY } from './problems';

const directory = SERVICE_DIRECTORY;

describe('a target group', () => {
  test('may have the longest name that Elastic Load Balancing takes', () => {
    expect(names.targetGroupName('workshop', 'dev', 'abcdefghijklm', 'green')).toHaveLength(32);
    expect(
      problemsAfter((delivery) => {
        delivery.name = 'workshop';
        delivery.services[0]!.name = 'abcdefghijklm';
      }),
    ).toEqual([]);
  });

  test('may not have a longer one', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.name = 'workshop-x';
        delivery.environments[0]!.name = 'staging';
        delivery.services[0]!.name = 'storefront';
      }),
    ).toEqual([
      "services[0].name: makes a target group's name 'workshop-x-staging-storefront-green' of 35 characters; " +
        "shorten delivery, environment or service by 3 (got 'storefront', allowed 32 characters in all)",
    ]);
  });
});

describe('names that would be the same', () => {
  test('of a service in an environment', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [{ name: 'dev' }, { name: 'dev-a', network: { cidr: '10.1.0.0/16' } }];
        delivery.services = [
          { name: 'a-web', directory },
          { name: 'web', directory, listenerPort: 8081 },
        ];
      }),
    ).toEqual([
      "services[1].name: makes with 'dev-a' the name 'shop-dev-a-web', which services[0].name makes with 'dev' " +
        "(got 'web', allowed names that stay apart)",
    ]);
  });

  test('of the dashboards and alarms of a service and of another environment', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [{ name: 'prod' }, { name: 'prod-us', network: { cidr: '10.1.0.0/16' } }];
        delivery.services = [{ name: 'us', directory }];
      }),
    ).toEqual([
      "services[0].name: makes with 'prod' the name 'shop-prod-us', which is that of environments[1].name " +
        "(got 'us', allowed names that stay apart)",
    ]);
  });

  test('of the dashboards of a service and of delivery metrics', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments = [{ name: 'delivery' }];
        delivery.services = [{ name: 'metrics', directory }];
      }),
    ).toEqual([
      "services[0].name: makes with 'delivery' the name 'shop-delivery-metrics', which is that of the delivery metrics " +
        "(got 'metrics', allowed names that stay apart)",
    ]);
  });

  test('of the builds that check a service and of those of another service’s pipeline', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.services = [
          { name: 'web', directory },
          { name: 'web-main', directory, listenerPort: 8081 },
        ];
      }),
    ).toEqual([
      "services[0].name: makes with 'main' the name 'shop-web-main', which is that of services[1].name " +
        "(got 'web', allowed names that stay apart)",
    ]);
  });

  test('of an environment and of the toolchain', () => {
    expect(problemsAfter((delivery) => (delivery.environments[0]!.name = 'toolchain'))).toEqual([
      expect.stringMatching(/^environments\[0\]\.name: is not a name \(got 'toolchain', allowed 2–8 characters/),
    ]);
  });

  test('of pipelines', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' } });
        delivery.services = [
          { name: 'web', directory },
          { name: 'web-x', directory, listenerPort: 8081 },
        ];
        delivery.branching = {
          releaseLines: [
            { branches: ['x-main'], environments: ['dev'] },
            { branches: ['main'], environments: ['test'] },
          ],
        };
      }),
    ).toEqual([
      "services[1].name: makes with 'main' the name 'shop-web-x-main', which services[0].name makes with 'x-main' " +
        "(got 'web-x', allowed names that stay apart)",
    ]);
  });
});

describe('the longest names of delivery, environment, service and line', () => {
  const [delivery, environment, service, line] = [
    'd'.repeat(12),
    'e'.repeat(8),
    's'.repeat(16),
    'l'.repeat(24),
  ] as const;

  test.each([
    ['load balancers', names.loadBalancerName(delivery, environment, 'internal'), names.LOAD_BALANCING_NAME_LIMIT],
    ['roles', names.roleName(delivery, environment, service, 'x'.repeat(10)), names.ROLE_NAME_LIMIT],
    ['roles of pipelines', names.pipelineRoleName(delivery, service, line), names.ROLE_NAME_LIMIT],
    ['roles of rendering', names.renderRoleName(delivery, service, line), names.ROLE_NAME_LIMIT],
    ['buckets', names.bucketName(delivery, '1'.repeat(12), 'r'.repeat(20)), names.BUCKET_NAME_LIMIT],
    ['pipelines', names.pipelineName(delivery, service, line), names.PIPELINE_NAME_LIMIT],
    // CreateCluster in the EKS API reference, CreateFunction in Lambda's.
    ['clusters of EKS', names.kubernetesClusterName(delivery, environment), 100],
    ['functions', names.rolloutFunctionName(delivery, environment, service), 64],
  ])('fit the limit of %s', (_kind, name, limit) => {
    expect(name.length).toBeLessThanOrEqual(limit);
  });
});

test.each(['live', 'next'] as const)('the target group %s of a service on EKS is no longer than one on ECS', (side) => {
  const path = ['shop', 'dev', 'web'] as const;
  expect(names.podTargetGroupName(...path, side).length).toBeLessThanOrEqual(
    names.targetGroupName(...path, 'green').length,
  );
});

test('a role refuses a suffix that is too long', () => {
  expect(() => names.roleName('shop', 'dev', 'web', 'elevenchars')).toThrow(
    "A role's suffix must have 1 to 10 characters (got 'elevenchars')",
  );
});

test('a called service’s variable is in capitals', () => {
  expect(names.urlVariable('pay-api')).toBe('PAY_API_URL');
});
