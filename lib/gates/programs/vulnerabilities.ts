import { ratingOfVectors } from './cvss';
import type { Finding } from './findings';
import { type Rating, ratingOf, SEVERITIES } from './limits';

/** A package of the SBOM and the vulnerabilities that OSV knows in it, by their ids. */
export interface VulnerablePackage {
  /** `pkg:npm/lodash@4.17.20` */
  readonly purl: string;
  readonly ids: readonly string[];
}

/** A record of OSV, as far as it is read (https://ossf.github.io/osv-schema/). */
export interface OsvRecord {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly summary?: string;
  readonly details?: string;
  readonly withdrawn?: string;
  readonly severity?: readonly { readonly type?: string; readonly score?: string }[];
  readonly database_specific?: { readonly severity?: string };
}

/** The findings for packages, one for each vulnerability: several databases have records of the same one. */
export function toFindings(packages: readonly VulnerablePackage[], records: ReadonlyMap<string, OsvRecord>): Finding[] {
  return packages.flatMap(({ purl, ids }) => {
    const kept: { record: OsvRecord; names: readonly string[] }[] = [];
    for (const id of ids) {
      const record = records.get(id);
      if (!record || record.withdrawn !== undefined) continue;
      const names = namesOf(record);
      if (!kept.some((other) => other.names.some((name) => names.includes(name)))) kept.push({ record, names });
    }
    return kept.map(({ record, names }) => ({
      ids: names,
      severity: ratingOfRecord(record, records),
      title: record.summary ?? record.details?.split('\n')[0] ?? 'no description',
      where: purl,
    }));
  });
}

/** The records of the same vulnerability in GitHub's database, which always state a severity, for one that does not. */
export function recordsToAskFor(record: OsvRecord): string[] {
  return ownRating(record) === 'unknown' ? (record.aliases ?? []).filter((alias) => alias.startsWith('GHSA-')) : [];
}

/** The CVE first, by which most lists know a vulnerability. */
function namesOf({ id, aliases = [] }: OsvRecord): string[] {
  const names = [id, ...aliases];
  return [...names.filter((name) => name.startsWith('CVE-')), ...names.filter((name) => !name.startsWith('CVE-'))];
}

function ratingOfRecord(record: OsvRecord, records: ReadonlyMap<string, OsvRecord>): Rating {
  const own = ownRating(record);
  if (own !== 'unknown') return own;
  const others = (record.aliases ?? []).map((alias) => records.get(alias)).filter((other) => other !== undefined);
  return worst(others.map(ownRating));
}

function ownRating({ id, severity = [], database_specific: specific }: OsvRecord): Rating {
  // A package that is itself the attack; these records have no score.
  if (id.startsWith('MAL-')) return 'critical';
  const stated = ratingOf(specific?.severity);
  return stated === 'unknown' ? ratingOfVectors(severity.flatMap(({ score }) => score ?? [])) : stated;
}

function worst(ratings: readonly Rating[]): Rating {
  return [...SEVERITIES].reverse().find((severity) => ratings.includes(severity)) ?? 'unknown';
}
