import { parseReleaseManifest } from '../../lib/deployment/release-manifest';

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
