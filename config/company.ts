import type { DeliveryInput } from '../lib/config/input';
import { canary, github, trunk } from '../lib/config/words';

/** A connection that a person has made and confirmed in the console of the tools account. */
const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/5e1b0f6c-2f6e-4f0a-9a3e-0c8f2d1b7a90';

/** A part of the one repository in which a team has all its code. */
const part = (path: string) =>
  github({ connectionArn: CONNECTION, repository: 'example-company/shop', path, sharedPaths: ['packages'] });

/**
 * An example to start from, with made-up accounts: each environment in an account of its own, code at GitHub in one
 * repository, and short-lived branches that go into `main`, which goes through all environments. Production is in two
 * regions, one after the other.
 */
const company: DeliveryInput = {
  name: 'company',
  tools: { account: '111111111111', region: 'eu-central-1' },
  environments: [
    {
      name: 'dev',
      account: '222222222222',
      network: { cidr: '10.64.0.0/16' },
      domain: { name: 'dev.shop.example.com', hostedZoneId: 'Z0DEV000000000000000' },
      // The company's own network.
      allowedCidrs: ['203.0.113.0/24'],
    },
    {
      name: 'prod',
      account: '333333333333',
      network: { cidr: '10.80.0.0/16', zones: 3 },
      production: true,
      domain: { name: 'shop.example.com', hostedZoneId: 'Z0PROD00000000000000' },
      deploymentWindow: { cron: '* * 8-15 ? * MON-THU', timeZone: 'Europe/Berlin' },
      // Every span is kept, and one trace in a hundred is indexed.
      tracing: { transactionSearch: 1 },
    },
    {
      name: 'prod-us',
      account: '333333333333',
      region: 'us-east-1',
      network: { cidr: '10.96.0.0/16', zones: 3 },
      production: true,
      domain: { name: 'us.shop.example.com', hostedZoneId: 'Z0PRODUS000000000000' },
    },
  ],
  branching: trunk(),
  notifications: {
    email: ['shop-team@example.com'],
    slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
  },
  // For each of the three accounts; the people above are told.
  budget: { monthly: 1000 },
  runbook: 'https://wiki.example.com/shop/runbook',
  registry: { scanning: 'enhanced' },
  services: [
    {
      name: 'storefront',
      source: part('services/storefront'),
      exposure: 'public',
      calls: ['orders'],
      healthCommand: ['node', 'dist/healthcheck.js'],
      validation: { requests: [{ path: '/health', json: { status: 'ok' } }, { path: '/api/products' }] },
      strategy: canary({ percent: 10, minutes: 5 }),
      objectives: { latency: { milliseconds: 300 } },
    },
    {
      name: 'orders',
      source: part('services/orders'),
      healthCommand: ['node', 'dist/healthcheck.js'],
      table: {
        partitionKey: 'orderId',
        indexes: [{ name: 'byCustomer', partitionKey: 'customerId', sortKey: 'createdAt' }],
      },
      // ECS itself moves the traffic, for comparison with the storefront's CodeDeploy.
      controller: 'ecs',
      strategy: canary({ percent: 20, minutes: 10 }),
    },
  ],
  infrastructure: { source: github({ connectionArn: CONNECTION, repository: 'example-company/slipway' }) },
};

export default company;
