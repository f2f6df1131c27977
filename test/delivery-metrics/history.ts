import type { DeliveryEvent } from '../../lib/delivery-events/events';

const DIGEST = (n: number) => `sha256:${String(n).padStart(64, '0')}`;
const HASH = (n: number) => String(n).padStart(40, '0');

/** What is told of one deployment of `web` to `prod`. */
export interface Told {
  /** Its image and its commit, by a number. */
  readonly n: number;
  /** When it began; it takes an hour, without a bake time. */
  readonly at: Date;
  readonly outcome?: 'succeeded' | 'failed';
  readonly service?: string;
  readonly environment?: string;
}

/** The events of a deployment whose one commit was made a day before it began. */
export function deployment({
  n,
  at,
  outcome = 'succeeded',
  service = 'web',
  environment = 'prod',
}: Told): DeliveryEvent[] {
  const time = (hours: number) => new Date(at.getTime() + hours * 3_600_000).toISOString();
  const place = { service, environment, execution: `${service}-${n}` };
  return [
    {
      ...place,
      kind: 'release-prepared',
      id: `prepared/${place.execution}`,
      at: time(-0.1),
      digest: DIGEST(n),
      commit: HASH(n),
      commits: [{ hash: HASH(n), at: time(-24) }],
      strategy: 'all at once',
      bakeMinutes: 0,
    },
    { ...place, kind: 'deployment-started', id: `started/${place.execution}`, at: time(0), attempt: `${n}-1` },
    { ...place, kind: 'deployment-ended', id: `ended/${place.execution}`, at: time(1), attempt: `${n}-1`, outcome },
  ];
}
