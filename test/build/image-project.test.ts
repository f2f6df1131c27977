import type { Properties } from '../support/template';
import { about, allowedBy, only, shop, TOOLS, templateOf } from '../support/templates';

const PROJECT = 'AWS::CodeBuild::Project';
const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const x86 = shop(({ services: [web] }) => Object.assign(web!, { architecture: 'x86_64' }));
const template = templateOf(delivery, NAME);
const project = only(template, PROJECT, { Name: 'shop-web-main-image' }).Properties!;
const statements = allowedBy(delivery, NAME, 'Image');

function platformIn(stack: typeof template): string {
  const { Environment } = only(stack, PROJECT, { Name: 'shop-web-main-image' }).Properties!;
  return Environment.EnvironmentVariables.find(({ Name }: Properties) => Name === 'IMAGE_PLATFORM').Value;
}

test('the image is built with Docker, which takes a privileged container', () => {
  expect(project['Environment'].PrivilegedMode).toBe(true);
});

test('no other build is privileged', () => {
  template.resourcePropertiesCountIs(PROJECT, { Environment: { PrivilegedMode: true } }, 1);
});

test('layers are kept from build to build where the machine is the same', () => {
  expect(project['Cache']).toEqual({ Type: 'LOCAL', Modes: ['LOCAL_DOCKER_LAYER_CACHE'] });
});

test('the image is for the processor of the tasks', () => {
  expect(platformIn(template)).toBe('linux/arm64');
  expect(platformIn(templateOf(x86, NAME))).toBe('linux/amd64');
});

test("the build pushes to the service's repository of images and no other", () => {
  expect(about(statements, 'ecr:PutImage').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:ecr:eu-central-1:111111111111:repository/shop-web',
  ]);
});

test('the build removes no image', () => {
  const actions = statements.flatMap((statement) => statement.actions).filter((action) => action.startsWith('ecr:'));
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => /Delete|Lifecycle|Policy|\*/.test(action))).toEqual([]);
});

test('the only thing that the build may do anywhere is to sign in to ECR', () => {
  const anywhere = statements.filter(({ resources }) => resources.includes('*'));
  expect(anywhere.flatMap(({ actions }) => actions)).toEqual(['ecr:GetAuthorizationToken']);
});

test("the build clones the service's repository and no other", () => {
  expect(about(statements, 'codecommit:GitPull').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:codecommit:eu-central-1:111111111111:shop-web',
  ]);
});

test("the build signs what it pushes with the delivery's profile, where images are signed", () => {
  const [statement] = about(statements, 'signer:SignPayload');
  expect(statement!.resources).toHaveLength(1);
  expect(JSON.stringify(statement!.resources)).toMatch(/SigningProfile|signing-profiles/i);
  const unsigned = shop((input) => Object.assign(input, { tools: TOOLS, registry: { signing: false } }));
  expect(about(allowedBy(unsigned, NAME, 'Image'), 'signer:SignPayload')).toEqual([]);
});
