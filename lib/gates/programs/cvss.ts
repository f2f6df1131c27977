import { type Rating, ratingOfScore } from './limits';

/** The weights of CVSS 3.1 ("Metric Values", section 7.4); those of 3.0 are the same. */
const WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};

/** What rights an attacker needs weighs less where they reach another component. */
const PRIVILEGES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  U: { N: 0.85, L: 0.62, H: 0.27 },
  C: { N: 0.85, L: 0.68, H: 0.5 },
};

/**
 * The base score of a vector of CVSS 3.0 or 3.1 (specification, section 7.1), or undefined for any other text. Version 4
 * has no formula but a table of 270 rows: whoever has only such a vector gets no severity from it.
 */
export function baseScore(vector: string): number | undefined {
  const [version, ...parts] = vector.split('/');
  if (version !== 'CVSS:3.0' && version !== 'CVSS:3.1') return undefined;
  const metrics = Object.fromEntries(parts.map((part) => part.split(':')));
  const scope: string = metrics['S'] ?? '';
  const weights = Object.entries(WEIGHTS).map(([metric, values]) => values[metrics[metric] ?? '']);
  const privileges = PRIVILEGES[scope]?.[metrics['PR'] ?? ''];
  if (privileges === undefined || weights.some((weight) => weight === undefined)) return undefined;

  const [attackVector, complexity, interaction, confidentiality, integrity, availability] = weights as number[];
  const base = 1 - (1 - confidentiality!) * (1 - integrity!) * (1 - availability!);
  const impact = scope === 'U' ? 6.42 * base : 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * attackVector! * complexity! * privileges * interaction!;
  return roundUp(Math.min((scope === 'U' ? 1 : 1.08) * (impact + exploitability), 10));
}

/** The severity of the vector that is read best, or that none is. */
export function ratingOfVectors(vectors: readonly string[]): Rating {
  const scores = vectors.flatMap((vector) => baseScore(vector) ?? []);
  return scores.length === 0 ? 'unknown' : ratingOfScore(Math.max(...scores));
}

/** To one digit, without the errors of floating point (appendix A of the specification). */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
