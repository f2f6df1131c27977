/**
 * How many examples a property with dear ones is tried with: few in each of many test runs, whose examples are others each
 * time. SLIPWAY_PROPERTY_RUNS asks for another number, for whoever changes what the property is about.
 */
export function runs(ordinarily: number): number {
  const asked = process.env['SLIPWAY_PROPERTY_RUNS'];
  if (asked === undefined) return ordinarily;
  if (!/^[1-9]\d*$/.test(asked)) throw new Error(`SLIPWAY_PROPERTY_RUNS: ${asked} is no number of runs`);
  return Number(asked);
}
