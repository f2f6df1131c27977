import type { Delivery, Environment, Service, ServiceSettings } from '../../../lib/config/delivery';
import type { Statement } from '../statements';

const NO_RESOURCE = 'takes no resource';
const INTERFACES = 'Lambda makes network interfaces that have no name beforehand';
const TEMPLATES = 'approval rule templates have no ARN';
const JOBS = 'the job of a running stage has no ARN';
const FIGURES = 'metrics have no ARN';

/** What may be allowed on every resource, and why (service authorization reference: no resource types, but for some). */
export const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'application-autoscaling:DescribeScalableTargets': NO_RESOURCE,
  'cloudwatch:DescribeAlarms':
    'CodeDeploy asks for all alarms of a group in one call, and composite ones are shown so only',
  'cloudwatch:GetMetricData': FIGURES,
  'cloudwatch:ListMetrics': FIGURES,
  'cloudwatch:PutMetricData': FIGURES,
  'codecommit:AssociateApprovalRuleTemplateWithRepository': TEMPLATES,
  'codecommit:CreateApprovalRuleTemplate': TEMPLATES,
  'codecommit:DeleteApprovalRuleTemplate': TEMPLATES,
  'codecommit:DisassociateApprovalRuleTemplateFromRepository': TEMPLATES,
  'codecommit:GetApprovalRuleTemplate': TEMPLATES,
  'codecommit:ListRepositoriesForApprovalRuleTemplate': TEMPLATES,
  'codecommit:UpdateApprovalRuleTemplateContent': TEMPLATES,
  'codecommit:UpdateApprovalRuleTemplateDescription': TEMPLATES,
  'codepipeline:PutJobFailureResult': JOBS,
  'codepipeline:PutJobSuccessResult': JOBS,
  'dynamodb:ListStreams': NO_RESOURCE,
  'ec2:AssignPrivateIpAddresses': INTERFACES,
  'ec2:CreateNetworkInterface': INTERFACES,
  'ec2:DeleteNetworkInterface': INTERFACES,
  'ec2:DescribeInstances': NO_RESOURCE,
  'ec2:DescribeManagedPrefixLists': NO_RESOURCE,
  'ec2:DescribeNetworkAcls': NO_RESOURCE,
  'ec2:DescribeNetworkInterfaces': NO_RESOURCE,
  'ec2:DescribeSubnets': NO_RESOURCE,
  'ec2:DescribeTags': NO_RESOURCE,
  'ec2:DescribeVolumes': NO_RESOURCE,
  'ec2:DescribeVpcs': NO_RESOURCE,
  'ec2:UnassignPrivateIpAddresses': INTERFACES,
  'ec2messages:AcknowledgeMessage': NO_RESOURCE,
  'ec2messages:DeleteMessage': NO_RESOURCE,
  'ec2messages:FailMessage': NO_RESOURCE,
  'ec2messages:GetEndpoint': NO_RESOURCE,
  'ec2messages:GetMessages': NO_RESOURCE,
  'ec2messages:SendReply': NO_RESOURCE,
  'ecr:GetAuthorizationToken': NO_RESOURCE,
  'ecs:DescribeTaskDefinition': NO_RESOURCE,
  'ecs:ListTasks': 'takes what tasks run on, which on Fargate is nothing',
  'elasticloadbalancing:DescribeListeners': NO_RESOURCE,
  'elasticloadbalancing:DescribeRules': NO_RESOURCE,
  'elasticloadbalancing:DescribeTargetGroups': NO_RESOURCE,
  'elasticloadbalancing:DescribeTargetHealth': NO_RESOURCE,
  'inspector2:ListCoverage': NO_RESOURCE,
  'inspector2:ListFindings': NO_RESOURCE,
  'logs:CreateLogDelivery': NO_RESOURCE,
  'logs:DescribeLogGroups': NO_RESOURCE,
  'logs:DescribeResourcePolicies': NO_RESOURCE,
  's3:ListAllMyBuckets': NO_RESOURCE,
  'ssm:AddTagsToResource': 'the activation that is tagged has no ARN',
  'ssm:CancelCommand': NO_RESOURCE,
  'ssm:CreateActivation': NO_RESOURCE,
  'ssm:CreateOpsItem': NO_RESOURCE,
  'ssm:DeleteActivation': NO_RESOURCE,
  'ssm:ListCommands': NO_RESOURCE,
  'ssmmessages:CreateControlChannel': NO_RESOURCE,
  'ssmmessages:CreateDataChannel': NO_RESOURCE,
  'ssmmessages:OpenControlChannel': NO_RESOURCE,
  'ssmmessages:OpenDataChannel': NO_RESOURCE,
  'xray:GetSamplingRules': NO_RESOURCE,
  'xray:GetSamplingTargets': NO_RESOURCE,
  'xray:GetTraceSummaries': NO_RESOURCE,
  'xray:PutSpans': NO_RESOURCE,
  'xray:PutSpansForIndexing': NO_RESOURCE,
  'xray:PutTraceSegments': NO_RESOURCE,
};

/** Of these, what a condition narrows all the same, and the key that it has to be about. */
export const NARROWED: Readonly<Record<string, string>> = {
  'cloudwatch:PutMetricData': 'cloudwatch:namespace',
  'ecs:ListTasks': 'ecs:cluster',
  'ssm:AddTagsToResource': 'aws:TagKeys',
  'ssm:CreateActivation': 'aws:TagKeys',
};

type IsNeeded = (delivery: Delivery) => boolean;

const somewhere =
  (isSo: (settings: ServiceSettings, environment: Environment, service: Service) => boolean): IsNeeded =>
  ({ services, environments }) =>
    services.some((service) =>
      environments.some((environment) => isSo(service.in[environment.name]!, environment, service)),
    );
const isOnEks: IsNeeded = ({ services }) => services.some(({ platform }) => platform === 'eks');
const holdsGameDays: IsNeeded = somewhere((_, { production }) => !production);
const hasAgents: IsNeeded = somewhere((_, { faultInjection }) => faultInjection);

/** Of these, what not every delivery needs, and when it does. */
const SOMETIMES: readonly (readonly [actions: RegExp, isNeeded: IsNeeded])[] = [
  [/ApprovalRuleTemplate/, ({ services }) => services.some(({ source }) => source.kind === 'codecommit')],
  [/^inspector2:/, ({ registry }) => registry.scanning === 'enhanced'],
  [
    /:DescribeTargetHealth$/,
    somewhere(({ controller }, _, { platform }) => controller === 'ecs' || platform === 'eks'),
  ],
  [/^ec2:Describe(Tags|Volumes)$/, isOnEks],
  [/:PutMetricData$|:ListAllMyBuckets$/, somewhere(({ synthetics }) => synthetics !== undefined)],
  [/^xray:(GetSampling|PutTrace)/, somewhere(({ tracing }) => tracing !== undefined)],
  [/^xray:PutSpans/, somewhere(({ tracing }, { transactionSearch }) => !!tracing && transactionSearch !== undefined)],
  [/^logs:/, holdsGameDays],
  [
    /:(DescribeManagedPrefixLists|DescribeNetworkAcls|DescribeVpcs)$/,
    somewhere((_, { production }, { table }) => !production && table !== undefined),
  ],
  [
    /^ec2messages:|^ssmmessages:|:(AddTagsToResource|CancelCommand|\w+Activation|DescribeInstances|ListCommands)$/,
    hasAgents,
  ],
];

/** The exceptions that a delivery needs. */
export function neededExceptions(delivery: Delivery): string[] {
  return Object.keys(ON_EVERYTHING).filter((action) =>
    SOMETIMES.every(([actions, isNeeded]) => !actions.test(action) || isNeeded(delivery)),
  );
}

/** Of the calls that read, those that read what is inside: data, code, secrets. */
const DATA =
  /:(BatchGetItem|GetItem|GetObject.*|GetSecretValue|GetParameter.*|GetFunction|GetBlob|GetFile|GetFolder|GetLogEvents|GetQueryResults|GetDownloadUrlForLayer|BatchGetImage|GetAuthorizationToken|GetRecords)$/;

/**
 * The look for drift reads the configuration of all that the delivery has, as CloudFormation does it with the caller's
 * rights; what has no name of the delivery's is read wherever it is.
 */
export function isLookForDrift({ stack }: Statement, action: string): boolean {
  return (
    stack.name.endsWith('-drift') &&
    /:(BatchDescribe|BatchGet|Describe|Get|List|View)[A-Z]/.test(action) &&
    !DATA.test(action)
  );
}
