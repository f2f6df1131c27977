import type { Edit } from './configuration';

/** Something that a team does to its configuration. */
export interface TeamChange {
  readonly what: string;
  readonly configuration: 'sandbox' | 'workshop';
  readonly edits: readonly Edit[];
}

/** The service that one of the changes adds; it needs a directory with a Dockerfile. */
export const ADDED_SERVICE = 'stock';

/** What a team does most often, as the README tells it. */
export const TEAM_CHANGES: readonly TeamChange[] = [
  {
    what: 'add a service with a table',
    configuration: 'sandbox',
    edits: [
      {
        find: '  services: [\n',
        replace: `  services: [\n    { name: '${ADDED_SERVICE}', listenerPort: 8081, table: { partitionKey: 'productId' } },\n`,
      },
    ],
  },
  {
    what: 'add a fourth environment',
    configuration: 'workshop',
    edits: [
      {
        find: "    {\n      name: 'prod',",
        replace:
          "    { name: 'stage', network: { cidr: '10.40.0.0/16', natGateways: 1 } },\n    {\n      name: 'prod',",
      },
    ],
  },
  {
    what: 'release a service as a canary',
    configuration: 'sandbox',
    edits: [
      {
        find: "import type { DeliveryInput } from '../lib/config/input';\n",
        replace:
          "import type { DeliveryInput } from '../lib/config/input';\nimport { canary } from '../lib/config/words';\n",
      },
      {
        find: "      exposure: 'public',\n",
        replace: "      exposure: 'public',\n      strategy: canary({ percent: 10, minutes: 7 }),\n",
      },
    ],
  },
  {
    what: 'promise 99.9 % of a service',
    configuration: 'sandbox',
    edits: [
      {
        find: '      table: {\n',
        replace: '      objectives: { availability: 99.9 },\n      table: {\n',
      },
    ],
  },
];
