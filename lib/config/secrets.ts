import type { SecretSource } from './delivery';

/** The characters of names in Secrets Manager (CreateSecret) and of parameters in SSM (PutParameter). */
const SECRETS_MANAGER = /^secretsmanager:([A-Za-z0-9/_+=.@-]{1,512})(?::([^:]+))?$/;
const SSM = /^ssm:((?:\/[A-Za-z0-9_.-]+)+)$/;
/** "Name" in the API reference of PutParameter. */
const LONGEST_PARAMETER = 1011;

/** Where a secret lies, or `undefined` if the text does not say so. */
export function parseSecret(value: string): SecretSource | undefined {
  const [, name, jsonKey] = SECRETS_MANAGER.exec(value) ?? [];
  if (name !== undefined) return { store: 'secretsmanager', name, ...(jsonKey === undefined ? {} : { jsonKey }) };
  const [, parameter] = SSM.exec(value) ?? [];
  if (parameter !== undefined && parameter.length <= LONGEST_PARAMETER) return { store: 'ssm', name: parameter };
  return undefined;
}
