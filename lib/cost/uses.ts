import { rendered } from '../cloudformation/template';
import { assumed } from './assumptions';
import { haveWrittenMetrics } from './custom-metrics';
import type { PriceName } from './prices';
import { isAdvanced } from './rules/workload';
import { type CostedStack, referredBy, resourcesOf } from './stacks';
import { workloadsIn } from './workloads';

/** Something that AWS charges for and that no rule counts, as nothing says how much of it there will be. */
export interface Use {
  /** What is paid for, and where it is not obvious when. */
  readonly what: string;
  readonly prices: readonly [PriceName, ...PriceName[]];
  /** Whether something in a stack can cause it. @param others all stacks of the delivery */
  readonly isCausedBy: (stack: CostedStack, others: readonly CostedStack[]) => boolean;
}

const has =
  (...types: readonly string[]) =>
  (stack: CostedStack) =>
    types.some((type) => resourcesOf(stack, type).length > 0);

/** Whether a policy of a stack has a call; policies are written out here. */
const mayCall = (call: string) => (stack: CostedStack) =>
  resourcesOf(stack).some(({ Type, properties }) => /^AWS::IAM::/.test(Type) && hasCall(properties, call));

function hasCall(properties: unknown, call: string): boolean {
  return JSON.stringify(properties).includes(`"${call}"`);
}

const hasService = (stack: CostedStack, others: readonly CostedStack[]) => workloadsIn(stack, others).length > 0;

const hasCluster = has('AWS::EKS::Cluster');

/** Whether a schedule starts a function or a state machine. */
const hasSchedule = (stack: CostedStack) =>
  resourcesOf(stack, 'AWS::Events::Rule').some(
    ({ properties }) =>
      properties['ScheduleExpression'] !== undefined &&
      targetsOf(properties).some((target) =>
        /^AWS::(Lambda|StepFunctions)::/.test(referredBy(target, stack, [])?.Type ?? ''),
      ),
  );

const targetsOf = ({ Targets }: { readonly Targets?: readonly { readonly Arn: unknown }[] }) =>
  (Targets ?? []).map(({ Arn }) => Arn);

const hasInterfaceEndpoint = (stack: CostedStack) =>
  resourcesOf(stack, 'AWS::EC2::VPCEndpoint').some(({ properties }) => properties['VpcEndpointType'] === 'Interface');

/** Of traces that Transaction Search keeps, one in a hundred is indexed for nothing. */
const isIndexedForMoney = (stack: CostedStack) =>
  resourcesOf(stack, 'AWS::XRay::TransactionSearchConfig').some(
    ({ properties }) => Number(properties['IndexingPercentage'] ?? 1) > 1,
  );

/** Whether a rule's target is a bus in another region. */
function leadsElsewhere(stack: CostedStack, others: readonly CostedStack[]): boolean {
  const targets = resourcesOf(stack, 'AWS::Events::Rule').flatMap(({ properties }) => targetsOf(properties));
  const buses = targets.map(rendered).filter((arn) => arn.includes(':event-bus/'));
  return others.some(({ region }) => region !== stack.region && buses.some((arn) => arn.includes(`:${region}:`)));
}

/** What is not counted, the dearest first as far as one can tell. */
export const USES: readonly Use[] = [
  {
    what: 'clusters whose Kubernetes is older than 14 months',
    prices: ['eks.extended'],
    isCausedBy: hasCluster,
  },
  {
    what: 'nodes for the pods that a release adds',
    prices: ['ec2.c6g.large'],
    isCausedBy: hasCluster,
  },
  {
    what: 'data that services send to the internet beside answers',
    prices: ['transfer.internet'],
    isCausedBy: hasService,
  },
  {
    what: 'data through NAT gateways beside images, logs and spans',
    prices: ['nat.gb'],
    isCausedBy: has('AWS::EC2::NatGateway'),
  },
  {
    what: 'data between the zones of a cluster, at both ends',
    prices: ['transfer.zones'],
    isCausedBy: hasCluster,
  },
  { what: 'data through interface endpoints', prices: ['endpoint.gb'], isCausedBy: hasInterfaceEndpoint },
  {
    what: 'logs of idle services, functions, agents and canaries',
    prices: ['logs.ingested'],
    isCausedBy: has('AWS::Logs::LogGroup', 'AWS::Lambda::Function', 'AWS::Synthetics::Canary'),
  },
  {
    what: 'searches of logs',
    prices: ['logs.scanned'],
    isCausedBy: (stack) => has('AWS::Logs::QueryDefinition')(stack) || mayCall('logs:StartQuery')(stack),
  },
  {
    what: 'builds of branches and pull requests, and repeated ones',
    prices: ['codebuild.small'],
    isCausedBy: has('AWS::CodeBuild::Project'),
  },
  {
    what: 'users of CodeCommit from the sixth on',
    prices: ['codecommit.user'],
    isCausedBy: has('AWS::CodeCommit::Repository'),
  },
  {
    what: "services' secrets, and reading them",
    prices: ['secrets.secret', 'secrets.request'],
    isCausedBy: mayCall('secretsmanager:GetSecretValue'),
  },
  {
    what: "a domain's hosted zone",
    prices: ['route53.zone'],
    isCausedBy: has('AWS::Route53::RecordSet'),
  },
  {
    what: 'metrics that functions write, by the hour',
    prices: ['cloudwatch.metric'],
    isCausedBy: (stack, others) => hasSchedule(stack) && haveWrittenMetrics(others),
  },
  {
    what: 'metrics that an incident asks for',
    prices: ['cloudwatch.query'],
    // A cluster's analysis is counted with the releases that it watches.
    isCausedBy: (stack) => mayCall('cloudwatch:GetMetricData')(stack) && !hasCluster(stack),
  },
  {
    what: 'functions that alarms, incidents and people start',
    prices: ['lambda.arm64', 'lambda.request'],
    isCausedBy: has('AWS::Lambda::EventSourceMapping'),
  },
  { what: 'game days', prices: ['fis.minute'], isCausedBy: has('AWS::FIS::ExperimentTemplate') },
  { what: 'OpsItems of incidents', prices: ['opscenter.item'], isCausedBy: mayCall('ssm:CreateOpsItem') },
  {
    what: 'runbooks beyond 100,000 steps a month',
    prices: ['automation.step'],
    isCausedBy: has('AWS::SSM::Document'),
  },
  {
    what: 'traces that people and runbooks read',
    prices: ['xray.retrieved'],
    isCausedBy: (stack) => has('AWS::XRay::Group')(stack) || mayCall('xray:GetTraceSummaries')(stack),
  },
  { what: 'indexed spans beyond one in a hundred', prices: ['xray.trace'], isCausedBy: isIndexedForMoney },
  {
    what: `buckets beyond ${assumed('bucketGigabytes')} GB each, and their requests`,
    prices: ['s3.stored', 's3.put', 's3.get'],
    isCausedBy: has('AWS::S3::Bucket'),
  },
  {
    what: "files and images in CDK's bootstrap stack",
    prices: ['s3.stored', 'ecr.stored'],
    isCausedBy: (stack) => JSON.stringify(stack.template.Resources).includes('"S3Bucket"'),
  },
  {
    what: "reads and writes of the delivery's own tables",
    prices: ['dynamodb.read', 'dynamodb.write'],
    isCausedBy: (stack, others) => has('AWS::DynamoDB::Table')(stack) && !hasService(stack, others),
  },
  {
    what: 'calls of keys for registries, topics, clusters and people',
    prices: ['kms.request'],
    isCausedBy: has('AWS::KMS::Key'),
  },
  {
    what: 'events put, or sent to another account or region',
    prices: ['events.custom'],
    isCausedBy: mayCall('events:PutEvents'),
  },
  { what: 'messages to topics and chats', prices: ['sns.request'], isCausedBy: has('AWS::SNS::Topic') },
  {
    what: 'calls for advanced parameters',
    prices: ['parameters.call'],
    isCausedBy: (stack) => resourcesOf(stack, 'AWS::SSM::Parameter').some(isAdvanced),
  },
  {
    what: 'data to another region',
    prices: ['transfer.regions'],
    isCausedBy: leadsElsewhere,
  },
];
