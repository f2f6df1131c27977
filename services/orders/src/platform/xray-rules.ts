import { randomBytes } from 'node:crypto';
import { diag } from '@opentelemetry/api';
import { z } from 'zod';
import type { Choice } from './sampling.js';
import { AppliedRule, isFor, type RuledService, ruleSchema, targetSchema } from './xray-rule.js';

// X-Ray's own protocol for services that follow its sampling rules:
// https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html. OpenTelemetry's sampler for it sets its
// requests no time limit, so that a collector that hangs takes a connection more every ten seconds, without an end.

const RULES_EVERY_MS = 300_000;
const REPORT_EVERY_MS = 10_000;
const TIMEOUT_MS = 2_000;
const FAILURES_TO_TELL = 3;
/** X-Ray has some dozens of rules at most; this is a guard, not a limit. */
const MAX_PAGES = 10;

const rulesSchema = z.object({
  SamplingRuleRecords: z.array(z.object({ SamplingRule: ruleSchema })),
  NextToken: z.string().nullish(),
});
const targetsSchema = z.object({
  SamplingTargetDocuments: z.array(targetSchema),
  LastRuleModification: z.number().nullish(),
});

/** Follows the sampling rules of X-Ray, which it asks for at the collector. */
export class XRayRules {
  private readonly clientId = randomBytes(12).toString('hex');
  private applied: AppliedRule[] = [];
  private rulesAt = Number.NEGATIVE_INFINITY;
  private modified: number | undefined;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param endpoint of the collector's proxy, such as `http://localhost:2000`
   * @param otherwise chooses while there are no rules, or none that matches
   */
  constructor(
    private readonly endpoint: string,
    private readonly service: RuledService,
    private readonly otherwise: Choice,
    private readonly random: () => number = Math.random,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** Asks for the rules now, and goes on to ask for changes and quotas. */
  start(): void {
    const poll = () => void this.poll(Date.now());
    poll();
    // Not all tasks of a service at the same moment.
    this.timer = setInterval(poll, REPORT_EVERY_MS + this.random() * 1_000).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The rules' decision about a trace that begins. */
  readonly choose: Choice = (beginning, now) => {
    const rule = this.applied.find((one) => one.matches(beginning));
    return rule === undefined ? this.otherwise(beginning, now) : rule.choose(now, this.random);
  };

  /** One exchange with X-Ray at `now`, in milliseconds. Never rejects: without an answer, what is known stays. */
  async poll(now: number): Promise<void> {
    try {
      if (now - this.rulesAt >= RULES_EVERY_MS) await this.fetchRules(now);
      if (this.applied.length > 0) await this.exchangeTargets(now);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      // Once, and not for a collector that starts a moment after the service.
      if (this.failures !== FAILURES_TO_TELL) return;
      diag.warn(`X-Ray's sampling rules cannot be had at ${this.endpoint}: ${String(error)}`);
    }
  }

  private async fetchRules(now: number): Promise<void> {
    const rules: z.output<typeof ruleSchema>[] = [];
    let token: string | null | undefined;
    for (let page = 0; page === 0 || (token && page < MAX_PAGES); page += 1) {
      const answer = await this.ask('/GetSamplingRules', rulesSchema, token ? { NextToken: token } : {});
      rules.push(...answer.SamplingRuleRecords.map((record) => record.SamplingRule));
      token = answer.NextToken;
    }
    const known = new Map(this.applied.map((one) => [JSON.stringify(one.rule), one]));
    this.applied = rules
      .filter((rule) => isFor(this.service, rule))
      .sort((a, b) => a.Priority - b.Priority || (a.RuleName < b.RuleName ? -1 : 1))
      // One that has not changed keeps its quota.
      .map((rule) => known.get(JSON.stringify(rule)) ?? new AppliedRule(rule));
    this.rulesAt = now;
  }

  private async exchangeTargets(now: number): Promise<void> {
    const SamplingStatisticsDocuments = this.applied.map((one) => one.report(this.clientId, now));
    const answer = await this.ask('/SamplingTargets', targetsSchema, { SamplingStatisticsDocuments });
    for (const target of answer.SamplingTargetDocuments) {
      this.applied.find(({ rule }) => rule.RuleName === target.RuleName)?.take(target);
    }
    const modified = answer.LastRuleModification ?? 0;
    // X-Ray's clock is held against itself, not against ours.
    if (this.modified !== undefined && modified > this.modified) this.rulesAt = Number.NEGATIVE_INFINITY;
    this.modified = modified;
  }

  private async ask<T extends z.ZodType>(path: string, schema: T, body: object): Promise<z.output<T>> {
    const response = await fetch(new URL(path, this.endpoint), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    const result = schema.safeParse(JSON.parse(text));
    if (!result.success) throw new Error(`${path} answered something else: ${z.prettifyError(result.error)}`);
    return result.data;
  }
}
