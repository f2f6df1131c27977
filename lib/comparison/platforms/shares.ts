import type { DeliveryInput } from '../../config/input';
import { ConfigurationError } from '../../config/problem';
import { resolveDelivery } from '../../config/resolve';
import { canary } from '../../config/words';
import { table } from '../page';
import { PRODUCTION } from './variants';

/** How many pods of which version users get. */
export interface Share {
  readonly next: number;
  readonly before: number;
}

/**
 * What Argo Rollouts makes of a percentage where no router stands before the pods: of as many pods as there are, or of one
 * more, the number that comes nearest to it, and never none of one version (`approximateWeightedCanaryStableReplicaCounts`,
 * with a surge, as in v1.9).
 *
 * @param pods that the service has
 * @param percent from 1 to 100
 */
export function shareOf(pods: number, percent: number): Share {
  const exact = (pods * percent) / 100;
  const [up, down] = [Math.ceil(exact), Math.floor(exact)];
  const isAll = percent === 100;
  const isTied = (total: number) => ((total * percent) / 100) % 1 === 0.5;
  const options = [
    ...(up < pods || isAll ? [{ next: up, total: pods }] : []),
    ...(!isTied(pods) && (down > 0 || isAll) ? [{ next: down, total: pods }] : []),
    { next: up, total: pods + 1 },
    ...(!isTied(pods + 1) && (down > 0 || isAll) ? [{ next: down, total: pods + 1 }] : []),
  ];
  const distance = ({ next, total }: (typeof options)[number]) => Math.abs((next * 100) / total - percent);
  // Of two that are as near the first.
  const best = options.reduce((nearest, option) => (distance(option) < distance(nearest) ? option : nearest));
  return { next: best.next, before: best.total - best.next };
}

/** `1 of 4`. */
export function shareText({ next, before }: Share): string {
  return `${next} of ${next + before}`;
}

const PERCENTAGES = [5, 10, 20, 25, 33, 50];
const PODS = [3, 9, 19];

/**
 * What the first step of a canary is, for different numbers of pods; a configuration is asked whether it is refused.
 *
 * @param input of the service on EKS
 * @param project from which directories of services count
 */
export function sharesTable(input: DeliveryInput, project: string): string {
  const cell = (percent: number, pods: number) => {
    if (isRefused(withCanary(input, percent, pods), project)) return 'refused';
    const share = shareOf(pods, percent);
    return `${shareText(share)}, ${((share.next * 100) / (share.next + share.before)).toFixed(1)} %`;
  };
  return table(
    ['asked for', 'ECS', ...PODS.map((pods) => `EKS, ${pods} pods`)],
    PERCENTAGES.map((percent) => [`${percent} %`, `${percent} %`, ...PODS.map((pods) => cell(percent, pods))]),
  );
}

function withCanary(input: DeliveryInput, percent: number, pods: number): DeliveryInput {
  const settings = { scaling: { minimum: pods, maximum: 4 * pods }, strategy: canary({ percent, minutes: 10 }) };
  return {
    ...input,
    services: input.services.map((service) => ({ ...service, environments: { [PRODUCTION]: settings } })),
  };
}

/** Whether a configuration is refused. */
export function isRefused(input: DeliveryInput, project: string): boolean {
  return refusalOf(input, project).length > 0;
}

/** What is said of a configuration; nothing where it is taken. */
export function refusalOf(input: DeliveryInput, project: string): readonly string[] {
  try {
    resolveDelivery(input, { baseDirectory: project });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n');
  }
}
