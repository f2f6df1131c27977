import type { Delivery } from '../../../lib/config/delivery';
import type { Statement } from '../statements';

const NO_RESOURCE = 'takes no resource';
const INTERFACES = 'Lambda makes network interfaces that have no name beforehand';
const TEMPLATES = 'approval rule templates have no ARN';
const JOBS = 'the job of a running stage has no ARN';

/** What may be allowed on every resource, and why (service authorization reference: no resource types, but for one). */
export const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarms': 'CodeDeploy asks for all alarms of a group in one call',
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
  'ec2:AssignPrivateIpAddresses': INTERFACES,
  'ec2:CreateNetworkInterface': INTERFACES,
  'ec2:DeleteNetworkInterface': INTERFACES,
  'ec2:DescribeNetworkInterfaces': NO_RESOURCE,
  'ec2:DescribeSubnets': NO_RESOURCE,
  'ec2:UnassignPrivateIpAddresses': INTERFACES,
  'ecr:GetAuthorizationToken': NO_RESOURCE,
  'ecs:DescribeTaskDefinition': NO_RESOURCE,
  'elasticloadbalancing:DescribeListeners': NO_RESOURCE,
  'elasticloadbalancing:DescribeRules': NO_RESOURCE,
  'elasticloadbalancing:DescribeTargetGroups': NO_RESOURCE,
  'elasticloadbalancing:DescribeTargetHealth': NO_RESOURCE,
  'inspector2:ListCoverage': NO_RESOURCE,
  'inspector2:ListFindings': NO_RESOURCE,
};

/** Of these, what not every delivery needs, and when it does. */
const SOMETIMES: readonly (readonly [actions: RegExp, isNeeded: (delivery: Delivery) => boolean])[] = [
  [/ApprovalRuleTemplate/, ({ services }) => services.some(({ source }) => source.kind === 'codecommit')],
  [/^inspector2:/, ({ registry }) => registry.scanning === 'enhanced'],
  [
    /:DescribeTargetHealth$/,
    ({ services }) =>
      services.some((service) => Object.values(service.in).some(({ controller }) => controller === 'ecs')),
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
    /:(BatchDescribe|BatchGet|Describe|Get|List)[A-Z]/.test(action) &&
    !DATA.test(action)
  );
}
