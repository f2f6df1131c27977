import { about, allowedBy, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev' },
    { name: 'test', network: { cidr: '10.1.0.0/16' }, deploymentWindow: { cron: '* * 6-20 ? * MON-FRI' } },
    {
      name: 'prod',
      network: { cidr: '10.2.0.0/16' },
      production: true,
      deploymentWindow: { cron: '* * 8-15 ? * MON-THU' },
    },
  ];
  Object.assign(input.services[0]!, {
    tests: {
      integration: { command: 'npm run test:integration', in: ['dev'] },
      acceptance: { command: 'npm run test:acceptance', in: ['dev', 'test'] },
      load: { requestsPerSecond: 10, in: ['test'] },
    },
  });
});
const pipeline = new PipelineView(delivery, NAME);
const statements = allowedBy(delivery, NAME, 'RolePolicy');

test('each environment has a stage of its own, and what a person approves one before it', () => {
  expect(pipeline.order.slice(-4)).toEqual(['dev', 'test', 'approve-prod', 'prod']);
});

test('a person reads the notes before the approval, and nothing else happens there', () => {
  expect(pipeline.orderIn('approve-prod')).toEqual(['1 Notes', '2 Approve']);
  expect(pipeline.action('approve-prod', 'Approve')['ActionTypeId']).toMatchObject({
    Category: 'Approval',
    Provider: 'Manual',
  });
});

test('the notes are about what was cloned, built and scanned in this run', () => {
  expect(pipeline.inputsOf('approve-prod', 'Notes')).toEqual(['Source', 'Image', 'Scan']);
  expect(pipeline.action('approve-prod', 'Approve')['Configuration'].CustomData).toBe('#{Notes-prod.SUMMARY}');
});

test('a stage that a rollback runs alone asks nobody to approve', () => {
  for (const { name } of delivery.environments) {
    expect(pipeline.orderIn(name)).not.toContainEqual(expect.stringContaining('Approve'));
  }
});

test('an environment is deployed to, then tested', () => {
  expect(pipeline.orderIn('dev')).toEqual(['1 Render', '2 Deploy', '3 Record', '4 Integration', '4 Acceptance']);
});

test('it is put under load only after the tests', () => {
  expect(pipeline.orderIn('test')).toEqual(['1 Render', '2 Deploy', '3 Record', '4 Acceptance', '5 Load']);
});

test('where nothing is tested, the deployment is all', () => {
  expect(pipeline.orderIn('prod')).toEqual(['1 Render', '2 Deploy', '3 Record']);
});

test('every stage of an environment asks the freeze switch; a window opens it, or closes the approval before it', () => {
  const asked = ['dev', 'test', 'approve-prod', 'prod'].map((stage) => pipeline.rulesOf(stage));
  expect(asked).toEqual([
    { BeforeEntry: ['Freeze-dev'] },
    { BeforeEntry: ['Freeze-test', 'Window-test'] },
    { OnSuccess: ['Window-prod'] },
    { BeforeEntry: ['Freeze-prod'] },
  ]);
});

test('the pipeline may ask the freeze switch', () => {
  expect(about(statements, 'lambda:InvokeFunction').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:lambda:eu-central-1:111111111111:function:shop-release-freeze',
  ]);
});

test('production goes back when its stage fails, and no other does', () => {
  const answers = pipeline.stages.map(({ Name, OnFailure }) => [Name, OnFailure?.Result]);
  expect(answers.filter(([, result]) => result !== undefined)).toEqual([['prod', 'ROLLBACK']]);
});

test('what runs in each environment is remembered, from nothing on', () => {
  for (const { name } of delivery.environments) {
    pipeline.template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: `/shop/${name}/web/deployed`,
      Value: 'none',
    });
  }
});

test('without an approval nobody writes notes', () => {
  const unattended = shop((input) => {
    input.tools = TOOLS;
  });
  const { projects, order } = new PipelineView(unattended, NAME);
  expect(projects).not.toContainEqual(expect.stringMatching(/-notes$/));
  expect(order).not.toContainEqual(expect.stringMatching(/^approve-/));
});
