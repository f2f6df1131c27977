/** Where something is; undefined is the account or region of the CLI's credentials. */
interface Located {
  readonly account?: string;
  readonly region?: string;
}

/** Whether an environment is in another account than the toolchain. */
export function hasOwnAccount(environment: Located, tools: Located): boolean {
  return environment.account !== tools.account;
}

/** The accounts of environments other than the toolchain's, each once. */
export function otherAccounts(delivery: { environments: readonly Located[]; tools: Located }): string[] {
  const others = delivery.environments.filter((environment) => hasOwnAccount(environment, delivery.tools));
  return [...new Set(others.flatMap(({ account }) => account ?? []))];
}

/** Whether an environment is in another region than the toolchain. */
export function hasOwnRegion(environment: Located, tools: Located): boolean {
  return environment.region !== tools.region;
}

/** The regions of environments other than the toolchain's, each once. */
export function otherRegions(environments: readonly Located[], tools: Located): string[] {
  const others = environments.filter((environment) => hasOwnRegion(environment, tools));
  return [...new Set(others.flatMap(({ region }) => region ?? []))];
}

/** Whether events of an environment have a way to go before the toolchain hears of them. */
export function isElsewhere(environment: Located, tools: Located): boolean {
  return hasOwnAccount(environment, tools) || hasOwnRegion(environment, tools);
}
