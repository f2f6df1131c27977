import type { KubernetesClient, KubernetesObject } from './kubernetes-client';
import type { Releases } from './releases';
import type { Diagnosis, PodSnapshot } from './requests';

interface ContainerState {
  readonly waiting?: { readonly reason?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode: number };
}

interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface PodObject extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly startTime?: string;
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface EventObject extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject: { readonly kind?: string; readonly name?: string };
}

const MOST_EVENTS = 50;

/** Collects what people want to see of a service. */
export async function diagnose(kubernetes: KubernetesClient, releases: Releases): Promise<Diagnosis> {
  const [rollout, scaler, pods, events] = await Promise.all([
    releases.rollout(),
    releases.scaling.find(),
    kubernetes.list<PodObject>('pods'),
    kubernetes.list<EventObject>('events'),
  ]);
  return {
    ...(rollout && { rollout: await releases.seen(rollout) }),
    ...(scaler && {
      scaling: {
        minimum: scaler.spec.minReplicas,
        maximum: scaler.spec.maxReplicas,
        current: scaler.status?.currentReplicas ?? 0,
        desired: scaler.status?.desiredReplicas ?? 0,
      },
    }),
    pods: pods.map(podSnapshot),
    events: newestEvents(events),
  };
}

/** A pod without its specification, which has the values of variables. */
export function podSnapshot({ metadata, spec, status }: PodObject): PodSnapshot {
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return {
    name: metadata.name,
    phase: status.phase,
    ...(spec.nodeName && { node: spec.nodeName }),
    ...(status.startTime && { startedAt: status.startTime }),
    containers: containers.map(({ name, image, ready, restartCount, state, lastState }) => {
      const reason = reasonOf(state) ?? reasonOf(lastState);
      return { name, image, isReady: ready, restarts: restartCount, ...(reason && { reason }) };
    }),
  };
}

function reasonOf(state: ContainerState | undefined): string | undefined {
  if (state?.waiting) return state.waiting.reason;
  if (!state?.terminated) return undefined;
  const { reason = 'Ended', exitCode } = state.terminated;
  return `${reason} (${exitCode})`;
}

/** The newest last. */
export function newestEvents(events: readonly EventObject[]): Diagnosis['events'] {
  return events
    .map((event) => ({
      at: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '',
      type: event.type ?? '',
      reason: event.reason ?? '',
      about: `${event.involvedObject.kind}/${event.involvedObject.name}`,
      message: event.message ?? '',
    }))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .slice(-MOST_EVENTS);
}
