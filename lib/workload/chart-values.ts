import type { Delivery, Environment, SecretSource, Service, ServiceSettings } from '../config/delivery';
import { COLLECTOR_CONTAINER, HEALTH_PATH, Variable } from '../shared/service-contract';
import { collectorVariables } from '../tracing/collector-configuration';
import { COLLECTOR_IMAGE, COLLECTOR_USER } from '../tracing/constants';
import { SIDECAR_CPU, VALIDATION_IMAGE } from './constants';
import type { ChartValues, SecretValues, SidecarValues, UserValues } from './values';

/** What a service is, and where it is. Texts may be tokens. */
export interface ChartValuesProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly settings: ServiceSettings;
  readonly region: string;
  /** Variables that the platform adds: the table's name, the addresses of called services, where traces go. */
  readonly platformVariables: Readonly<Record<string, string>>;
  /** ARNs. */
  readonly targetGroups: { readonly live: string; readonly next: string };
  /** As CloudWatch's dimensions have them: `app/NAME/ID` and, of the live side, `targetgroup/NAME/ID`. */
  readonly loadBalancerFullName: string;
  readonly liveTargetGroupFullName: string;
  /** Ranges of the subnets of the load balancer that the service is behind. */
  readonly loadBalancerCidrs: readonly string[];
  /** Ranges of the subnets of the load balancer that the services are behind which it calls. */
  readonly calledCidrs: readonly string[];
  /** The function that validates a new version. */
  readonly hookFunctionName: string;
  /** How long that may take. */
  readonly hookSeconds: number;
}

/** All that the chart takes for a service in an environment, but the image. */
export function chartValues(props: ChartValuesProps): ChartValues {
  const { delivery, environment, service, settings, region } = props;
  const { alarms, bakeMinutes, healthCommand, port, scaling, strategy } = settings;
  const collector = collectorOf(props);
  const shares = cpuShares(settings.cpu, settings.sidecars.length + (collector ? 1 : 0));
  const besideApp = settings.sidecars.reduce((sum, { memory }) => sum + memory, settings.tracing?.collectorMemory ?? 0);
  return {
    delivery: delivery.name,
    environment: environment.name,
    service: service.name,
    region,
    architecture: service.architecture,
    port,
    healthPath: HEALTH_PATH,
    user: userOf(settings.user),
    cpuLimit: millicores(shares.pod),
    app: {
      cpu: millicores(shares.app),
      memory: mebibytes(settings.memory - besideApp),
      variables: { ...settings.variables, ...props.platformVariables, [Variable.PORT]: String(port) },
      ...(healthCommand && { healthCommand }),
    },
    sidecars: settings.sidecars.map(({ name, image, memory, command, variables }) => ({
      name,
      image,
      cpu: millicores(shares.sidecar),
      memory: mebibytes(memory),
      ...(command && { command }),
      variables,
    })),
    ...(collector && { collector: { ...collector, cpu: millicores(shares.sidecar) } }),
    secrets: Object.entries(settings.secrets).map(([variable, source]) => secretOf(variable, source)),
    scaling: { minimum: scaling.minimum, maximum: scaling.maximum, cpuPercent: scaling.cpuPercent },
    strategy,
    bakeMinutes,
    targetGroups: props.targetGroups,
    loadBalancerCidrs: props.loadBalancerCidrs,
    calls: { cidrs: service.calls.length === 0 ? [] : props.calledCidrs, ports: calledPorts(props) },
    analysis: {
      loadBalancer: props.loadBalancerFullName,
      targetGroup: props.liveTargetGroupFullName,
      errorPercent: alarms.errorPercent,
      p99Milliseconds: alarms.p99Milliseconds,
    },
    validation: {
      functionName: props.hookFunctionName,
      timeoutSeconds: props.hookSeconds,
      image: VALIDATION_IMAGE,
    },
  };
}

/** Thousandths of a core, whole ones. */
interface CpuShares {
  readonly pod: number;
  readonly app: number;
  readonly sidecar: number;
}

/** How a pod's CPU is divided. @param units 1024 to a vCPU, as the configuration has it @param sidecars how many */
export function cpuShares(units: number, sidecars: number): CpuShares {
  const pod = (units * 1000) / 1024;
  const sidecar = sidecars === 0 ? 0 : Math.floor(pod * Math.min(SIDECAR_CPU.each, SIDECAR_CPU.all / sidecars));
  return { pod, app: pod - sidecars * sidecar, sidecar };
}

function collectorOf({ environment, region, settings }: ChartValuesProps): Omit<Collector, 'cpu'> | undefined {
  if (!settings.tracing) return undefined;
  const memory = settings.tracing.collectorMemory;
  const transactionSearch = environment.transactionSearch !== undefined;
  return {
    name: COLLECTOR_CONTAINER,
    image: COLLECTOR_IMAGE,
    memory: mebibytes(memory),
    user: userOf(COLLECTOR_USER),
    // What of EKS the collector could ask is closed to pods: the node's metadata and the cluster's API.
    variables: collectorVariables({ region, memory, transactionSearch, detector: 'env' }),
  };
}

type Collector = SidecarValues & { readonly user: UserValues };

/** The listeners of the services that this one calls. */
function calledPorts({ delivery, environment, service }: ChartValuesProps): number[] {
  return service.calls.map(
    (name) => delivery.services.find((other) => other.name === name)!.in[environment.name]!.listenerPort,
  );
}

function secretOf(variable: string, source: SecretSource): SecretValues {
  if (source.store === 'ssm') return { variable, kind: 'ssmparameter', name: source.name };
  const { name, jsonKey } = source;
  return { variable, kind: 'secretsmanager', name, ...(jsonKey !== undefined && { jsonKey }) };
}

/** @param user `uid:gid`, as the configuration's checks leave it */
function userOf(user: string): UserValues {
  const [uid, gid] = user.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function millicores(amount: number): string {
  return `${amount}m`;
}

function mebibytes(amount: number): string {
  return `${amount}Mi`;
}
