import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { evaluator } from './intrinsics';
import { aboutItself, openTo, speaksOf } from './policy';
import { type Located, type Properties, resourcesIn, type SynthesizedStack } from './template';

/** A call of an AWS API, as IAM sees it. */
export interface ApiCall {
  readonly action: string;
  /** The ARN of what it is about; `*` for a call that takes no resource. */
  readonly resource: string;
  /** Condition keys of the request, such as `iam:PassedToService`. @default - none but those of every request */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** A role of the templates, with all that says what it may do. */
export interface SynthesizedRole {
  /** Stack and logical id. */
  readonly where: string;
  readonly stack: SynthesizedStack;
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** Everything attached to it: inline policies, `AWS::IAM::Policy`, `AWS::IAM::ManagedPolicy`. */
  readonly policies: readonly Properties[];
  readonly trust: Properties;
}

/** ARNs of what CloudFormation names, where the evaluation of intrinsic functions leaves a placeholder. */
const FORMS: Readonly<Record<string, string>> = {
  'AWS::CodeBuild::ReportGroup': 'codebuild:REGION:ACCOUNT:report-group/NAME',
  'AWS::CodeDeploy::DeploymentConfig': 'codedeploy:REGION:ACCOUNT:deploymentconfig:NAME',
  'AWS::DynamoDB::GlobalTable': 'dynamodb:REGION:ACCOUNT:table/NAME',
  'AWS::ElasticLoadBalancingV2::Listener': 'elasticloadbalancing:REGION:ACCOUNT:listener/app/NAME/0/0',
  'AWS::Signer::SigningProfile': 'signer:REGION:ACCOUNT:/signing-profiles/NAME',
  'AWS::StepFunctions::StateMachine': 'states:REGION:ACCOUNT:stateMachine:NAME',
};

/** What opens a resource from its own side: whose policy it is, and where it stands. */
const RESOURCE_POLICIES: Readonly<Record<string, { readonly policy: string; readonly of?: string }>> = {
  'AWS::ECR::Repository': { policy: 'RepositoryPolicyText' },
  'AWS::Events::EventBusPolicy': { policy: 'Statement' },
  'AWS::KMS::Key': { policy: 'KeyPolicy' },
  'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', of: 'Bucket' },
  'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', of: 'Topics' },
};

/**
 * Calls about a resource of which the service authorization reference says nothing. The guides of AWS SAM, and CDK's own
 * `LambdaDeploymentGroup`, allow this one on a deployment group.
 */
const WITHOUT_RESOURCE_TYPE: readonly string[] = ['codedeploy:PutLifecycleEventHookExecutionStatus'];

/** Documents of AWS's own are in no account, which the service authorization reference does not know. */
const OF_AWS = /^arn:aws:ssm:[^:]*::document\//;

/** The roles of an app and what they may do, evaluated offline as IAM does it: policies of both sides, and trust. */
export class Access {
  readonly roles: readonly SynthesizedRole[];
  private readonly evaluate;
  private readonly placeholders: ReadonlyMap<string, string>;
  /** By the ARN of the resource. */
  private readonly resourcePolicies: ReadonlyMap<string, Properties>;

  constructor(readonly stacks: readonly SynthesizedStack[]) {
    this.evaluate = evaluator(stacks);
    const resources = resourcesIn(stacks);
    this.placeholders = new Map(resources.flatMap((resource) => this.placeholdersOf(resource)));
    this.roles = this.findRoles(resources);
    const policies = new Map<string, Properties>();
    for (const [arn, policy] of resources.flatMap((resource) => this.policiesOn(resource))) {
      // A bus has a policy for each account that it lets in.
      const Statement = [...(policies.get(arn)?.['Statement'] ?? []), ...policy['Statement']];
      policies.set(arn, { ...policy, Statement });
    }
    for (const { arn, trust } of this.roles) policies.set(arn, trust);
    this.resourcePolicies = policies;
  }

  /** The one role whose stack and logical id start so. */
  role(start: string): SynthesizedRole {
    const found = this.roles.filter(({ where }) => where.startsWith(start));
    if (found.length !== 1) throw new Error(`${found.length} roles ${start}…: ${found.map(({ where }) => where)}`);
    return found[0]!;
  }

  /** A value of a template with its intrinsic functions evaluated and ARNs in place of placeholders. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
  value(stack: SynthesizedStack, value: unknown): any {
    return JSON.parse(JSON.stringify(this.evaluate(stack, value) ?? null), (_, member) =>
      typeof member === 'string' ? this.arnIn(member) : member,
    );
  }

  /** The ARN of the one resource of a type whose stack and logical id start so. */
  arn(type: string, start: string): string {
    const found = resourcesIn(this.stacks, type).filter(({ where }) => where.startsWith(start));
    if (found.length !== 1) throw new Error(`${found.length} resources ${type} ${start}…`);
    const { stack, id } = found[0]!;
    const isRef = /::Listener(Rule)?$|::TargetGroup$|::StateMachine$/.test(type);
    return this.value(stack, isRef ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] });
  }

  /** Whether the role's own policies, and in another account those of the resource, let it make the call. */
  async allows(role: Pick<SynthesizedRole, 'arn' | 'account' | 'policies'>, call: ApiCall): Promise<boolean> {
    return this.simulated(role.arn, role.account, role.policies, call, this.resourcePolicies.get(bucketOf(call)));
  }

  /**
   * Whether the role's own policies alone would let it, whatever else refuses: a door that another account keeps shut must
   * not hide that the role tries its handle.
   */
  async triesTo(role: Pick<SynthesizedRole, 'arn' | 'account' | 'policies'>, call: ApiCall): Promise<boolean> {
    // What no policy speaks of is denied, and need not be asked.
    if (!role.policies.some((policy) => speaksOf(policy, call.action))) return false;
    return this.simulated(role.arn, role.account, role.policies, call, openTo(role.account), role.account);
  }

  /** Whether a role's trust policy lets an AWS service in that works for the given account, and what else it says. */
  async letsIn(
    role: SynthesizedRole,
    service: string,
    sourceAccount: string,
    said: ApiCall['context'] = {},
  ): Promise<boolean> {
    const context = { 'aws:SourceAccount': sourceAccount, ...said };
    const call = { action: 'sts:AssumeRole', resource: role.arn, context };
    return this.simulated(service, role.account, [], call, role.trust);
  }

  private async simulated(
    principal: string,
    account: string,
    policies: readonly Properties[],
    { action, resource, context }: ApiCall,
    resourcePolicy: Properties | undefined,
    owner = ownerOf(resource) ?? account,
  ): Promise<boolean> {
    const simulation = {
      request: {
        principal,
        action,
        resource: { resource, accountId: owner },
        contextVariables: {
          'aws:SecureTransport': 'true',
          ...(principal.startsWith('arn:') && { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': account }),
          ...(action.startsWith('kms:') && { 'kms:CallerAccount': account }),
          ...(ownerOf(resource) && { 'aws:ResourceAccount': ownerOf(resource)! }),
          ...context,
        },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy ${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    };
    if (WITHOUT_RESOURCE_TYPE.includes(action) || OF_AWS.test(resource))
      return runUnsafeSimulation(simulation, {}) === 'Allowed';
    const answer = await runSimulation(simulation, {});
    // A question that makes no sense must not count as one that was denied.
    if (answer.resultType === 'error') {
      throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
    }
    return answer.overallResult === 'Allowed';
  }

  private findRoles(resources: readonly Located[]): SynthesizedRole[] {
    const attached = resources
      .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
      .map(({ stack, properties }) => ({
        stack,
        roles: (this.evaluate(stack, properties['Roles']) ?? []) as string[],
        policy: properties['PolicyDocument'],
      }));
    return resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(({ stack, id, where, properties }) => {
        const arn: string = this.evaluate(stack, { 'Fn::GetAtt': [id, 'Arn'] });
        const name: string = this.evaluate(stack, { Ref: id });
        const inline = ((properties['Policies'] ?? []) as Properties[]).map((policy) => policy['PolicyDocument']);
        const others = attached.filter((policy) => policy.stack === stack && policy.roles.includes(name));
        return {
          where,
          stack,
          id,
          arn,
          account: arn.split(':')[4]!,
          policies: [...inline, ...others.map(({ policy }) => policy)].map((policy) => this.value(stack, policy)),
          trust: aboutItself(this.value(stack, properties['AssumeRolePolicyDocument'])),
        };
      });
  }

  private policiesOn({ stack, id, type, properties }: Located): [string, Properties][] {
    const kind = RESOURCE_POLICIES[type];
    if (!kind || properties[kind.policy] === undefined) return [];
    const policy = this.value(stack, properties[kind.policy]);
    if (type === 'AWS::Events::EventBusPolicy')
      return [[policy.Resource, { Version: '2012-10-17', Statement: [policy] }]];
    if (kind.of === undefined) {
      const arn: string = this.evaluate(stack, { 'Fn::GetAtt': [id, 'Arn'] });
      return [[arn, type === 'AWS::KMS::Key' ? policy : aboutItself(policy)]];
    }
    if (kind.of === 'Bucket') return [[`arn:aws:s3:::${this.evaluate(stack, properties[kind.of])}`, policy]];
    return (properties[kind.of] as Properties[]).map((topic) => {
      const name = stack.template.Resources[topic['Ref']]?.Properties?.['TopicName'];
      const [region, account] = ['Region', 'AccountId'].map((pseudo) =>
        this.evaluate(stack, { Ref: `AWS::${pseudo}` }),
      );
      return [`arn:aws:sns:${region}:${account}:${this.evaluate(stack, name)}`, aboutItself(policy)];
    });
  }

  private placeholdersOf({ stack, id, type }: Located): [string, string][] {
    const form = FORMS[type];
    if (form === undefined) return [];
    const name: string = this.evaluate(stack, { Ref: id });
    const region: string = this.evaluate(stack, { Ref: 'AWS::Region' });
    const account: string = this.evaluate(stack, { Ref: 'AWS::AccountId' });
    const arn = `arn:aws:${form.replace('REGION', region).replace('ACCOUNT', account).replace('NAME', name)}`;
    return [
      [name, arn],
      [`${name}.Arn`, arn],
    ];
  }

  private arnIn(text: string): string {
    const [, start = '', rest = ''] = /^([^:/]+)(\/.*)?$/.exec(text) ?? [];
    return (this.placeholders.has(start) ? `${this.placeholders.get(start)}${rest}` : text)
      .replace(/:listener-rule\/app\/[^/]+$/, '$&/0/0/0')
      .replace(/:targetgroup\/[^/]+$/, '$&/0');
  }
}

/** An object is opened by its bucket's policy. */
function bucketOf({ resource }: ApiCall): string {
  return resource.startsWith('arn:aws:s3:::') ? resource.split('/')[0]! : resource;
}

/** The account in an ARN, or in the name of a bucket. */
function ownerOf(resource: string): string | undefined {
  return /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? /^arn:aws:s3:::[^/]*-(\d{12})-/.exec(resource)?.[1];
}
