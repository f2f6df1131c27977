/** What a pod asks for, or a node has for pods: vCPUs and GiB. */
export interface Room {
  readonly cpu: number;
  readonly memory: number;
}

/** Pods of one size. */
export interface Pods extends Room {
  readonly count: number;
}

/** What binary fractions leave over is room. */
const TINY = 1e-9;

/**
 * How many nodes of one size hold pods, each of which is whole and on one node: the largest first, each on the first node
 * with room for it, as Karpenter packs them.
 *
 * @param node what one node has for pods
 * @returns undefined when there is a pod that no such node holds
 */
export function nodesHolding(pods: readonly Pods[], node: Room): number | undefined {
  const share = ({ cpu, memory }: Room) => Math.max(cpu / node.cpu, memory / node.memory);
  const sorted = pods.filter(({ count }) => count > 0).sort((one, other) => share(other) - share(one));
  const nodes: Room[] = [];
  for (const { count, ...pod } of sorted) {
    const most = fitting(pod, node);
    if (most === 0) return undefined;
    let left = count;
    for (const [index, free] of nodes.entries()) {
      const here = Math.min(left, fitting(pod, free));
      nodes[index] = without(free, pod, here);
      left -= here;
    }
    while (left > 0) {
      const here = Math.min(left, most);
      nodes.push(without(node, pod, here));
      left -= here;
    }
  }
  return nodes.length;
}

function fitting(pod: Room, free: Room): number {
  const times = (room: number, size: number) =>
    size === 0 ? Number.POSITIVE_INFINITY : Math.floor((room + TINY) / size);
  return Math.max(0, Math.min(times(free.cpu, pod.cpu), times(free.memory, pod.memory)));
}

function without(free: Room, pod: Room, count: number): Room {
  return { cpu: free.cpu - count * pod.cpu, memory: free.memory - count * pod.memory };
}
