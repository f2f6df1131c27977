import { RegisterTaskDefinitionRequest$, type TaskDefinition } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { renderTaskDefinition, requirePlatform, requirePort } from '../../../lib/deployment/programs/task-definition';

const IMAGE = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/sandbox/storefront@sha256:${'0'.repeat(64)}`;
// The member names of the request, from the SDK's own schema of the API.
const REGISTERED = new Set(RegisterTaskDefinitionRequest$[4] as string[]);

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 });
const container = fc.record(
  {
    image: fc.string(),
    cpu: fc.nat(),
    essential: fc.boolean(),
    environment: fc.array(fc.record({ name: fc.string(), value: fc.string() })),
    portMappings: fc.array(fc.record({ containerPort: fc.nat(65535) })),
  },
  { requiredKeys: [] },
);
/** What ECS describes: members that are registered, members that are not, and members that nobody knows yet. */
const described = fc
  .tuple(
    names.chain((list) => fc.tuple(...list.map((name) => container.map((rest) => ({ ...rest, name }))))),
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.record(
      {
        family: fc.string(),
        taskDefinitionArn: fc.string(),
        revision: fc.nat(),
        status: fc.constant('ACTIVE'),
        requiresAttributes: fc.constant([]),
        compatibilities: fc.constant(['FARGATE']),
        requiresCompatibilities: fc.constant(['FARGATE']),
        registeredAt: fc.date(),
        registeredBy: fc.string(),
        deregisteredAt: fc.date(),
        deleteRequestedAt: fc.date(),
        tags: fc.constant([{ key: 'a', value: 'b' }]),
        cpu: fc.string(),
        volumes: fc.constant([]),
        enableFaultInjection: fc.constant(true),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([containerDefinitions, unknown, known]) => ({ ...unknown, ...known, containerDefinitions }) as TaskDefinition);

test('the schema of the SDK is where this test looks for it', () => {
  expect([...REGISTERED]).toEqual(expect.arrayContaining(['family', 'containerDefinitions', 'tags']));
});

test('whatever ECS describes, only what it registers comes out, without tags', () => {
  fc.assert(
    fc.property(described, (taskDefinition) => {
      const name = taskDefinition.containerDefinitions![0]!.name!;
      const keys = Object.keys(renderTaskDefinition(taskDefinition, name, IMAGE));
      expect(keys.filter((key) => !REGISTERED.has(key) || key === 'tags')).toEqual([]);
    }),
  );
});

test('what is registered comes out as it was, but for the containers', () => {
  fc.assert(
    fc.property(described, (taskDefinition) => {
      const { containerDefinitions, ...rest } = renderTaskDefinition(
        taskDefinition,
        taskDefinition.containerDefinitions![0]!.name!,
        IMAGE,
      );
      const { containerDefinitions: _, ...before } = taskDefinition;
      const kept = Object.entries(before).filter(([key]) => REGISTERED.has(key) && key !== 'tags');
      expect(rest).toEqual(Object.fromEntries(kept));
    }),
  );
});

test('one container gets the image; it is otherwise unchanged, and so are all others and their order', () => {
  fc.assert(
    fc.property(described, fc.nat(), (taskDefinition, choice) => {
      const before = taskDefinition.containerDefinitions!;
      const chosen = choice % before.length;
      const after = renderTaskDefinition(taskDefinition, before[chosen]!.name!, IMAGE).containerDefinitions!;
      expect(after).toEqual(before.map((item, index) => (index === chosen ? { ...item, image: IMAGE } : item)));
    }),
  );
});

test('the described task definition itself is not changed', () => {
  const taskDefinition = { containerDefinitions: [{ name: 'app', image: 'placeholder' }] };
  renderTaskDefinition(taskDefinition, 'app', IMAGE);
  expect(taskDefinition).toEqual({ containerDefinitions: [{ name: 'app', image: 'placeholder' }] });
});

test('a container that is not there is refused with those that are', () => {
  const taskDefinition = { family: 'dev-web', containerDefinitions: [{ name: 'web' }, { name: 'collector' }] };
  expect(() => renderTaskDefinition(taskDefinition, 'app', IMAGE)).toThrow(
    'the task definition dev-web has no container "app" (it has web, collector)',
  );
});

test.each([
  [[], 'no port'],
  [undefined, 'no port'],
  [[{ containerPort: 80 }, { containerPort: 443 }], '80, 443'],
])('a container that maps %j is refused for the port 8080', (portMappings, got) => {
  const rendered = { family: 'dev-web', containerDefinitions: [{ name: 'app', portMappings }, { name: 'b' }] };
  expect(() => requirePort(rendered, 'app', 8080)).toThrow(
    `the container "app" must map the port 8080 (it maps ${got})`,
  );
});

const RENDERED = { family: 'dev-web', containerDefinitions: [{ name: 'app' }] };

test('an image for another processor than the task definition is refused', () => {
  expect(() => requirePlatform({ ...RENDERED, runtimePlatform: { cpuArchitecture: 'ARM64' } }, 'linux/amd64')).toThrow(
    'the task definition is for linux/arm64, but the image is for linux/amd64',
  );
});

test('a task definition that names no processor takes an image for x86_64 only', () => {
  expect(() => requirePlatform(RENDERED, 'linux/amd64')).not.toThrow();
  expect(() => requirePlatform(RENDERED, 'linux/arm64')).toThrow('the task definition is for linux/amd64');
});

test('fault injection that nobody asked for is left out', () => {
  const rendered = (enableFaultInjection: boolean) =>
    renderTaskDefinition({ ...RENDERED, enableFaultInjection }, 'app', IMAGE);
  expect(rendered(false)).not.toHaveProperty('enableFaultInjection');
  expect(rendered(true)).toHaveProperty('enableFaultInjection', true);
});
