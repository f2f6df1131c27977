import { Agent, request } from 'node:https';
import { describe, Problem } from '../build/programs/problem';

export interface KubernetesClientOptions {
  /** `https://…` */
  readonly endpoint: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
  readonly namespace: string;
}

/** An error that the API answered with. */
export class KubernetesProblem extends Problem {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** By resource: the path of its group and version. */
const API = {
  configmaps: '/api/v1',
  pods: '/api/v1',
  events: '/api/v1',
  horizontalpodautoscalers: '/apis/autoscaling/v2',
  rollouts: '/apis/argoproj.io/v1alpha1',
  analysisruns: '/apis/argoproj.io/v1alpha1',
  experiments: '/apis/argoproj.io/v1alpha1',
} as const;

export type KubernetesResource = keyof typeof API;

/** Of Kubernetes' objects what all have. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const TIMEOUT_MILLISECONDS = 20_000;
/** What a list is asked as where only names and labels matter. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The little of Kubernetes' API that looking at a rollout takes; what installs one is Helm. In one namespace. */
export class KubernetesClient {
  private readonly agent: Agent;

  constructor(private readonly options: KubernetesClientOptions) {
    this.agent = new Agent({ ca: options.certificateAuthority, keepAlive: true });
  }

  /** An object, or undefined where there is none. */
  async find<T extends KubernetesObject>(resource: KubernetesResource, name: string): Promise<T | undefined> {
    try {
      return await this.call<T>('GET', this.path(resource, name));
    } catch (error) {
      if (error instanceof KubernetesProblem && error.code === 404) return undefined;
      throw error;
    }
  }

  /** @param labels all of which an object has to have */
  async list<T extends KubernetesObject>(
    resource: KubernetesResource,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<readonly T[]> {
    return (await this.call<{ readonly items: readonly T[] }>('GET', this.selected(resource, labels))).items;
  }

  /** The names and labels of objects, without what is in them. */
  async listMetadata(
    resource: KubernetesResource,
    labels: Readonly<Record<string, string>>,
  ): Promise<readonly KubernetesObject[]> {
    const accept = { accept: METADATA_ONLY };
    const { items } = await this.call<{ readonly items: readonly KubernetesObject[] }>(
      'GET',
      this.selected(resource, labels),
      undefined,
      accept,
    );
    return items;
  }

  /** A merge patch: null takes a member away. @param part `status`, where the object keeps that apart */
  async patch(resource: KubernetesResource, name: string, change: object, part?: 'status'): Promise<void> {
    const path = this.path(resource, name) + (part ? `/${part}` : '');
    await this.call('PATCH', path, change, { 'content-type': 'application/merge-patch+json' });
  }

  async delete(resource: KubernetesResource, name: string): Promise<void> {
    await this.call('DELETE', this.path(resource, name));
  }

  private path(resource: KubernetesResource, name?: string): string {
    const all = `${API[resource]}/namespaces/${this.options.namespace}/${resource}`;
    return name === undefined ? all : `${all}/${encodeURIComponent(name)}`;
  }

  private selected(resource: KubernetesResource, labels: Readonly<Record<string, string>>): string {
    const selector = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    return `${this.path(resource)}?${new URLSearchParams({ labelSelector: selector.join(',') })}`;
  }

  private async call<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const what = `${method} ${path.split('?')[0]}`;
    const { status, text } = await this.send(method, path, body, headers).catch((error: unknown) => {
      throw new Problem(`the cluster's API does not answer (${what}): ${describe(error)}`);
    });
    const answer = parsed(text);
    if (status >= 400) {
      const { message = `HTTP ${status}` } = Object(answer) as { readonly message?: string };
      throw new KubernetesProblem(status, `the cluster's API refuses ${what}: ${message}`);
    }
    return answer as T;
  }

  private send(method: string, path: string, body: object | undefined, headers: Record<string, string>) {
    const { endpoint, token } = this.options;
    return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const sent = request(
        new URL(path, endpoint),
        {
          method,
          agent: this.agent,
          timeout: TIMEOUT_MILLISECONDS,
          headers: {
            accept: 'application/json',
            authorization: `Bearer ${token}`,
            'user-agent': 'slipway',
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode!, text }));
          response.on('error', reject);
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MILLISECONDS / 1000} seconds`)));
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
