import type { CostReport } from './cost';
import type { PriceName } from './prices';

/**
 * What AWS gives every account each month, with no end to it ("AWS Free Tier", "Always free", and the pages of prices), as
 * far as these templates use it. Dashboards are free that show at most 50 metrics, which is not looked at here.
 */
const ALLOWANCES: Readonly<Partial<Record<PriceName, number>>> = {
  'cloudwatch.alarm': 10,
  'cloudwatch.dashboard': 3,
  'cloudwatch.metric': 10,
  'logs.ingested': 5,
  'logs.stored': 5,
  'synthetics.run': 100,
  'xray.trace': 100_000,
  'dynamodb.stored': 25,
  'lambda.request': 1_000_000,
  'lambda.arm64': 400_000,
  'kms.request': 20_000,
  'sqs.request': 1_000_000,
  'sns.email': 1_000,
  'states.transition': 4_000,
  'codepipeline.minute': 100,
  'codebuild.small': 100,
  'transfer.internet': 100,
};

/**
 * What these allowances take off at most, when nothing else in the accounts uses them. No line of a report has them taken off
 * already.
 */
export function allowancesIn({ lines }: CostReport): number {
  const used = new Map<string, { readonly left: number; readonly usd: number }>();
  for (const line of lines) {
    const allowance = ALLOWANCES[line.price];
    if (allowance === undefined) continue;
    const key = `${line.account ?? ''} ${line.price}`;
    const { left, usd } = used.get(key) ?? { left: allowance, usd: 0 };
    const free = Math.min(left, line.quantity);
    used.set(key, { left: left - free, usd: usd + free * line.unitUsd });
  }
  return [...used.values()].reduce((all, { usd }) => all + usd, 0);
}
