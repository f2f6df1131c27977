import type { Evaluate } from './intrinsics';
import { type Properties, resourcesIn, type SynthesizedStack } from './template';

/** Where something with a name is: what a name says depends on account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly name: string;
}

/** Types whose names are the same in all regions, and those whose names are so in all accounts. */
const OF_ACCOUNT = ['AWS::IAM::Role'];
const OF_ALL = ['AWS::S3::Bucket'];

/** What an ARN says behind the account, by its service: what names which type. */
const FORMS: Readonly<Record<string, readonly (readonly [form: RegExp, type: string])[]>> = {
  // Alarms of both kinds share their names.
  cloudwatch: [[/^alarm:(.+)$/, 'AWS::CloudWatch::Alarm']],
  codebuild: [
    [/^project\/(.+)$/, 'AWS::CodeBuild::Project'],
    [/^report-group\/(.+)$/, 'AWS::CodeBuild::ReportGroup'],
  ],
  codecommit: [[/^(.+)$/, 'AWS::CodeCommit::Repository']],
  codedeploy: [
    [/^application:(.+)$/, 'AWS::CodeDeploy::Application'],
    [/^deploymentgroup:.+\/(.+)$/, 'AWS::CodeDeploy::DeploymentGroup'],
  ],
  // With the name of a stage behind it where it is one.
  codepipeline: [[/^(.+)$/, 'AWS::CodePipeline::Pipeline']],
  dynamodb: [[/^table\/([^/]+)/, 'AWS::DynamoDB::Table']],
  ecr: [[/^repository\/(.+)$/, 'AWS::ECR::Repository']],
  eks: [[/^cluster\/(.+)$/, 'AWS::EKS::Cluster']],
  iam: [[/^role\/(.+)$/, 'AWS::IAM::Role']],
  lambda: [
    [/^function:([^:]+)$/, 'AWS::Lambda::Function'],
    // With the name of the function before it.
    [/^function:([^:]+:[^:]+)$/, 'AWS::Lambda::Alias'],
  ],
  s3: [[/^([^/]+)/, 'AWS::S3::Bucket']],
  sqs: [[/^([^:]+)$/, 'AWS::SQS::Queue']],
  sns: [[/^([^:]+)$/, 'AWS::SNS::Topic']],
  ssm: [
    [/^parameter(\/.+)$/, 'AWS::SSM::Parameter'],
    [/^document\/(.+)$/, 'AWS::SSM::Document'],
  ],
  states: [[/^stateMachine:(.+)$/, 'AWS::StepFunctions::StateMachine']],
};

/** What an ARN names. Undefined where that is a pattern, or of a kind that has no name. */
export function placeOfArn(arn: string): Place | undefined {
  const [, , service = '', region = '', account = '', ...rest] = arn.split(':');
  if (arn.includes('*')) return undefined;
  for (const [form, type] of FORMS[service] ?? []) {
    const name = form.exec(rest.join(':'))?.[1];
    if (name !== undefined) return { account, region, type, name };
  }
  return undefined;
}

/** What a function is called by, by an alias of it. */
export function aliasIn({ FunctionName, Name }: Properties): string {
  return `${FunctionName}:${Name}`;
}

/** For messages, and to compare. */
export function textOf({ account, region, type, name }: Place): string {
  const where = OF_ALL.includes(type) ? [] : OF_ACCOUNT.includes(type) ? [account] : [account, region];
  return [...where, type, name].join(' ');
}

export function locationOf(stack: SynthesizedStack, evaluate: Evaluate): { account: string; region: string } {
  return {
    account: evaluate(stack, { Ref: 'AWS::AccountId' }),
    region: evaluate(stack, { Ref: 'AWS::Region' }),
  };
}

/** All resources that have a name to be found by, and the stages of pipelines. */
export class Places {
  private readonly known: Set<string>;

  constructor(stacks: readonly SynthesizedStack[], evaluate: Evaluate) {
    this.known = new Set(
      resourcesIn(stacks).flatMap(({ stack, id, type, properties }) => {
        const own = {
          ...locationOf(stack, evaluate),
          type: type === 'AWS::CloudWatch::CompositeAlarm' ? 'AWS::CloudWatch::Alarm' : type,
        };
        const text: string =
          type === 'AWS::Lambda::Alias' ? aliasIn(evaluate(stack, properties)) : evaluate(stack, { Ref: id });
        // Of some types a reference is the ARN.
        const name = (text.startsWith('arn:') && placeOfArn(text)?.name) || text;
        const stages: { Name: string }[] = (type === 'AWS::CodePipeline::Pipeline' && properties['Stages']) || [];
        return [name, ...stages.map(({ Name }) => `${name}/${Name}`)].map((one) => textOf({ ...own, name: one }));
      }),
    );
  }

  add(place: Place): void {
    this.known.add(textOf(place));
  }

  has(place: Place): boolean {
    return this.known.has(textOf(place));
  }

  /** What is not there, as lines for a finding. */
  missing(where: string, needed: readonly Place[]): string[] {
    return needed.filter((place) => !this.has(place)).map((place) => `${where}: needs ${textOf(place)}`);
  }
}
