/** Which service, and what it is asked of. */
export interface Asked {
  readonly delivery: string;
  readonly environment: string;
  readonly clusterName: string;
  readonly service: string;
  readonly from: Date;
  readonly to: Date;
}

/** Answers under way, by the name of what they give. */
export type Questions = Readonly<Record<string, Promise<unknown>>>;
