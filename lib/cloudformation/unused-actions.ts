/**
 * What the schemas of resource types ask for and this application does not need, because no template uses the property that
 * needs it. A property that does is refused by IAM when it is deployed, and says which call; then the line goes from here.
 * Calls that read the services in use stay: CloudFormation reads all of a resource, whatever the template says of it.
 */
export const UNUSED_ACTIONS: readonly { readonly actions: RegExp; readonly because: string }[] = [
  { actions: /^(S3|vpce):|^s3:(REST\.|GetObjectMetadata)/, because: 'no actions that IAM knows' },
  {
    actions: /^(acm-pca|autoscaling|cognito-idp|elasticfilesystem|firehose|kinesis|s3files|s3tables|vpc-lattice):/,
    because: 'services that no stack uses',
  },
  { actions: /^iam:\w*(User|Group)Policy$/, because: 'policies are for roles alone' },
  {
    actions: /^iam:\w*InstanceProfile$/,
    because: "no cluster has nodes of EKS's own; for ours EKS makes profiles under the cluster's role",
  },
  {
    actions: /^iam:(Put|Delete)RolePermissionsBoundary$/,
    because: 'whoever may change a boundary is not bound by it',
  },
  {
    actions: /^dynamodb:(BatchWriteItem|DeleteItem|GetItem|ImportTable|PutItem|Query|Scan|UpdateItem)$/,
    because: "data is the services' own; no table is imported",
  },
  {
    actions:
      /^dynamodb:(AssociateTableReplica|CreateTableReplica|(Dis|En)ableKinesisStreamingDestination|UpdateKinesisStreamingDestination)$/,
    because: 'no table is replicated or streamed',
  },
  { actions: /^secretsmanager:/, because: 'secrets are read by tasks, not by deployments' },
  {
    actions: /^codedeploy:(Create|Stop)Deployment$|^codedeploy:RegisterOnPremisesInstance$/,
    because: 'pipelines deploy, under roles of their own',
  },
  { actions: /^ecs:PutAccountSetting/, because: "the account's settings are not the delivery's" },
  {
    actions:
      /^lambda:((Put|Delete)(\w*CodeSigning|ProvisionedConcurrency)Config|PassCapacityProvider|PutFunctionScalingConfig)$/,
    because: 'functions have none of it',
  },
  {
    actions:
      /^ec2:(AcceptAddressTransfer|AttachVpnGateway|DetachVpnGateway|CreateVpcEncryptionControl|\w*PrivateNatGatewayAddress|ModifyVpcTenancy)$/,
    because: 'networks have none of it',
  },
  { actions: /^elasticloadbalancing:Modify(CapacityReservation|IpPools)$/, because: 'load balancers have none of it' },
  {
    actions:
      /^s3:((Put|Delete|Create|Update)\w*(Analytics|IntelligentTiering|Inventory|Metrics|Replication|Accelerate|Abac|Metadata|Website|C(ORS|ors))\w*|PutObjectAcl|DeleteObject)$/,
    because: 'buckets have none of it; objects are deleted by a function with a role of its own',
  },
  {
    actions: /^logs:(PutBearerTokenAuthentication|PutLogEvents|CreateLogStream)$/,
    because: 'logs are written by others',
  },
  { actions: /^cloudwatch:GetMetricData$/, because: 'alarms read their metrics by themselves' },
];

export function isUnused(action: string): boolean {
  return UNUSED_ACTIONS.some(({ actions }) => actions.test(action));
}
