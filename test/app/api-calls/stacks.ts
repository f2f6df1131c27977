import type { Delivery } from '../../../lib/config/delivery';
import type { Spot } from './place';

/** The kinds of stacks that have roles; see {@link stacksOf}. */
export type StackKind =
  | 'checks'
  | 'delivery-metrics'
  | 'drift'
  | 'environment-incidents'
  | 'incidents'
  | 'infrastructure'
  | 'kubernetes'
  | 'pipeline'
  | 'pull-requests'
  | 'release'
  | 'service';

/** The names of a delivery's stacks of one kind, or of those that belong to a spot. */
export function stacksOf(
  kind: StackKind,
  { name, services, releaseLines, environments }: Delivery,
  at?: Spot,
): string[] {
  const of = (all: readonly { readonly name: string }[], own?: string) =>
    all.map((item) => item.name).filter((item) => at === undefined || item === own);
  const parts = of([...environments, { name: 'toolchain' }], at?.environment);
  switch (kind) {
    case 'service':
      return of(environments, at?.environment).flatMap((environment) =>
        of(services, at?.service).map((service) => `${name}-${environment}-${service}`),
      );
    case 'pipeline':
      return of(services, at?.service).flatMap((service) =>
        of(releaseLines, at?.line).map((line) => `${name}-toolchain-${service}-${line}-pipeline`),
      );
    case 'checks':
      return of(services, at?.service).map((service) => `${name}-toolchain-${service}-checks`);
    case 'environment-incidents':
      return of(environments, at?.environment).map((environment) => `${name}-${environment}-incidents`);
    case 'kubernetes':
      return of(environments, at?.environment).map((environment) => `${name}-${environment}-kubernetes`);
    case 'drift':
      return parts.map((part) => `${name}-${part}-drift`);
    default:
      return [`${name}-toolchain-${kind}`];
  }
}
