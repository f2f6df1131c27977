import { createHash } from 'node:crypto';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { statedName } from './names';
import { asList, type Resource, type SynthesizedStack } from './template';

/** Where nothing is known about the account: the longest values that there are, so that lengths can be checked. */
const ACCOUNT = '999999999999';
const REGION = RegionInfo.regions.map(({ name }) => name).reduce((a, b) => (b.length > a.length ? b : a));

/** A value of a template as it would be in AWS, as far as that can be said without AWS. */
// biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
export type Evaluate = (stack: SynthesizedStack, value: unknown) => any;

/** @param identify adds to a resource's placeholder what else makes it the one that it is @default - nothing */
export function evaluator(stacks: readonly SynthesizedStack[], identify: Identify = () => ''): Evaluate {
  const evaluation = new Evaluation(stacks, identify);
  return (stack, value) => evaluation.of(stack, value);
}

export type Identify = (resource: Resource, evaluate: (value: unknown) => unknown) => string;

class Evaluation {
  constructor(
    private readonly stacks: readonly SynthesizedStack[],
    private readonly identify: Identify,
  ) {}

  of(stack: SynthesizedStack, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.of(stack, item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.intrinsic(stack, name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.of(stack, member)]));
  }

  private intrinsic(stack: SynthesizedStack, name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.pseudo(stack)[argument as string] ?? this.attribute(stack, argument as string, 'Ref');
      case 'Fn::GetAtt': {
        const [id, attribute] = argument as [string, string];
        return this.attribute(stack, id, attribute);
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => this.of(stack, part)).join(separator);
      }
      case 'Fn::Sub': {
        const [text, values = {}] = asList(argument as string | [string, Record<string, unknown>]) as [
          string,
          Record<string, unknown>?,
        ];
        return text.replace(/\$\{([^}]+)\}/g, (_, inner: string) => {
          if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
          const value = values[inner] ?? (inner.includes('.') ? { 'Fn::GetAtt': inner.split('.') } : { Ref: inner });
          return `${this.of(stack, value)}`;
        });
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number, unknown];
        const items = this.of(stack, list);
        return Array.isArray(items) ? items[Number(index)] : `${items}[${index}]`;
      }
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => `${this.pseudo(stack)['AWS::Region']}${zone}`);
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(this.of(stack, text)).split(separator);
      }
      case 'Fn::ImportValue':
        return this.exported(stack, String(this.of(stack, argument)));
      case 'Fn::GetStackOutput':
        return this.output(argument as { readonly StackName: string; readonly OutputName: string });
      case 'Fn::FindInMap': {
        const [map, first, second] = (argument as unknown[]).map((key) => String(this.of(stack, key)));
        return stack.template.Mappings?.[map!]?.[first!]?.[second!] ?? `${map}.${second}`;
      }
      default:
        throw new Error(`${stack.name}: no evaluation of ${name}`);
    }
  }

  pseudo(stack: SynthesizedStack): Record<string, string> {
    return {
      'AWS::AccountId': stack.account ?? ACCOUNT,
      'AWS::Region': stack.region ?? REGION,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
    };
  }

  private exported(importer: SynthesizedStack, name: string): unknown {
    for (const stack of this.stacks.filter((other) => isNear(importer, other))) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export && this.of(stack, output.Export.Name) === name) return this.of(stack, output.Value);
      }
    }
    return `no export ${name}`;
  }

  private output({ StackName, OutputName }: { readonly StackName: string; readonly OutputName: string }): unknown {
    const stack = this.stacks.find(({ name }) => name === StackName);
    const output = stack?.template.Outputs?.[OutputName];
    return stack && output ? this.of(stack, output.Value) : `no output ${OutputName} of ${StackName}`;
  }

  private attribute(stack: SynthesizedStack, id: string, attribute: string): unknown {
    const resource = stack.template.Resources[id];
    if (!resource) return `${id}.${attribute}`;
    const name = this.nameOf(stack, id, resource);
    if (attribute === 'Ref') {
      if (resource.Type === 'AWS::ECS::TaskDefinition') return this.revision(stack, resource);
      return this.arn(stack, ARN_REFS[resource.Type], name) ?? name;
    }
    if (attribute === 'Arn') return this.arn(stack, ARNS[resource.Type], name) ?? `${name}.${attribute}`;
    // A table's stream is called after when it was made.
    if (attribute === 'StreamArn')
      return `${this.arn(stack, ARNS[resource.Type], name)}/stream/2026-11-23T00:00:00.000`;
    if (attribute === 'GroupId') return `sg-${hash(name)}`;
    return `${name}.${attribute}`;
  }

  private arn(stack: SynthesizedStack, form: string | undefined, name: string): string | undefined {
    const { 'AWS::Region': region, 'AWS::AccountId': account } = this.pseudo(stack);
    return form && `arn:aws:${form.replace('REGION', region!).replace('ACCOUNT', account!).replace('NAME', name)}`;
  }

  private nameOf(stack: SynthesizedStack, id: string, resource: Resource): string {
    const named = statedName(resource.Type, resource.Properties);
    const name = named === undefined ? `${stack.name}.${id}` : String(this.of(stack, named));
    const identity = `${name}${this.identify(resource, (value) => this.of(stack, value))}`;
    return resource.Type === 'AWS::EC2::Subnet' ? `subnet-${hash(identity)}` : identity;
  }

  /** Every property of a task definition but its tags makes a new revision, whose number is made up here. */
  private revision(stack: SynthesizedStack, { Properties }: Resource): string {
    const { Tags, ...properties } = Properties!;
    const { 'AWS::Region': region, 'AWS::AccountId': account } = this.pseudo(stack);
    const number = Number.parseInt(hash(JSON.stringify(this.of(stack, properties))).slice(0, 8), 16);
    return `arn:aws:ecs:${region}:${account}:task-definition/${properties['Family']}:${number}`;
  }
}

/** Exports are for stacks of the same account and region. */
export function isNear(one: SynthesizedStack, other: SynthesizedStack): boolean {
  return one.account === other.account && one.region === other.region;
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 17);
}

const ARNS: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'cloudwatch:REGION:ACCOUNT:alarm:NAME',
  'AWS::CloudWatch::CompositeAlarm': 'cloudwatch:REGION:ACCOUNT:alarm:NAME',
  'AWS::CodeBuild::Project': 'codebuild:REGION:ACCOUNT:project/NAME',
  'AWS::CodeCommit::Repository': 'codecommit:REGION:ACCOUNT:NAME',
  'AWS::DynamoDB::Table': 'dynamodb:REGION:ACCOUNT:table/NAME',
  'AWS::ECR::Repository': 'ecr:REGION:ACCOUNT:repository/NAME',
  'AWS::ECS::Cluster': 'ecs:REGION:ACCOUNT:cluster/NAME',
  'AWS::IAM::Role': 'iam::ACCOUNT:role/NAME',
  'AWS::KMS::Key': 'kms:REGION:ACCOUNT:key/NAME',
  'AWS::Lambda::Function': 'lambda:REGION:ACCOUNT:function:NAME',
  'AWS::Logs::LogGroup': 'logs:REGION:ACCOUNT:log-group:NAME:*',
  'AWS::S3::Bucket': 's3:::NAME',
  'AWS::SNS::Topic': 'sns:REGION:ACCOUNT:NAME',
  'AWS::SQS::Queue': 'sqs:REGION:ACCOUNT:NAME',
  'AWS::StepFunctions::StateMachine': 'states:REGION:ACCOUNT:stateMachine:NAME',
};

/** The types that Ref gives the ARN of. */
const ARN_REFS: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/NAME',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME',
  'AWS::SNS::Topic': 'sns:REGION:ACCOUNT:NAME',
  'AWS::StepFunctions::StateMachine': 'states:REGION:ACCOUNT:stateMachine:NAME',
};
