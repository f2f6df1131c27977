import type { DeliveryInput } from '../lib/config/input';

/** The whole reference: dev, test and prod, each with its own size and guard rails. */
const workshop: DeliveryInput = {
  name: 'workshop',
  environments: [
    { name: 'dev', network: { cidr: '10.10.0.0/16' } },
    { name: 'test', network: { cidr: '10.20.0.0/16', natGateways: 1 }, logRetentionDays: 30 },
    { name: 'prod', network: { cidr: '10.30.0.0/16', zones: 3 }, production: true },
  ],
  services: [
    {
      name: 'storefront',
      exposure: 'public',
      calls: ['orders'],
      healthCommand: ['node', 'dist/healthcheck.js'],
      environments: {
        prod: {
          cpu: 512,
          memory: 1024,
          scaling: { minimum: 3, maximum: 12 },
          alarms: { errorPercent: 1, p99Milliseconds: 500 },
        },
      },
    },
    {
      name: 'orders',
      healthCommand: ['node', 'dist/healthcheck.js'],
      table: {
        partitionKey: 'orderId',
        indexes: [{ name: 'byCustomer', partitionKey: 'customerId', sortKey: 'createdAt' }],
      },
      environments: {
        prod: {
          cpu: 512,
          memory: 1024,
          scaling: { minimum: 3, maximum: 12 },
          alarms: { errorPercent: 1, p99Milliseconds: 300 },
        },
      },
    },
  ],
  releaseLines: [{ branch: 'main', environments: ['dev', 'test', 'prod'] }],
};

export default workshop;
