import { fargateMemories } from './fargate-sizes';

/** The defaults that `input.ts` promises. Validation and resolution both take them from here. */
export const DEFAULT_CIDR = '10.0.0.0/16';
export const DEFAULT_ZONES = 2;
export const DEFAULT_PLATFORM = 'ecs';
export const DEFAULT_CONTROLLER = 'codedeploy';
export const DEFAULT_CPU = 256;
export const DEFAULT_PORT = 8080;
export const DEFAULT_USER = '1000:1000';
export const DEFAULT_SIDECAR_MEMORY = 64;
export const DEFAULT_CPU_PERCENT = 60;
export const DEFAULT_REQUESTS_PER_TASK = 3000;
export const DEFAULT_ALARMS = { errorPercent: 5, p99Milliseconds: 1000 };
export const DEFAULT_COMMANDS = { install: 'npm ci', lint: 'npm run lint', test: 'npm test' };
export const DEFAULT_BRANCH = 'main';

/** At least this many tasks in production, so that one may die. */
export const PRODUCTION_MINIMUM = 2;

export function defaultNatGateways(production: boolean, zones: number): number {
  return production ? zones : 0;
}

export function defaultAllowedCidrs(hasDomain: boolean): readonly string[] {
  return hasDomain ? ['0.0.0.0/0'] : [];
}

export function defaultLogRetentionDays(production: boolean): number {
  return production ? 90 : 7;
}

export function defaultDirectory(service: string): string {
  return `services/${service}`;
}

export function defaultListenerPort(exposure: 'public' | 'internal', hasDomain: boolean): number {
  if (exposure === 'internal') return 8080;
  return hasDomain ? 443 : 80;
}

export function defaultMemory(cpu: number): number | undefined {
  return fargateMemories(cpu)[0];
}

export function defaultMinimum(production: boolean): number {
  return production ? PRODUCTION_MINIMUM : 1;
}

/** "Tasks per service" in the Amazon ECS service quotas. */
export const MOST_TASKS = 5000;

export function defaultMaximum(minimum: number): number {
  return Math.min(4 * minimum, MOST_TASKS);
}

/** `release` for `release/*`. */
export function defaultLineName(branch: string): string {
  return branch.replaceAll(/[/*]/g, '');
}

export const DEFAULT_COVERAGE = 80;
export const DEFAULT_FINDINGS = { critical: 0, high: 0 };
export const DEFAULT_BASE_REGISTRIES: readonly string[] = ['public.ecr.aws'];
export const DEFAULT_GITLAB = 'https://gitlab.com';
export const DEFAULT_TIME_ZONE = 'UTC';
export const DEFAULT_LOAD = { path: '/health', seconds: 60 };
export const DEFAULT_VALIDATION_SECONDS = 60;
/** Percent, in production. */
export const DEFAULT_AVAILABILITY = 99.9;
export const DEFAULT_LATENCY_PERCENT = 99;
export const DEFAULT_TRACING = { percent: 5, collectorMemory: 128 };
export const DEFAULT_SYNTHETICS_MINUTES = 5;
export const DEFAULT_RUNBOOK = 'docs/runbook.md';

/** Minutes that a release is watched at its end, on ECS with the old tasks ready for a rollback. */
export function defaultBakeMinutes(production: boolean): number {
  return production ? 30 : 5;
}

/** Graviton: the same for a fifth less. */
export const DEFAULT_ARCHITECTURE = 'arm64';
