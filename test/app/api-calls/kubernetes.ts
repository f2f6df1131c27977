import { sendsTraces, usesTable } from './environment';
import { type Place, spot } from './place';
import { joinsNetwork, logging, PEOPLE, type RoleTable, type Row, row } from './table';

const PODS = 'pods.eks.amazonaws.com';
const WORKSHOP = spot('workshop', 'orders', 'main', 'prod');
/** The images are in another account. */
const ACME = spot('acme', 'search', 'main', 'prod-us');

/** What EKS Pod Identity says of a pod ("Create IAM role with trust policy required by EKS Pod Identity"). */
const pods = (namespace: (place: Place) => string, serviceAccount: (place: Place) => string) => (place: Place) => ({
  'aws:RequestTag/eks-cluster-arn': place.kubernetes(),
  'aws:RequestTag/kubernetes-namespace': namespace(place),
  'aws:RequestTag/kubernetes-service-account': serviceAccount(place),
});
const service = (place: Place) => place.at.service;

/** What runs, moves and installs a service on EKS, and the cluster itself. */
export const KUBERNETES: readonly RoleTable[] = [
  {
    who: "The service's own pods",
    stack: 'service',
    role: 'PodsRole',
    spots: [
      WORKSHOP,
      // With secrets; with all spans in the logs; without traces.
      spot('acme', 'search', 'main', 'prod'),
      spot('acme', 'search', 'release', 'test'),
      ACME,
    ],
    assumedBy: PODS,
    saying: pods(service, service),
    calls: (place) => [...(place.service.table ? usesTable(place) : []), ...sendsTraces(place), ...readsSecrets(place)],
    // A service may do with the items of its own table whatever it likes.
    spare: /^dynamodb:(Batch(Get|Write)Item|ConditionCheckItem|DeleteItem|DescribeTable|Scan)$|^kms:Encrypt$/,
    although: {
      'remove data of its own table': 'Items are for the service to keep or to remove; the table itself is not.',
    },
  },
  {
    who: 'The job that asks the hook',
    stack: 'service',
    role: 'ValidationJobRole',
    spots: [WORKSHOP, ACME],
    assumedBy: PODS,
    saying: pods(service, ({ at }) => `${at.service}-validation`),
    calls: (place) => [
      row('lib/workload/chart/templates/analysis.yaml', ['lambda:InvokeFunction'], place.function('-validate')),
    ],
  },
  {
    who: 'The function that installs releases',
    stack: 'service',
    role: 'RolloutFunctionRole',
    spots: [WORKSHOP, ACME],
    assumedBy: 'lambda.amazonaws.com',
    // It asks the cluster's API, with a token that nobody has to be asked for.
    calls: (place) => [
      logging(place, 'RolloutFunctionLogs'),
      ...joinsNetwork(place),
      row('lib/workload/rollout.lambda.ts', ['ssm:GetParameter'], place.parameter('release')),
    ],
  },
  {
    who: 'EKS',
    stack: 'kubernetes',
    role: 'ClusterRole',
    spots: [WORKSHOP, ACME],
    assumedBy: 'eks.amazonaws.com',
    // What it does it may by AWS's own policies, which are not looked into here.
    calls: () => [],
  },
  {
    who: 'Nodes',
    stack: 'kubernetes',
    role: 'NodesRole',
    // In another account than the images, and in another region as well.
    spots: [WORKSHOP, spot('acme', 'search', 'main', 'prod'), ACME],
    assumedBy: 'ec2.amazonaws.com',
    // After AWS's own policies "AmazonEKSWorkerNodeMinimalPolicy" and "AmazonEC2ContainerRegistryPullOnly".
    calls: (place) => [
      row('EKS', ['eks-auth:AssumeRoleForPodIdentity'], place.kubernetes()),
      row('EKS', ['ecr:GetAuthorizationToken'], '*'),
      row('EKS', PULLING, place.images()),
      // Where EKS's own add-ons are; whether it lets them in is for that account to say.
      { ...row('EKS', PULLING, place.inEnvironment('ecr', 'x').replace(/:\d+:x$/, ADD_ON_IMAGE)), isElsewhere: true },
    ],
    although: { 'get the credentials of pods': 'An agent on each node hands them to the pods there.' },
  },
  {
    who: 'Argo Rollouts',
    stack: 'kubernetes',
    role: 'RolloutsRole',
    spots: [WORKSHOP, ACME],
    assumedBy: PODS,
    saying: pods(
      () => 'argo-rollouts',
      () => 'argo-rollouts',
    ),
    calls: () => [
      // "CloudWatch Metrics" in its documentation.
      row('Argo Rollouts', ['cloudwatch:GetMetricData'], '*'),
    ],
  },
  {
    who: 'The agents of CloudWatch',
    stack: 'kubernetes',
    role: 'ObservabilityRole',
    spots: [WORKSHOP, ACME],
    assumedBy: PODS,
    saying: pods(
      () => 'amazon-cloudwatch',
      () => 'cloudwatch-agent',
    ),
    calls: (place) => [
      ...[
        `/aws/containerinsights/${place.delivery.name}-${place.at.environment}/performance`,
        `/${place.delivery.name}/${place.at.environment}/pods/kubernetes`,
        `/${place.delivery.name}/${place.at.environment}/pods/${place.at.service}`,
      ].map((group) =>
        row(
          'CloudWatch agent',
          ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          place.inEnvironment('logs', `log-group:${group}:log-stream:app/x`),
        ),
      ),
      row('CloudWatch agent', ['ec2:DescribeTags', 'ec2:DescribeVolumes'], '*'),
    ],
  },
  {
    who: "CDK's function that applies manifests",
    stack: 'kubernetes',
    role: 'ClusterKubectlRole',
    spots: [WORKSHOP, ACME],
    assumedBy: 'lambda.amazonaws.com',
    calls: (place) => [
      logging(place, 'ClusterKubectlLogs'),
      row('aws eks update-kubeconfig', ['eks:DescribeCluster'], place.kubernetes()),
      ...joinsNetwork(place),
    ],
  },
  ...(['View', 'Admin'] as const).map(
    (kind): RoleTable => ({
      who: `People who ${kind === 'View' ? 'look at' : 'repair'} a cluster`,
      stack: 'kubernetes',
      role: `People${kind}`,
      spots: [WORKSHOP, ACME],
      assumedBy: PEOPLE,
      calls: (place) => [row('aws eks update-kubeconfig', ['eks:DescribeCluster'], place.kubernetes())],
    }),
  ),
];

const PULLING = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
/** "View Amazon container image registries for Amazon EKS add-ons". */
const ADD_ON_IMAGE = ':602401143452:repository/eks/metrics-server';

/** The AWS provider of the Secrets Store CSI driver. */
function readsSecrets(place: Place): Row[] {
  if (Object.keys(place.service.in[place.at.environment]!.secrets).length === 0) return [];
  const by = 'AWS provider of the Secrets Store CSI driver';
  return [
    row(
      by,
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      place.inEnvironment('secretsmanager', 'secret:acme/search-AbCdEf'),
    ),
    row(by, ['ssm:GetParameters'], place.inEnvironment('ssm', 'parameter/acme/search/features')),
  ];
}
