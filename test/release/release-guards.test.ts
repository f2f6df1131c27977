import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeCommitSourceAction, CodeCommitTrigger, ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { parseQuestion } from '../../lib/release/freeze';
import { ReleaseGuards } from '../../lib/release/release-guards';
import type { Properties } from '../support/template';
import { only } from '../support/templates';
import { shopToProduction, TestStack } from './constructs';

const WINDOW = { cron: '* * 8-15 ? * MON-THU', timeZone: 'Europe/Berlin' };

const delivery = shopToProduction((input) => {
  for (const name of [1, 2]) input.environments[name]!.deploymentWindow = WINDOW;
});
const stack = new TestStack((scope) => {
  const guards = new ReleaseGuards(scope, { delivery, pipelineName: 'shop-web-main' });
  const action = () => [new ManualApprovalAction({ actionName: 'Action' })];
  const pipeline = new Pipeline(scope, 'Pipeline', { pipelineType: PipelineType.V2 });
  const repository = Repository.fromRepositoryName(scope, 'Source', 'shop-web');
  const source = { actionName: 'Source', repository, output: new Artifact(), trigger: CodeCommitTrigger.NONE };
  pipeline.addStage({ stageName: 'Source', actions: [new CodeCommitSourceAction(source)] });
  for (const environment of delivery.environments) {
    const { name } = environment;
    if (environment.approval) {
      pipeline.addStage({
        stageName: `approve-${name}`,
        actions: action(),
        ...guards.approvalStageOptions(environment),
      });
    }
    pipeline.addStage({ stageName: name, actions: action(), ...guards.stageOptions(environment) });
  }
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com') });
  new iam.Policy(scope, 'GuardsPolicy', { roles: [role], statements: guards.statements() });
});
const stages: Properties[] = only(stack.template, 'AWS::CodePipeline::Pipeline').Properties!['Stages'];
const stage = (name: string) => stages.find(({ Name }) => Name === name)!;
const rules = (conditions: Properties | undefined) => conditions?.['Conditions'][0].Rules ?? [];
const names = (conditions: Properties | undefined) => rules(conditions).map(({ Name }: Properties) => Name);

test.each(['dev', 'test', 'prod'])('no release enters %s without asking the freeze switch', (name) => {
  const { Conditions } = stage(name)['BeforeEntry'];
  expect(Conditions).toHaveLength(1);
  expect(Conditions[0].Result).toBe('FAIL');
  const [rule] = rules(stage(name)['BeforeEntry']);
  expect(rule.RuleTypeId).toEqual({ Category: 'Rule', Owner: 'AWS', Provider: 'LambdaInvoke', Version: '1' });
  expect(rule.Configuration.FunctionName).toBe('shop-release-freeze');
  expect(parseQuestion(rule.Configuration.UserParameters)).toEqual({
    environment: name,
    pipeline: 'shop-web-main',
    executionId: '#{codepipeline.PipelineExecutionId}',
  });
});

test('after an approval the window opens first, and then the freeze switch is asked', () => {
  expect(names(stage('approve-prod')['OnSuccess'])).toEqual(['Window-prod']);
  expect(stage('approve-prod')['OnSuccess'].Conditions[0].Result).toBe('FAIL');
  expect(names(stage('prod')['BeforeEntry'])).toEqual(['Freeze-prod']);
});

test('without an approval both are asked before the stage', () => {
  expect(names(stage('test')['BeforeEntry'])).toEqual(['Freeze-test', 'Window-test']);
});

test('the window is the one of the configuration', () => {
  expect(rules(stage('approve-prod')['OnSuccess'])[0]).toEqual({
    Name: 'Window-prod',
    RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'DeploymentWindow', Version: '1' },
    Configuration: { Cron: WINDOW.cron, TimeZone: WINDOW.timeZone },
  });
});

test('an environment without a window has none', () => {
  expect(names(stage('dev')['BeforeEntry'])).toEqual(['Freeze-dev']);
});

test("production's stage rolls back when it fails, and no other", () => {
  expect(stages.filter(({ OnFailure }) => OnFailure).map(({ Name, OnFailure }) => [Name, OnFailure])).toEqual([
    ['prod', { Result: 'ROLLBACK' }],
  ]);
});

test('a rule has a name that no other rule of the pipeline has', () => {
  const all = stages.flatMap(({ BeforeEntry, OnSuccess }) => [...names(BeforeEntry), ...names(OnSuccess)]);
  expect(new Set(all).size).toBe(all.length);
});

test("the pipeline's role may call the one function that the rules name", () => {
  expect(stack.allowed('GuardsPolicy')).toEqual([
    'lambda:InvokeFunction on arn:aws:lambda:eu-central-1:111111111111:function:shop-release-freeze',
  ]);
});
