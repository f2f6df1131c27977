import type { DeliveryInput } from '../lib/config/input';

/** One account, one environment, the two sample services, for a few dollars a day; `cdk destroy` removes all of it. */
const sandbox: DeliveryInput = {
  name: 'sandbox',
  environments: [
    {
      name: 'dev',
      // Closed until you add your own address, for example ['203.0.113.7/32'].
      allowedCidrs: [],
    },
  ],
  // Shown under "Budgets" in the console. To be told beforehand: notifications: { email: ['you@example.com'] }.
  budget: { monthly: 120 },
  services: [
    {
      name: 'storefront',
      exposure: 'public',
      calls: ['orders'],
      healthCommand: ['node', 'dist/healthcheck.js'],
      // For the sake of its alarms and incidents: a sandbox promises nothing of itself.
      objectives: { availability: 99.5 },
    },
    {
      name: 'orders',
      healthCommand: ['node', 'dist/healthcheck.js'],
      table: {
        partitionKey: 'orderId',
        indexes: [{ name: 'byCustomer', partitionKey: 'customerId', sortKey: 'createdAt' }],
      },
    },
  ],
};

export default sandbox;
