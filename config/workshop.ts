import type { DeliveryInput } from '../lib/config/input';
import { canary, gitflow, linear } from '../lib/config/words';

/**
 * The whole reference: dev, test and prod, each with its own size and guard rails, a service on ECS and one on EKS, and
 * releases by GitFlow.
 */
const workshop: DeliveryInput = {
  name: 'workshop',
  environments: [
    {
      name: 'dev',
      // For the cluster of orders, whose nodes fetch images through it. The storefront alone could do without.
      network: { cidr: '10.10.0.0/16', natGateways: 1 },
      // A game day also slows down the storefront's network.
      faultInjection: true,
    },
    { name: 'test', network: { cidr: '10.20.0.0/16', natGateways: 1 }, logRetentionDays: 30 },
    {
      name: 'prod',
      network: { cidr: '10.30.0.0/16', zones: 3 },
      production: true,
      // Releases start when people are there to watch them.
      deploymentWindow: { cron: '* * 8-15 ? * MON-THU', timeZone: 'Europe/Berlin' },
    },
  ],
  branching: gitflow(),
  services: [
    {
      name: 'storefront',
      exposure: 'public',
      calls: ['orders'],
      healthCommand: ['node', 'dist/healthcheck.js'],
      validation: {
        requests: [
          { path: '/health', json: { status: 'ok' } },
          { path: '/api/products', json: { currency: 'EUR' } },
          { path: '/' },
        ],
        latency: { requests: 50, p95Milliseconds: 500 },
      },
      tests: {
        acceptance: { command: 'npm run test:acceptance' },
        load: { path: '/api/products', requestsPerSecond: 20 },
      },
      environments: {
        // A little less than production promises of itself.
        test: { objectives: { availability: 99.5 } },
        prod: {
          cpu: 512,
          memory: 1024,
          scaling: { minimum: 3, maximum: 12 },
          alarms: { errorPercent: 1, p99Milliseconds: 500 },
          strategy: canary({ percent: 10, minutes: 15 }),
        },
      },
    },
    {
      name: 'orders',
      // For comparison with the storefront on ECS. Without this line the same service would be there, too.
      platform: 'eks',
      healthCommand: ['node', 'dist/healthcheck.js'],
      table: {
        partitionKey: 'orderId',
        indexes: [{ name: 'byCustomer', partitionKey: 'customerId', sortKey: 'createdAt' }],
      },
      validation: {
        requests: [
          { path: '/health', json: { status: 'ok' } },
          // Reads the table.
          { path: '/orders?customerId=smoke', json: { orders: [] } },
          // Is refused before anything is written.
          { path: '/orders', method: 'POST', body: {}, status: 400 },
        ],
      },
      tests: { integration: { command: 'npm run test:integration' } },
      environments: {
        prod: {
          cpu: 512,
          memory: 1024,
          scaling: { minimum: 3, maximum: 12 },
          alarms: { errorPercent: 1, p99Milliseconds: 300 },
          // Pod by pod: a quarter is one of the three and the one that a release adds.
          strategy: linear({ percent: 25, minutes: 3 }),
        },
      },
    },
  ],
  infrastructure: {},
};

export default workshop;
