import { join } from 'node:path';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { loadDelivery } from '../../lib/config/load';
import { resolveDelivery } from '../../lib/config/resolve';

const PROJECT = join(__dirname, '../..');
/** A directory with a Dockerfile and nothing else. */
export const SERVICE_DIRECTORY = join(__dirname, '../config/service');

export function resolved(input: DeliveryInput): Delivery {
  return resolveDelivery(input, { baseDirectory: __dirname });
}

const domain = (name: string) => ({ name: `${name}.example.com`, hostedZoneId: 'Z0123456789ABCDEFGHIJ' });

/** What sandbox and workshop leave out: accounts, TLS, NAT, x86_64, several public services, secrets, sidecars, lines. */
const company: DeliveryInput = {
  name: 'acme',
  tools: { account: '111111111111', region: 'eu-central-1' },
  tags: { 'cost-center': '42' },
  environments: [
    { name: 'dev', account: '222222222222', domain: domain('dev'), allowedCidrs: ['203.0.113.0/24'] },
    {
      name: 'test',
      account: '333333333333',
      domain: domain('test'),
      network: { cidr: '10.1.0.0/16', natGateways: 1 },
      approval: true,
    },
    {
      name: 'prod',
      account: '444444444444',
      production: true,
      domain: domain('prod'),
      network: { cidr: '10.2.0.0/16', zones: 3 },
    },
  ],
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
      environments: { prod: { cpu: 1024, memory: 2048, scaling: { minimum: 4, maximum: 20 } } },
    },
    { name: 'shop-api', directory: SERVICE_DIRECTORY, exposure: 'public', listenerPort: 8443, port: 3000 },
    {
      name: 'admin',
      directory: SERVICE_DIRECTORY,
      exposure: 'public',
      listenerPort: 9443,
      variables: { MODE: 'full' },
    },
    {
      name: 'orders',
      directory: SERVICE_DIRECTORY,
      calls: ['stock'],
      table: { partitionKey: 'id', sortKey: 'at', timeToLiveAttribute: 'expires' },
    },
    {
      name: 'stock',
      directory: SERVICE_DIRECTORY,
      listenerPort: 8081,
      secrets: { PASSWORD: 'secretsmanager:acme/stock' },
      table: { partitionKey: 'sku', indexes: [{ name: 'byPlace', partitionKey: 'place' }] },
    },
  ],
  releaseLines: [
    { branch: 'develop', environments: ['dev'] },
    { branch: 'release/next', environments: ['test'] },
    { branch: 'main', environments: ['prod'] },
  ],
};

/** Every configuration that the whole application is tested with. */
export const DELIVERIES = {
  sandbox: loadDelivery('sandbox', PROJECT),
  workshop: loadDelivery('workshop', PROJECT),
  company: resolved(company),
};
export const DELIVERY_NAMES = Object.keys(DELIVERIES) as (keyof typeof DELIVERIES)[];
