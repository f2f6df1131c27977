/**
 * On which resources the deployment of a delivery acts, by the start of the action: its own, which bear its name, wherever a
 * call takes a resource that has one. `{delivery}` is the delivery's name. The first that fits counts; what fits none is
 * allowed on everything (service authorization reference: such calls take no resource, or one with a made-up id).
 */
export const SCOPES: readonly { readonly actions: RegExp; readonly resources: readonly string[] }[] = [
  {
    actions: /^iam:\w*OpenIDConnectProvider/,
    resources: ['arn:aws:iam::*:oidc-provider/*'],
  },
  {
    actions: /^iam:(?!ListRoles$)/,
    resources: ['arn:aws:iam::*:role/{delivery}-*', 'arn:aws:iam::*:policy/{delivery}-*'],
  },
  // What a stack looks up in another.
  { actions: /^cloudformation:DescribeStacks$/, resources: ['arn:aws:cloudformation:*:*:stack/{delivery}-*/*'] },
  // Bootstrap's bucket has the code of functions and the first commits of repositories.
  { actions: /^s3:GetObject/, resources: ['arn:aws:s3:::cdk-*-assets-*/*'] },
  { actions: /^s3:(?!ListAllMyBuckets$)/, resources: ['arn:aws:s3:::{delivery}-*'] },
  {
    // Every template asks for bootstrap's version.
    actions: /^ssm:GetParameters$/,
    resources: ['arn:aws:ssm:*:*:parameter/{delivery}/*', 'arn:aws:ssm:*:*:parameter/cdk-bootstrap/*'],
  },
  { actions: /^ssm:(Put|Delete)Parameter$/, resources: ['arn:aws:ssm:*:*:parameter/{delivery}/*'] },
  {
    actions: /^ssm:(Create|Delete|Get|Update)Document|^ssm:DescribeDocument$/,
    resources: ['arn:aws:ssm:*:*:document/{delivery}-*'],
  },
  { actions: /^lambda:\w*EventSourceMapping/, resources: ['*'] },
  { actions: /^lambda:(GetLayerVersion|List\w*)$/, resources: ['*'] },
  {
    actions: /^lambda:/,
    resources: [
      'arn:aws:lambda:*:*:function:{delivery}-*',
      // What Synthetics makes for a canary, in the name of whoever makes the canary.
      'arn:aws:lambda:*:*:function:cwsyn-{delivery}-*',
      'arn:aws:lambda:*:*:layer:cwsyn-{delivery}-*',
      'arn:aws:lambda:*:*:layer:{delivery}-*',
    ],
  },
  {
    // A cluster that is not there yet is no resource.
    actions: /^eks:(?!CreateCluster$)/,
    resources: [
      'arn:aws:eks:*:*:cluster/{delivery}-*',
      'arn:aws:eks:*:*:access-entry/{delivery}-*/*',
      'arn:aws:eks:*:*:addon/{delivery}-*/*',
      'arn:aws:eks:*:*:podidentityassociation/{delivery}-*/*',
    ],
  },
  { actions: /^dynamodb:/, resources: ['arn:aws:dynamodb:*:*:table/{delivery}-*'] },
  { actions: /^codecommit:/, resources: ['arn:aws:codecommit:*:*:{delivery}-*'] },
  {
    actions: /^codebuild:/,
    resources: ['arn:aws:codebuild:*:*:project/{delivery}-*', 'arn:aws:codebuild:*:*:report-group/{delivery}-*'],
  },
  { actions: /^codepipeline:(?!List)/, resources: ['arn:aws:codepipeline:*:*:{delivery}-*'] },
  {
    actions: /^codedeploy:(Create|Delete|Update|Tag|Untag)/,
    resources: [
      'arn:aws:codedeploy:*:*:application:{delivery}-*',
      'arn:aws:codedeploy:*:*:deploymentconfig:{delivery}-*',
      'arn:aws:codedeploy:*:*:deploymentgroup:{delivery}-*/*',
    ],
  },
  {
    actions:
      /^ecr:(Create|Delete)(Repository|LifecyclePolicy|RepositoryPolicy)$|^ecr:(PutImage\w*|PutLifecyclePolicy|Set\w+|Tag\w+|Untag\w+)$/,
    resources: ['arn:aws:ecr:*:*:repository/{delivery}-*'],
  },
  {
    actions: /^ecs:(Create|Delete|Update|Put)(Cluster\w*|Service)$/,
    resources: ['arn:aws:ecs:*:*:cluster/{delivery}-*', 'arn:aws:ecs:*:*:service/{delivery}-*/*'],
  },
  { actions: /^ecs:RegisterTaskDefinition$/, resources: ['arn:aws:ecs:*:*:task-definition/{delivery}-*'] },
  { actions: /^sns:(Create|Delete|Set|Put|Subscribe|Tag|Untag)/, resources: ['arn:aws:sns:*:*:{delivery}-*'] },
  { actions: /^sqs:/, resources: ['arn:aws:sqs:*:*:{delivery}-*'] },
  {
    actions: /^events:(Delete|Put|Remove|Tag|Untag)(?!Permission)/,
    resources: ['arn:aws:events:*:*:rule/{delivery}-*'],
  },
  { actions: /^states:(?!List)/, resources: ['arn:aws:states:*:*:stateMachine:{delivery}-*'] },
  {
    // Not PutCompositeAlarm, which CloudWatch refuses to whoever may call it for some alarms only (its API reference).
    actions: /^cloudwatch:(PutMetricAlarm|DeleteAlarms|Tag\w+|Untag\w+)$/,
    resources: ['arn:aws:cloudwatch:*:*:alarm:{delivery}-*'],
  },
  { actions: /^cloudwatch:(Put|Delete)Dashboards?$/, resources: ['arn:aws:cloudwatch::*:dashboard/{delivery}-*'] },
  {
    actions: /^logs:(Associate|Create|Delete|Disassociate|Put|Tag|Untag)(?!LogDelivery|QueryDefinition|ResourcePolicy)/,
    resources: [
      'arn:aws:logs:*:*:log-group:{delivery}-*',
      'arn:aws:logs:*:*:log-group:/{delivery}/*',
      'arn:aws:logs:*:*:log-group:/aws/lambda/cwsyn-{delivery}-*',
      // Names that EKS and its agents know.
      'arn:aws:logs:*:*:log-group:/aws/containerinsights/{delivery}-*',
      'arn:aws:logs:*:*:log-group:/aws/eks/{delivery}-*',
      // Where X-Ray keeps spans, which CloudFormation may make when it turns Transaction Search on.
      'arn:aws:logs:*:*:log-group:aws/spans*',
      'arn:aws:logs:*:*:log-group:/aws/application-signals/data*',
    ],
  },
  {
    actions: /^xray:(Create|Delete|Get|Update)(Group|SamplingRule)$|^xray:(ListTagsFor|Tag|Untag)Resource$/,
    resources: ['arn:aws:xray:*:*:group/{delivery}-*', 'arn:aws:xray:*:*:sampling-rule/{delivery}-*'],
  },
  { actions: /^synthetics:(?!Create|Describe)/, resources: ['arn:aws:synthetics:*:*:canary:{delivery}-*'] },
  {
    actions: /^chatbot:(Associate|Delete|Disassociate|ListAssociations|Tag|Untag|Update)/,
    resources: ['arn:aws:chatbot::*:chat-configuration/*/{delivery}-*'],
  },
  {
    actions: /^elasticloadbalancing:(?!Describe)/,
    resources: [
      'arn:aws:elasticloadbalancing:*:*:loadbalancer/app/{delivery}-*',
      'arn:aws:elasticloadbalancing:*:*:targetgroup/{delivery}-*',
      'arn:aws:elasticloadbalancing:*:*:listener/app/{delivery}-*',
      'arn:aws:elasticloadbalancing:*:*:listener-rule/app/{delivery}-*',
    ],
  },
];

/** Roles that AWS makes for its own services, and the service that each resource type makes AWS make one for. */
export const SERVICE_LINKED_ROLES: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': 'ecs.application-autoscaling.amazonaws.com',
  'AWS::ApplicationSignals::Discovery': 'application-signals.cloudwatch.amazonaws.com',
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'management.chatbot.amazonaws.com',
  'AWS::Chatbot::SlackChannelConfiguration': 'management.chatbot.amazonaws.com',
  'AWS::ECR::PullThroughCacheRule': 'pullthroughcache.ecr.amazonaws.com',
  'AWS::ECR::RegistryScanningConfiguration': 'inspector2.amazonaws.com',
  'AWS::ECS::Cluster': 'ecs.amazonaws.com',
  'AWS::EKS::Cluster': 'eks.amazonaws.com',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'elasticloadbalancing.amazonaws.com',
  'AWS::XRay::TransactionSearchConfig': 'application-signals.cloudwatch.amazonaws.com',
};
