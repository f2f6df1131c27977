import type { Template } from '../cloudformation/template';
import { type Grant, grantsIn } from './grants';
import { coversRule, type NetworkRule, networkRulesIn } from './network-rules';

/**
 * What somebody may do after a deployment and may not do before it, one line for each: a statement that allows and is in no
 * former one, a statement that denied and does so no more, a rule of a security group that lets more traffic through. When
 * it cannot be told, it counts as broadening. The same rights under another name, as when a role is replaced, do so too:
 * somebody else has them.
 */
export function broadenings(current: Template, next: Template): readonly string[] {
  const [before, after] = [grantsIn(current), grantsIn(next)];
  const [rulesBefore, rulesAfter] = [networkRulesIn(current), networkRulesIn(next)];
  return [
    ...after.filter((grant) => grant.allows && !before.some((former) => covers(former, grant))).map(allowed),
    ...before.filter((grant) => !grant.allows && !after.some((later) => covers(later, grant))).map(noLongerDenied),
    ...rulesAfter.filter((rule) => !rulesBefore.some((former) => coversRule(former, rule))).map(open),
  ];
}

/** Whether all that `grant` is about is in `wide`, too. */
function covers(wide: Grant, grant: Grant): boolean {
  return (
    wide.allows === grant.allows &&
    wide.holder === grant.holder &&
    (wide.principal === grant.principal || wide.principal === '*' || wide.principal === 'AWS:*') &&
    matches(wide.action, grant.action) &&
    matches(wide.resource, grant.resource) &&
    (wide.condition === '' || wide.condition === grant.condition)
  );
}

/** Whether everything that fits `narrow` fits `wide`; in both `*` is any text and `?` one character. */
function matches(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (!/[*?]/.test(wide)) return false;
  const pattern = wide
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    // One character of the narrow one must not be a wildcard itself.
    .replaceAll('?', '[^*]');
  return new RegExp(`^${pattern}$`, 's').test(narrow);
}

function allowed(grant: Grant): string {
  return `${describe(grant)} is allowed`;
}

function noLongerDenied(grant: Grant): string {
  return `${describe(grant)} is no longer denied`;
}

function describe({ holder, principal, action, resource, condition }: Grant): string {
  const to = principal === '' ? holder : `${principal} on ${holder}`;
  return `${to}: ${action}${resource === '' ? '' : ` on ${resource}`}${condition === '' ? '' : ' under conditions'}`;
}

function open({ where, protocol, from, to, peer }: NetworkRule): string {
  const ports = from === to ? `port ${from}` : `ports ${from}-${to}`;
  return `${where}: ${protocol === '-1' ? 'any protocol' : protocol}, ${ports}, ${peer} is let through`;
}
