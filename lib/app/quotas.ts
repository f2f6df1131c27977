import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What an account has by default ("IAM and AWS STS quotas"), and what it has in a region ("Amazon EventBridge quotas",
 * "CloudWatch service quotas", "AWS X-Ray endpoints and quotas").
 */
const QUOTAS: Readonly<
  Record<string, { readonly quota: number; readonly what: string; readonly isRegional: boolean }>
> = {
  'AWS::IAM::Role': { quota: 1000, what: 'IAM roles', isRegional: false },
  'AWS::CloudWatch::Alarm': { quota: 5000, what: 'alarms', isRegional: true },
  'AWS::XRay::Group': { quota: 25, what: 'X-Ray groups', isRegional: true },
  'AWS::XRay::SamplingRule': { quota: 25, what: 'X-Ray sampling rules', isRegional: true },
  'AWS::Events::Rule': { quota: 300, what: 'EventBridge rules', isRegional: true },
};

/** A deployment that meets a quota half-way is a long wait for a message that can be had now. @param scope the application */
export function announceQuotas(scope: IConstruct): void {
  const counts = new Map<string, { place: string; type: string; count: number }>();
  for (const node of scope.node.findAll()) {
    if (!CfnResource.isCfnResource(node)) continue;
    const known = QUOTAS[node.cfnResourceType];
    if (!known) continue;
    const { account, region } = placeOf(node);
    const place = known.isRegional ? `${account} ${region}` : account;
    const key = `${node.cfnResourceType} ${place}`;
    const entry = counts.get(key) ?? { place, type: node.cfnResourceType, count: 0 };
    counts.set(key, { ...entry, count: entry.count + 1 });
  }
  for (const { place, type, count } of counts.values()) {
    const { quota, what } = QUOTAS[type]!;
    if (count <= quota) continue;
    Annotations.of(scope).addInfo(
      `${place} needs ${count} ${what}, and AWS allows ${quota} unless you ask for more: raise the quota before you deploy`,
    );
  }
}

/** An account and region that the configuration leaves open are those of the command line. */
function placeOf(resource: CfnResource): { account: string; region: string } {
  const { account, region } = Stack.of(resource);
  return {
    account: Token.isUnresolved(account) ? 'the account' : `account ${account}`,
    region: Token.isUnresolved(region) ? 'in its region' : `in ${region}`,
  };
}
