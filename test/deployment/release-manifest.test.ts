import { parseReleaseManifest } from '../../lib/deployment/release-manifest';
import { EKS_MANIFEST } from '../support/eks-release';
import { NATIVE, NATIVE_MANIFEST } from '../support/native-release';

const MANIFEST = {
  taskDefinition: 'arn:aws:ecs:eu-central-1:444455556666:task-definition/dev-storefront:7',
  container: 'app',
  port: 8080,
  subnets: ['subnet-0a1b', 'subnet-0c2d'],
  securityGroups: ['sg-0e3f'],
  assignPublicIp: 'DISABLED',
};

test('a complete manifest is read as it is', () => {
  expect(parseReleaseManifest(JSON.stringify(MANIFEST))).toEqual(MANIFEST);
});

test('a member of a newer stack is ignored', () => {
  expect(parseReleaseManifest(JSON.stringify({ ...MANIFEST, later: true }))).toEqual(MANIFEST);
});

test('text that is not JSON is refused without repeating it', () => {
  expect(() => parseReleaseManifest('{"password": "hunter2"')).toThrow(/^the release manifest is not JSON$/);
});

test('every problem is reported at once', () => {
  const broken = {
    taskDefinition: 'dev-storefront',
    container: 'app',
    port: '80',
    subnets: [],
    securityGroups: ['sg-0e3f', 'x'],
  };
  expect(() => parseReleaseManifest(JSON.stringify(broken))).toThrow(
    'the release manifest is not valid: ' +
      'taskDefinition must be the ARN of a task definition with its revision (got "dev-storefront"); ' +
      'port must be a port between 1 and 65535 (got "80"); ' +
      'subnets must be a list of at least one subnet id (got []); ' +
      'securityGroups.1 must be a security group id (got "x"); ' +
      'assignPublicIp must be ENABLED or DISABLED (got undefined)',
  );
});

test.each([
  ['taskDefinition', 'arn:aws:ecs:eu-central-1:444455556666:task-definition/dev-storefront'],
  ['container', 'two words'],
  ['port', 0],
  ['port', 65536],
  ['port', 80.5],
  ['subnets', 'subnet-0a1b'],
  ['subnets', ['vpc-0a1b']],
  ['securityGroups', []],
  ['assignPublicIp', true],
])('a manifest with %s %j is refused', (key, value) => {
  expect(() => parseReleaseManifest(JSON.stringify({ ...MANIFEST, [key]: value }))).toThrow(
    new RegExp(`^the release manifest is not valid: ${key}(\\.0)? must be [^;]*$`),
  );
});

test.each(['null', '[]', '"text"'])('%s is refused as a manifest', (text) => {
  expect(() => parseReleaseManifest(text)).toThrow(
    `the release manifest is not valid: it must be a JSON object (got ${text})`,
  );
});

test('a task definition of another partition is as good', () => {
  const taskDefinition = 'arn:aws-cn:ecs:cn-north-1:444455556666:task-definition/dev-storefront:7';
  expect(parseReleaseManifest(JSON.stringify({ ...MANIFEST, taskDefinition }))).toMatchObject({ taskDefinition });
});

test('a manifest for ECS itself is read as it is', () => {
  expect(parseReleaseManifest(JSON.stringify(NATIVE_MANIFEST))).toEqual(NATIVE_MANIFEST);
});

test.each([
  ['strategy', { kind: 'rolling' }, '.kind must be a strategy: allAtOnce, canary or linear (got {"kind":"rolling"})'],
  ['bakeMinutes', 1.5, ' must be a whole number of minutes (got 1.5)'],
  ['alarms', 'all', ' must be a list of alarms (got "all")'],
  ['trafficRole', 'Role', ' must be the ARN of a role (got "Role")'],
  [
    'productionRule',
    NATIVE.targetGroup,
    ` must be the ARN of a listener rule (got ${JSON.stringify(NATIVE.targetGroup)})`,
  ],
  ['cluster', 'a/b', ' must be the name of a cluster (got "a/b")'],
])('a manifest for ECS with %s %j is refused', (key, value, message) => {
  const text = JSON.stringify({ ...NATIVE_MANIFEST, native: { ...NATIVE, [key]: value } });
  expect(() => parseReleaseManifest(text)).toThrow(`the release manifest is not valid: native.${key}${message}`);
});

test('a percentage that moves all or nothing is refused', () => {
  for (const percent of [0, 100]) {
    const native = { ...NATIVE, strategy: { kind: 'canary', percent, minutes: 5 } };
    expect(() => parseReleaseManifest(JSON.stringify({ ...NATIVE_MANIFEST, native }))).toThrow(
      `native.strategy.percent must be a percentage over 0 and under 100 (got ${percent})`,
    );
  }
});

test('a hook that is no function is refused', () => {
  expect(() => parseReleaseManifest(JSON.stringify({ ...MANIFEST, hook: 'validate' }))).toThrow(
    'hook must be the ARN of a Lambda function (got "validate")',
  );
});

test('a manifest for EKS is read as it is, with all that the chart takes', () => {
  expect(parseReleaseManifest(JSON.stringify(EKS_MANIFEST))).toEqual(EKS_MANIFEST);
});

test('a manifest that says that it is for ECS is one like those that say nothing', () => {
  const manifest = { ...MANIFEST, platform: 'ecs' };
  expect(parseReleaseManifest(JSON.stringify(manifest))).toEqual(manifest);
});

test.each([
  [
    { function: 'arn:aws:lambda:x:y' },
    'function must be the name of a Lambda function, maybe with an alias (got "arn:aws:lambda:x:y")',
  ],
  [{ minutes: '72' }, 'minutes must be a whole number of minutes (got "72")'],
  [{ values: 'all' }, 'values must be a JSON object (got "all")'],
  [
    { values: { ...EKS_MANIFEST.values, architecture: 'mips' } },
    'values.architecture must be arm64 or x86_64 (got "mips")',
  ],
  [{ platform: 'nomad' }, 'platform must be ecs or eks (got "nomad")'],
])('a manifest for EKS with %j is refused', (change, problem) => {
  expect(() => parseReleaseManifest(JSON.stringify({ ...EKS_MANIFEST, ...change }))).toThrow(
    `the release manifest is not valid: ${problem}`,
  );
});
