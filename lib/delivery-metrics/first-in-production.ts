import type { Counted } from './metrics';

/**
 * All deployments of a service to its production environments. Of several, a commit counts where it had traffic first, and
 * nowhere else.
 *
 * @param environments what was counted in each of them
 */
export function firstInProduction(
  environments: readonly { readonly environment: string; readonly counted: readonly Counted[] }[],
): Counted[] {
  if (environments.length < 2) return environments.flatMap(({ counted }) => counted);
  const first = new Map<string, { readonly environment: string; readonly trafficAt: number }>();
  for (const { environment, counted } of environments) {
    for (const { hash, trafficAt } of counted.flatMap(({ leads }) => leads)) {
      const known = first.get(hash);
      if (!known || trafficAt < known.trafficAt || (trafficAt === known.trafficAt && environment < known.environment)) {
        first.set(hash, { environment, trafficAt });
      }
    }
  }
  return environments.flatMap(({ environment, counted }) =>
    counted.map((one) => ({
      ...one,
      leads: one.leads.filter(({ hash }) => first.get(hash)!.environment === environment),
    })),
  );
}
