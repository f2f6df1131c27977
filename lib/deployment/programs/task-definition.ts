import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import type { ImagePlatform } from '../../build/programs/constants';
import { Problem } from '../../build/programs/problem';

/** What ECS registers; tags stay with the revision that the stack owns. */
export type RenderedTaskDefinition = Omit<RegisterTaskDefinitionCommandInput, 'tags'>;

// An allow-list, so that whatever else ECS comes to describe never reaches a registration. The type makes a member that
// a later SDK learns a compile error here.
const REGISTERED: Record<keyof RenderedTaskDefinition, true> = {
  family: true,
  taskRoleArn: true,
  executionRoleArn: true,
  networkMode: true,
  containerDefinitions: true,
  volumes: true,
  placementConstraints: true,
  requiresCompatibilities: true,
  cpu: true,
  memory: true,
  pidMode: true,
  ipcMode: true,
  proxyConfiguration: true,
  inferenceAccelerators: true,
  ephemeralStorage: true,
  runtimePlatform: true,
  enableFaultInjection: true,
};

/** The same task definition with one container's image replaced, as `RegisterTaskDefinition` accepts it. */
export function renderTaskDefinition(
  taskDefinition: TaskDefinition,
  container: string,
  imageUri: string,
): RenderedTaskDefinition {
  const containers = taskDefinition.containerDefinitions ?? [];
  const names = containers.map(({ name }) => name);
  if (!names.includes(container)) {
    throw new Problem(
      `the task definition ${taskDefinition.family} has no container ${JSON.stringify(container)} (it has ${names.join(', ')})`,
    );
  }
  // ECS states `false` where nothing was asked for, and not every reader of the file knows the member.
  const isStated = ([key, value]: [string, unknown]) => !(key === 'enableFaultInjection' && value === false);
  const kept = Object.entries(taskDefinition)
    .filter(([key]) => Object.hasOwn(REGISTERED, key))
    .filter(isStated);
  return {
    ...(Object.fromEntries(kept) as unknown as RenderedTaskDefinition),
    containerDefinitions: containers.map((definition) =>
      definition.name === container ? { ...definition, image: imageUri } : definition,
    ),
  };
}

/** Refuses a port that the container does not map: CodeDeploy would only find out in the middle of a deployment. */
export function requirePort({ containerDefinitions }: RenderedTaskDefinition, container: string, port: number): void {
  const mapped = containerDefinitions?.find(({ name }) => name === container)?.portMappings ?? [];
  if (mapped.some(({ containerPort }) => containerPort === port)) return;
  const ports = mapped.map(({ containerPort }) => containerPort).join(', ') || 'no port';
  throw new Problem(`the container ${JSON.stringify(container)} must map the port ${port} (it maps ${ports})`);
}

/** Refuses an image for another processor: its tasks would die at their start, again and again. */
export function requirePlatform({ runtimePlatform }: RenderedTaskDefinition, platform: ImagePlatform): void {
  const architecture = runtimePlatform?.cpuArchitecture ?? 'X86_64';
  const wanted: ImagePlatform = architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64';
  if (platform === wanted) return;
  throw new Problem(
    `the task definition is for ${wanted}, but the image is for ${platform}: the architecture of the service has ` +
      'changed, so deploy its pipeline stack and release a new commit',
  );
}
