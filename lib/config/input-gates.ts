/** What stops a release, in the words of a configuration. */

/** From bad to worse, as scanners say it. */
export type SeverityInput = 'low' | 'medium' | 'high' | 'critical';

/** What stops a release. */
export interface GatesInput {
  /** The least share of lines that the unit tests run, in percent, 0–100. @default 80 */
  readonly coverage?: number;
  /** The least severity of a finding of static analysis that stops. @default high */
  readonly staticAnalysis?: SeverityInput;
  /** The least severity of a known vulnerability in a dependency that stops. @default high */
  readonly dependencies?: SeverityInput;
  readonly image?: ImageGateInput;
  /** At most 12 findings that are accepted for a while: in dependencies, in images, of static analysis. @default - none */
  readonly allow?: readonly AllowedFindingInput[];
}

/** What an image has to be. */
export interface ImageGateInput {
  /** How many findings of the registry's scan are let through, by severity. @default critical 0, high 0, others any */
  readonly findings?: Readonly<Partial<Record<SeverityInput, number>>>;
  /** Registries, with or without a path, that base images may come from. @default public.ecr.aws and the delivery's own */
  readonly baseRegistries?: readonly string[];
}

/** A finding that is accepted until a day. */
export interface AllowedFindingInput {
  /** As the gate prints it: `CVE-2026-1234`, `GHSA-xxxx-xxxx-xxxx`, a rule of static analysis or `rule:file`. */
  readonly id: string;
  /** The last day that it is accepted, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  /** At most 120 characters. */
  readonly reason: string;
}

/** Settings of ECR that hold for the account and region of `tools`. */
export interface RegistryInput {
  /**
   * `basic`: ECR scans each pushed image once, at no price; `enhanced`: Amazon Inspector scans it again and again. The
   * latter is a setting of the whole registry. @default basic
   */
  readonly scanning?: 'basic' | 'enhanced';
  /**
   * ECR signs each pushed image with the delivery's profile, and nothing unsigned is deployed. The rule is one for the
   * whole registry: false for a second delivery in the same account and region. @default true
   */
  readonly signing?: boolean;
}
