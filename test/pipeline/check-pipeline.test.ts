import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Delivery } from '../../lib/config/delivery';
import { trunk } from '../../lib/config/words';
import { CheckPipeline } from '../../lib/pipeline/check-pipeline';
import { newApp } from '../support/app';
import type { Properties } from '../support/template';
import { shop, TOOLS } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const withTrunk = shop((input) => {
  input.tools = TOOLS;
  Object.assign(input, { branching: { ...trunk(), verified: [] } });
});

function templateFor(of: Delivery): Template {
  const stack = new Stack(newApp(), 'stack', { env: TOOLS });
  const role = Role.fromRoleArn(stack, 'BuildRole', 'arn:aws:iam::111111111111:role/build', { mutable: false });
  new CheckPipeline(stack, 'Check', {
    delivery: of,
    service: of.services[0]!,
    source: {
      kind: 'github',
      connectionArn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0123',
      repository: 'acme/web',
      path: 'services/web',
      sharedPaths: [],
    },
    key: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:key/0123'),
    checks: {
      Verify: { project: new PipelineProject(stack, 'Verify', { role }) },
      Inspect: { project: new PipelineProject(stack, 'Inspect', { role }), leaves: 'Inspection' },
    },
  });
  return Template.fromStack(stack);
}

const template = templateFor(delivery);
const pipelineIn = (one: Template): Properties =>
  Object.values(one.findResources('AWS::CodePipeline::Pipeline'))[0]!['Properties'];
const pipeline = pipelineIn(template);
const triggers = (one: Template): Properties => pipelineIn(one)['Triggers'][0].GitConfiguration;

test('branches that are only verified are checked when they are pushed', () => {
  expect(triggers(template)['Push']).toEqual([
    { Branches: { Includes: ['feature/**', 'bugfix/**'] }, FilePaths: { Includes: ['services/web/**'] } },
  ]);
});

test('a pull request into a branch that is released is checked when it is opened and when it changes', () => {
  const [filter, ...others] = triggers(template)['PullRequest'];
  expect(others).toEqual([]);
  expect(filter).toMatchObject({ Events: ['OPEN', 'UPDATED'], FilePaths: { Includes: ['services/web/**'] } });
  for (const { branches } of delivery.releaseLines) {
    for (const branch of branches) expect(filter.Branches.Includes).toContain(branch.replace('/*', '/**'));
  }
});

test('without branches to verify only pull requests are checked', () => {
  expect(triggers(templateFor(withTrunk))).toMatchObject({ PullRequest: [{ Branches: { Includes: ['main'] } }] });
  expect(triggers(templateFor(withTrunk))).not.toHaveProperty('Push');
});

test('it checks and does nothing after that', () => {
  const stages = pipeline['Stages'].map(({ Name, Actions }: Properties) => [
    Name,
    Actions.map((one: Properties) => one['Name']),
  ]);
  expect(stages).toEqual([
    ['Source', ['Source']],
    ['Check', ['Verify', 'Inspect']],
  ]);
});

test('a build that leaves something has a place for it', () => {
  const outputs = pipeline['Stages'][1].Actions.map(({ OutputArtifacts = [] }: Properties) => OutputArtifacts);
  expect(outputs).toEqual([[], [{ Name: 'Inspection' }]]);
});

test('a check of one branch does not replace that of another', () => {
  expect(pipeline['ExecutionMode']).toBe('PARALLEL');
});

test('its role reaches the connection, its builds and its artifacts, and enters no environment', () => {
  const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
  const actions: string[] = policy!['Properties'].PolicyDocument.Statement.flatMap(({ Action }: Properties) => Action);
  expect([...new Set(actions.map((action) => action.split(':')[0]))].sort()).toEqual([
    'codebuild',
    'codeconnections',
    'codestar-connections',
    'kms',
    's3',
  ]);
});

test('it has a name that no release line can have', () => {
  expect(pipeline['Name']).toBe('shop-web_check');
});
