import { z } from 'zod';
import { type Beginning, PerSecond } from './sampling.js';

/** A sampling rule, in X-Ray's words. */
export const ruleSchema = z.object({
  RuleName: z.string(),
  Priority: z.number(),
  FixedRate: z.number(),
  ReservoirSize: z.number(),
  ServiceName: z.string(),
  ServiceType: z.string(),
  ResourceARN: z.string(),
  Host: z.string(),
  HTTPMethod: z.string(),
  URLPath: z.string(),
  Attributes: z.record(z.string(), z.string()).nullish(),
});
/** What X-Ray grants a process of a rule; the time is in seconds. */
export const targetSchema = z.object({
  RuleName: z.string(),
  FixedRate: z.number().nullish(),
  ReservoirQuota: z.number().nullish(),
  ReservoirQuotaTTL: z.number().nullish(),
});

type Rule = z.output<typeof ruleSchema>;

/** The service, as rules name it. Texts are empty where something is not known, and are matched by `*` only. */
export interface RuledService {
  readonly name: string;
  /** Such as `AWS::ECS::Container`. */
  readonly type: string;
  readonly arn: string;
}

/** A rule, with what X-Ray grants this process of it, and what was done by it. */
export class AppliedRule {
  private readonly perSecond = new PerSecond();
  private rate: number;
  private quota = 0;
  private quotaEnds = 0;
  private counts = { RequestCount: 0, SampledCount: 0, BorrowCount: 0 };

  private readonly patterns: readonly [method: Pattern, path: Pattern, host: Pattern];

  constructor(readonly rule: Rule) {
    this.rate = rule.FixedRate;
    this.patterns = [pattern(rule.HTTPMethod), pattern(rule.URLPath), pattern(rule.Host)];
  }

  matches({ method, path, host }: Beginning): boolean {
    const [forMethod, forPath, forHost] = this.patterns;
    return forMethod(method) && forPath(path) && forHost(host);
  }

  choose(now: number, random: () => number): boolean {
    const granted = now < this.quotaEnds;
    // Without a quota each process borrows one trace a second; X-Ray evens that out when it hears of it.
    const limit = granted ? this.quota : Math.min(1, this.rule.ReservoirSize);
    const reserved = this.perSecond.passes(limit, now);
    const chosen = reserved || random() < this.rate;
    this.counts.RequestCount += 1;
    if (chosen) this.counts.SampledCount += 1;
    if (reserved && !granted) this.counts.BorrowCount += 1;
    return chosen;
  }

  take(target: z.output<typeof targetSchema>): void {
    this.rate = target.FixedRate ?? this.rate;
    if (target.ReservoirQuota == null || target.ReservoirQuotaTTL == null) return;
    this.quota = target.ReservoirQuota;
    this.quotaEnds = target.ReservoirQuotaTTL * 1_000;
  }

  /** What was done since the last report. */
  report(ClientID: string, now: number): object {
    const counts = this.counts;
    this.counts = { RequestCount: 0, SampledCount: 0, BorrowCount: 0 };
    return { RuleName: this.rule.RuleName, ClientID, Timestamp: Math.floor(now / 1_000), ...counts };
  }
}

/** Whether a rule can match anything here. Rules may ask for attributes, which no trace has when it begins. */
export function isFor(service: RuledService, rule: Rule): boolean {
  return (
    pattern(rule.ServiceName)(service.name) &&
    pattern(rule.ServiceType)(service.type) &&
    pattern(rule.ResourceARN)(service.arn) &&
    Object.keys(rule.Attributes ?? {}).length === 0
  );
}

type Pattern = (text: string) => boolean;

/** One of X-Ray's patterns: `*` stands for any text, `?` for one character; case does not count. */
function pattern(text: string): Pattern {
  if (text === '*') return () => true;
  const expression = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const compiled = new RegExp(`^${expression}$`, 'is');
  return (candidate) => compiled.test(candidate);
}
