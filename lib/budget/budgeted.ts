import { hasOwnAccount } from '../shared/accounts';

interface Located {
  readonly account?: string;
}

/**
 * Whether an environment's stacks hold the budget of their account: the first environment of each account but that of tools, whose
 * budget is the toolchain's. An account has one budget, however many environments are in it.
 */
export function holdsBudget(
  environment: Located,
  { environments, tools }: { readonly environments: readonly Located[]; readonly tools: Located },
): boolean {
  return (
    hasOwnAccount(environment, tools) &&
    environments.find(({ account }) => account === environment.account) === environment
  );
}
