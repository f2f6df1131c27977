import { Problem } from '../../build/programs/problem';
import type { Finding } from './findings';
import { type Rating, ratingOfScore } from './limits';

interface Rule {
  readonly id?: string;
  readonly defaultConfiguration?: { readonly level?: string };
  readonly properties?: { readonly 'security-severity'?: string | number };
}

interface Result {
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  readonly rule?: { readonly id?: string; readonly index?: number };
  readonly kind?: string;
  readonly level?: string;
  readonly message?: { readonly text?: string };
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation?: { readonly uri?: string };
      readonly region?: { readonly startLine?: number };
    };
  }[];
}

interface Run {
  readonly tool?: { readonly driver?: { readonly name?: string; readonly rules?: readonly Rule[] } };
  readonly invocations?: readonly { readonly executionSuccessful?: boolean }[];
  readonly artifacts?: readonly unknown[];
  readonly results?: readonly Result[];
}

/** What a static analysis found, and how many files it says it looked at. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly tools: readonly string[];
  /** Undefined where the tool does not list them, as SARIF lets it. */
  readonly files?: number;
}

/** SARIF's own words, for tools that state no `security-severity`. */
const LEVELS: Readonly<Record<string, Rating>> = { error: 'high', warning: 'medium', note: 'low', none: 'low' };

/**
 * The findings of a SARIF 2.1.0 file of any tool. The severity is the rule's `security-severity`, a score from 0 to 10 as
 * GitHub reads it, or else the result's level. A suppression in the source counts for nothing: what is accepted stands in
 * the delivery's allow-list, under the rule's id or `<rule>:<file>`.
 */
export function parseSarif(text: string, file: string): Analysis {
  const runs = runsOf(text, file);
  for (const run of runs) {
    if (run.invocations?.some(({ executionSuccessful }) => executionSuccessful === false)) {
      throw new Problem(`${file} says that ${toolOf(run)} did not run to its end`);
    }
  }
  const listed = runs.flatMap(({ artifacts }) => (artifacts ? [artifacts.length] : []));
  return {
    findings: runs.flatMap((run) => (run.results ?? []).filter(isFinding).map((result) => findingOf(run, result))),
    tools: runs.map(toolOf),
    ...(listed.length > 0 && { files: listed.reduce((sum, count) => sum + count, 0) }),
  };
}

function runsOf(text: string, file: string): readonly Run[] {
  let log: { version?: unknown; runs?: unknown } | null;
  try {
    log = JSON.parse(text);
  } catch {
    throw new Problem(`${file} is not JSON`);
  }
  if (log?.version !== '2.1.0' || !Array.isArray(log.runs)) throw new Problem(`${file} is not SARIF 2.1.0`);
  if (log.runs.length === 0) throw new Problem(`${file} says of no run`);
  return log.runs;
}

/** SARIF also reports what passed, and what a person is to look at. */
function isFinding({ kind = 'fail' }: Result): boolean {
  return ['fail', 'open', 'review'].includes(kind);
}

function findingOf(run: Run, result: Result): Finding {
  const rules = run.tool?.driver?.rules ?? [];
  const id = result.ruleId ?? result.rule?.id;
  const rule = rules[result.ruleIndex ?? result.rule?.index ?? -1] ?? rules.find((candidate) => candidate.id === id);
  const name = id ?? rule?.id ?? toolOf(run);
  const place = result.locations?.[0]?.physicalLocation;
  const path = place?.artifactLocation?.uri ?? 'the source';
  const line = place?.region?.startLine;
  return {
    ids: [name, `${name}:${path}`],
    severity: severityOf(result, rule),
    title: result.message?.text ?? 'a finding without a message',
    where: line === undefined ? path : `${path}:${line}`,
  };
}

function severityOf(result: Result, rule: Rule | undefined): Rating {
  const score = rule?.properties?.['security-severity'];
  if (score !== undefined) return ratingOfScore(Number(score));
  return LEVELS[result.level ?? rule?.defaultConfiguration?.level ?? 'warning'] ?? 'unknown';
}

function toolOf({ tool }: Run): string {
  return tool?.driver?.name ?? 'a tool without a name';
}
