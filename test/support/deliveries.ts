import { join } from 'node:path';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { loadDelivery } from '../../lib/config/load';
import { resolveDelivery } from '../../lib/config/resolve';
import { allAtOnce, canary, codecommit, gitlabCi, linear } from '../../lib/config/words';

const PROJECT = join(__dirname, '../..');
/** A directory with a Dockerfile and nothing else. */
export const SERVICE_DIRECTORY = join(__dirname, '../config/service');

export function resolved(input: DeliveryInput): Delivery {
  return resolveDelivery(input, { baseDirectory: __dirname });
}

const domain = (name: string) => ({ name: `${name}.example.com`, hostedZoneId: 'Z0123456789ABCDEFGHIJ' });

/** Two services in one repository. */
const office = (path: string) =>
  codecommit({ repository: 'office', path, sharedPaths: ['packages/common', 'tsconfig.json'] });

/**
 * What the deliveries of `config/` leave out: GitFlow over several accounts, x86_64, several public services, secrets,
 * sidecars, a repository that services share, GitLab's CI, tests after deployments, limits of gates, Microsoft Teams,
 * Application Signals, objectives of all kinds, a service without traces, a public service on EKS with all that a pod may
 * have.
 */
const acme: DeliveryInput = {
  name: 'acme',
  tools: { account: '111111111111', region: 'eu-central-1' },
  tags: { 'cost-center': '42' },
  environments: [
    {
      name: 'dev',
      account: '222222222222',
      domain: domain('dev'),
      allowedCidrs: ['203.0.113.0/24'],
      network: { natGateways: 1 },
      faultInjection: true,
    },
    {
      name: 'test',
      account: '333333333333',
      domain: domain('test'),
      network: { cidr: '10.1.0.0/16', natGateways: 1 },
      approval: true,
      deploymentWindow: { cron: '* * 6-20 ? * MON-FRI' },
      tracing: { transactionSearch: 0.5, applicationSignals: true },
    },
    {
      name: 'prod',
      account: '444444444444',
      production: true,
      domain: domain('prod'),
      network: { cidr: '10.2.0.0/16', zones: 3 },
      deploymentWindow: { cron: '* * 8-15 ? * MON-THU', timeZone: 'Europe/Berlin' },
    },
    {
      name: 'prod-us',
      account: '444444444444',
      region: 'us-east-1',
      production: true,
      domain: domain('us'),
      network: { cidr: '10.3.0.0/16', zones: 3 },
    },
  ],
  notifications: {
    email: ['releases@example.com', 'on-call@example.com'],
    teams: {
      teamId: '01234567-89ab-cdef-0123-456789abcdef',
      tenantId: '12345678-9abc-def0-1234-56789abcdef0',
      channelId: '19:0123456789abcdef@thread.tacv2',
    },
  },
  gates: {
    coverage: 70,
    image: { findings: { medium: 10 }, baseRegistries: ['public.ecr.aws', 'registry.example.com/base'] },
    allow: [{ id: 'CVE-2026-1234', until: '2027-03-31', reason: 'Not reachable; a fix is announced.' }],
  },
  registry: { scanning: 'enhanced' },
  infrastructure: {},
  services: [
    {
      name: 'web',
      directory: SERVICE_DIRECTORY,
      exposure: 'public',
      architecture: 'x86_64',
      calls: ['orders', 'stock'],
      healthCommand: ['/app/healthy'],
      secrets: { SESSION_KEY: 'secretsmanager:acme/web:session', FEATURES: 'ssm:/acme/web/features' },
      sidecars: [
        {
          name: 'proxy',
          image: 'public.ecr.aws/nginx/nginx:1.29.3',
          memory: 64,
          command: ['nginx', '-g', 'daemon off;'],
          variables: { LEVEL: 'warn' },
        },
        { name: 'telemetry', image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3' },
      ],
      validation: {
        requests: [
          { path: '/health' },
          { path: '/session', method: 'POST', headers: { 'X-Test': 'smoke' }, body: { user: 'smoke' }, status: 201 },
        ],
        latency: { requests: 100, p95Milliseconds: 300 },
        timeoutSeconds: 120,
      },
      tests: {
        integration: { command: 'npm run test:integration' },
        acceptance: { command: 'npm run test:acceptance' },
        load: { path: '/', requestsPerSecond: 50, seconds: 120, p95Milliseconds: 400, errorPercent: 0.5 },
      },
      strategy: linear({ percent: 25, minutes: 2 }),
      objectives: { availability: 99.5, latency: { milliseconds: 400, percent: 95 } },
      synthetics: { path: '/session?from=outside', minutes: 1 },
      environments: {
        prod: {
          objectives: { availability: 99.95 },
          cpu: 1024,
          memory: 2048,
          scaling: { minimum: 4, maximum: 20 },
          strategy: canary({ percent: 10, minutes: 15 }),
          bakeMinutes: 60,
        },
      },
    },
    {
      name: 'shop-api',
      directory: SERVICE_DIRECTORY,
      source: office('services/shop-api'),
      exposure: 'public',
      listenerPort: 8443,
      port: 3000,
      tracing: false,
      synthetics: false,
    },
    {
      name: 'admin',
      directory: SERVICE_DIRECTORY,
      source: office('services/admin'),
      exposure: 'public',
      listenerPort: 9443,
      variables: { MODE: 'full' },
      controller: 'ecs',
      strategy: linear({ percent: 25, minutes: 5 }),
    },
    {
      name: 'orders',
      directory: SERVICE_DIRECTORY,
      calls: ['stock'],
      table: { partitionKey: 'id', sortKey: 'at', timeToLiveAttribute: 'expires' },
      strategy: canary({ percent: 20, minutes: 10 }),
      gates: { coverage: 90, staticAnalysis: 'medium' },
      tracing: { percent: 25, collectorMemory: 192 },
      objectives: { availability: 99 },
    },
    {
      name: 'stock',
      source: gitlabCi({ project: 'acme/shop/stock', url: 'https://gitlab.example.com' }),
      listenerPort: 8081,
      secrets: { PASSWORD: 'secretsmanager:acme/stock' },
      table: { partitionKey: 'sku', indexes: [{ name: 'byPlace', partitionKey: 'place' }] },
      tests: { load: { requestsPerSecond: 10 } },
    },
    {
      name: 'search',
      directory: SERVICE_DIRECTORY,
      platform: 'eks',
      exposure: 'public',
      architecture: 'x86_64',
      listenerPort: 7443,
      user: '10001:10002',
      calls: ['stock'],
      healthCommand: ['/app/healthy'],
      variables: { MODE: 'full' },
      secrets: { INDEX_KEY: 'secretsmanager:acme/search:key', FEATURES: 'ssm:/acme/search/features' },
      sidecars: [
        {
          name: 'proxy',
          image: 'public.ecr.aws/nginx/nginx:1.29.3',
          command: ['nginx', '-g', 'daemon off;'],
          variables: { LEVEL: 'warn' },
        },
      ],
      table: { partitionKey: 'term' },
      tests: { load: { requestsPerSecond: 20 } },
      synthetics: false,
      strategy: linear({ percent: 50, minutes: 2 }),
      environments: {
        prod: { scaling: { minimum: 4, maximum: 9 }, strategy: canary({ percent: 20, minutes: 10 }) },
        'prod-us': { strategy: allAtOnce(), tracing: false },
      },
    },
  ],
};

/** Every configuration that the whole application is tested with. */
/** Each is read by the file that first asks for it: most ask for none. */
export const DELIVERIES = lazily({
  sandbox: () => loadDelivery('sandbox', PROJECT),
  workshop: () => loadDelivery('workshop', PROJECT),
  company: () => loadDelivery('company', PROJECT),
  acme: () => resolved(acme),
});
export const DELIVERY_NAMES = Object.keys(DELIVERIES) as (keyof typeof DELIVERIES)[];

function lazily<Name extends string>(make: Readonly<Record<Name, () => Delivery>>): Readonly<Record<Name, Delivery>> {
  const made: Partial<Record<Name, Delivery>> = {};
  return Object.defineProperties(
    {} as Record<Name, Delivery>,
    Object.fromEntries(
      Object.keys(make).map((key) => {
        const name = key as Name;
        return [name, { enumerable: true, get: () => (made[name] ??= make[name]()) }];
      }),
    ),
  );
}
