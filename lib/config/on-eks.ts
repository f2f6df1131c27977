import type { Platform } from './delivery';

interface OnPlatform {
  readonly platform: Platform;
}

/** Whether a service runs on EKS, which is so in all environments or in none. */
export function isOnEks({ platform }: OnPlatform): boolean {
  return platform === 'eks';
}

/** Those of some services that run on EKS, in their order. */
export function servicesOnEks<S extends OnPlatform>(services: readonly S[]): S[] {
  return services.filter(isOnEks);
}
