import type { Gates } from '../../lib/config/delivery';

/** The limits of a service that states none. */
export const LIMITS: Gates = {
  coverage: 80,
  staticAnalysis: 'high',
  dependencies: 'high',
  findings: { critical: 0, high: 0 },
  baseRegistries: ['public.ecr.aws'],
  allow: [],
};

/** An entry of an allow-list that holds for as long as this test will be run. */
export function accepted(id: string): Gates['allow'][number] {
  return { id, until: '2999-12-31', reason: 'not reachable' };
}

/** One that held once. */
export function expired(id: string): Gates['allow'][number] {
  return { ...accepted(id), until: '2020-01-01' };
}
