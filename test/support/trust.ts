import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { asList, type Properties } from './template';

/** Who asks to take on a role with a token of an identity provider. */
export interface WebIdentity {
  /** The ARN of the provider that has issued the token. */
  readonly provider: string;
  /** What IAM reads in the token, such as `gitlab.com:sub`. */
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * Whether a role's trust policy lets somebody in. The conditions are evaluated as IAM does it, by a simulator that leaves
 * out the claims of a provider it does not know, unless it is asked for its "unsafe" way. In that it wants the statements
 * as those of an identity, so that whose token it is is looked at here.
 */
export function letsIn(trustPolicy: Properties, { provider, claims }: WebIdentity): boolean {
  const statements = asList<Properties>(trustPolicy['Statement']).filter(({ Principal }) =>
    asList(Principal['Federated']).includes(provider),
  );
  const policy = {
    ...trustPolicy,
    Statement: statements.map(({ Principal, ...kept }) => ({ ...kept, Resource: '*' })),
  };
  const account = '111111111111';
  const result = runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/job`,
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: { resource: `arn:aws:iam::${account}:role/role`, accountId: account },
        contextVariables: claims,
      },
      identityPolicies: [{ name: 'trust', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}
