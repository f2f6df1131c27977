import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { selfSigned } from './certificate';
import { discovery, KINDS, Refusal, type Target, targetOf } from './kubernetes-discovery';
import { type Json, merged, OwnedObject } from './kubernetes-fields';
import { configMapOf } from './kubernetes-protobuf';

/** One call, in the words of Kubernetes' authorization. */
export interface KubernetesCall {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  /** With its subresource: `rollouts/status`. */
  readonly resource: string;
  readonly name?: string;
  readonly namespace: string;
  readonly token: string;
}

/** What may be done, as a Role has it. */
export interface KubernetesRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * A Kubernetes API in memory, over TLS on this machine: discovery, objects with their fields' owners, patches of all kinds,
 * and the rights of whoever calls. Nothing happens in it by itself: the test is the controllers.
 */
export class KubernetesApi {
  readonly calls: KubernetesCall[] = [];
  /** What a caller may do. Undefined: everything. */
  rules?: readonly KubernetesRule[];
  /** Called before each write: what it throws, the caller gets as an error of the server. */
  beforeWrite?: (call: KubernetesCall, body: Json) => void;
  private objects = new Map<string, OwnedObject>();
  private version = 100;
  private readonly identity = selfSigned();
  private readonly server = createServer(
    { key: this.identity.key, cert: this.identity.certificate },
    (request, response) => {
      this.answer(request).then(({ code, body }) => {
        response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    },
  );

  /** Listens while the tests of the calling file run, and forgets everything between them. */
  static forTests(): KubernetesApi {
    const api = new KubernetesApi();
    beforeAll(() => new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      api.calls.length = 0;
      api.objects.clear();
      api.rules = undefined;
      api.beforeWrite = undefined;
    });
    afterAll(() => new Promise((resolve) => api.server.close(resolve)));
    return api;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** In base64, as EKS says it. */
  get certificateAuthority(): string {
    return Buffer.from(this.identity.certificate).toString('base64');
  }

  /** An object, or undefined. @param resource such as `rollouts` */
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the object has
  get(namespace: string, resource: string, name: string): any {
    return this.objects.get(`${namespace}/${resource}/${name}`)?.value;
  }

  names(namespace: string, resource: string): string[] {
    const start = `${namespace}/${resource}/`;
    return [...this.objects.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  /** What a controller or a person does: a merge of what is there, or a new object. */
  set(namespace: string, resource: string, name: string, change: Json, manager = 'controller'): void {
    const key = `${namespace}/${resource}/${name}`;
    const [apiVersion = '', kinds = {}] = Object.entries(KINDS).find(([, one]) => Object.hasOwn(one, resource)) ?? [];
    const object =
      this.objects.get(key) ?? new OwnedObject({ apiVersion, kind: kinds[resource], metadata: { name, namespace } });
    this.objects.set(key, object);
    object.written(manager, this.stamped(object.value, merged(object.value, change) as Json));
  }

  /** All that there is, to come back to. */
  get state(): ReadonlyMap<string, OwnedObject> {
    return copied(this.objects);
  }

  set state(objects: ReadonlyMap<string, OwnedObject>) {
    this.objects = copied(objects);
  }

  private async answer(request: IncomingMessage): Promise<{ readonly code: number; readonly body: unknown }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url!, this.url);
    try {
      return { code: request.method === 'POST' ? 201 : 200, body: this.handle(request, url, Buffer.concat(chunks)) };
    } catch (error) {
      const { code, reason, message } =
        error instanceof Refusal ? error : new Refusal(500, 'InternalError', String(error));
      return { code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code } };
    }
  }

  private handle(request: IncomingMessage, url: URL, data: Buffer): unknown {
    if (!request.headers.authorization) throw new Refusal(401, 'Unauthorized', 'Unauthorized');
    const target = targetOf(url.pathname);
    if (!target) return discovery(url.pathname);
    const call = this.recorded(request, url, target);
    const key = `${target.namespace}/${target.resource}/${target.name}`;
    if (call.verb === 'list') return this.list(target, url, request);
    const body = bodyOf(request, data);
    if (call.verb !== 'get') this.beforeWrite?.(call, body);
    const object = this.objects.get(key);
    if (call.verb === 'create') return this.create(target, body, managerOf(request, url));
    const isApply = request.headers['content-type']?.startsWith('application/apply-patch') ?? false;
    if (!object && !isApply) throw missing(target);
    // Who applies what is not there yet also has to have the right to create it.
    if (!object) this.authorize({ ...call, verb: 'create' });
    if (call.verb === 'get') return object!.value;
    if (call.verb === 'delete') {
      this.objects.delete(key);
      return { kind: 'Status', apiVersion: 'v1', status: 'Success' };
    }
    return this.change(target, object, body, request, url);
  }

  private recorded({ method, headers }: IncomingMessage, url: URL, target: Target): KubernetesCall {
    const { apiVersion, namespace, resource, name, subresource } = target;
    const verbs: Readonly<Record<string, string>> = {
      GET: name === undefined ? 'list' : 'get',
      POST: 'create',
      PUT: 'update',
      PATCH: 'patch',
      DELETE: name === undefined ? 'deletecollection' : 'delete',
    };
    const call: KubernetesCall = {
      verb: url.searchParams.get('watch') === 'true' ? 'watch' : verbs[method!]!,
      group: apiVersion.includes('/') ? apiVersion.split('/')[0]! : '',
      resource: subresource === undefined ? resource : `${resource}/${subresource}`,
      name,
      namespace,
      token: headers.authorization!.replace('Bearer ', ''),
    };
    this.authorize(call);
    return call;
  }

  private authorize(call: KubernetesCall): void {
    this.calls.push(call);
    const { namespace } = call;
    if (this.rules && !this.rules.some((rule) => allows(rule, call))) {
      const what = `cannot ${call.verb} resource "${call.resource}" in API group "${call.group}" in the namespace "${namespace}"`;
      throw new Refusal(403, 'Forbidden', `User "deployer" ${what}`);
    }
  }

  private list({ namespace, resource, apiVersion }: Target, url: URL, { headers }: IncomingMessage): unknown {
    const wanted = (url.searchParams.get('labelSelector') ?? '').split(',').filter((part) => part !== '');
    const items = this.names(namespace, resource)
      .map((name) => this.get(namespace, resource, name))
      .filter(({ metadata }) =>
        wanted.every((part) => {
          const [label = '', value] = part.split('=');
          return metadata.labels?.[label] === value;
        }),
      );
    if (headers.accept?.includes('as=PartialObjectMetadataList')) {
      const bare = items.map(({ metadata }) => ({ metadata }));
      return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: {}, items: bare };
    }
    return { kind: `${KINDS[apiVersion]![resource]}List`, apiVersion, metadata: {}, items };
  }

  private create({ namespace, resource }: Target, body: Json, manager: string): unknown {
    const { name } = body['metadata'] as { readonly name: string };
    if (this.get(namespace, resource, name))
      throw new Refusal(409, 'AlreadyExists', `${resource} "${name}" already exists`);
    this.set(namespace, resource, name, body, manager);
    return this.get(namespace, resource, name);
  }

  private change(target: Target, known: OwnedObject | undefined, body: Json, request: IncomingMessage, url: URL): Json {
    const { namespace, resource, name, apiVersion, subresource } = target;
    const type = request.headers['content-type'] ?? '';
    const manager = managerOf(request, url);
    const object =
      known ?? new OwnedObject({ apiVersion, kind: KINDS[apiVersion]![resource], metadata: { name, namespace } });
    const before = object.value;
    if (type.startsWith('application/apply-patch')) {
      const conflicts = object.applied(manager, body, url.searchParams.get('force') === 'true');
      if (conflicts.length > 0) {
        const fields = conflicts.map((path) => `.${path.replaceAll('\0', '.')}`).join(', ');
        throw new Refusal(409, 'Conflict', `Apply failed with ${conflicts.length} conflict: ${fields}`);
      }
      object.value = this.stamped(before, object.value);
    } else {
      const next = (request.method === 'PUT' ? body : merged(before, body)) as Json;
      // A subresource changes its own part, and the main resource leaves that alone.
      const kept =
        subresource === 'status' ? { ...before, status: next['status'] } : { ...next, status: before['status'] };
      object.written(manager, this.stamped(before, kept));
    }
    this.objects.set(`${namespace}/${resource}/${name}`, object);
    return object.value;
  }

  private stamped(before: Json, after: Json): Json {
    const metadata = before['metadata'] as Json;
    const isChanged = JSON.stringify(before['spec']) !== JSON.stringify(after['spec']);
    const generation = Number(metadata['generation'] ?? 0) + (isChanged ? 1 : 0);
    const own = { uid: metadata['uid'] ?? `uid-${this.version}`, resourceVersion: String(this.version++), generation };
    return {
      ...after,
      metadata: { ...(after['metadata'] as Json), creationTimestamp: '2026-11-23T08:00:00Z', ...own },
    };
  }
}

function copied(objects: ReadonlyMap<string, OwnedObject>): Map<string, OwnedObject> {
  return new Map([...objects].map(([key, object]) => [key, object.copy()]));
}

function bodyOf({ method, headers }: IncomingMessage, data: Buffer): Json {
  if (data.length === 0 || method === 'DELETE') return {};
  if (headers['content-type']?.includes('protobuf')) return configMapOf(data);
  return parse(data.toString()) as Json;
}

function missing({ resource, name }: Target): Refusal {
  return new Refusal(404, 'NotFound', `${resource} "${name}" not found`);
}

function managerOf({ headers }: IncomingMessage, url: URL): string {
  return url.searchParams.get('fieldManager') ?? String(headers['user-agent']).split('/')[0]!;
}

function allows(rule: KubernetesRule, { verb, group, resource }: KubernetesCall): boolean {
  return rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.verbs.includes(verb);
}
