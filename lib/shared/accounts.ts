/** Where something is; undefined is the account of the CLI's credentials. */
interface Located {
  readonly account?: string;
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
