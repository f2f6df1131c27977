/** Types that cost nothing by themselves, by the reason. A name that ends with `*` is what a type starts with. */
const FREE: Readonly<Record<string, readonly string[]>> = {
  'AWS takes nothing for it': [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::CertificateManager::Certificate',
    'AWS::Chatbot::*',
    'AWS::CloudFormation::CustomResource',
    'AWS::CloudFormation::WaitCondition*',
    'AWS::CodeBuild::ReportGroup',
    'AWS::CodeConnections::Connection',
    'AWS::EC2::InternetGateway',
    'AWS::EC2::Route',
    'AWS::EC2::RouteTable',
    'AWS::EC2::SecurityGroup*',
    'AWS::EC2::Subnet*',
    'AWS::EC2::VPC',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::ECR::PullThroughCacheRule',
    'AWS::ECR::SigningConfiguration',
    'AWS::EKS::AccessEntry',
    'AWS::EKS::PodIdentityAssociation',
    'AWS::Events::EventBus*',
    'AWS::IAM::*',
    'AWS::KMS::Alias',
    'AWS::Lambda::LayerVersion',
    'AWS::Lambda::Permission',
    'AWS::Logs::QueryDefinition',
    'AWS::Logs::ResourcePolicy',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Subscription',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::Signer::SigningProfile',
  ],
  'deployments to ECS are free': ['AWS::CodeDeploy::*'],
  'a budget that only tells is free': ['AWS::Budgets::Budget'],
  'queries for an alias of a load balancer are free': ['AWS::Route53::RecordSet'],
  'five people who use CodeCommit are free, and a small team has no more': ['AWS::CodeCommit::Repository'],
  'runs for seconds when its stack is deployed': ['Custom::*'],
};

/** Types whose cost stands with another resource. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'counted with the service that runs it': ['AWS::ECS::TaskDefinition'],
  'counted with the load balancer and the service': [
    'AWS::ElasticLoadBalancingV2::Listener',
    'AWS::ElasticLoadBalancingV2::ListenerRule',
    'AWS::ElasticLoadBalancingV2::TargetGroup',
  ],
  'counted with what writes into it': ['AWS::Logs::LogGroup'],
  'counted with what polls it': ['AWS::SQS::Queue'],
  'counted with the sampling of each service': ['AWS::XRay::TransactionSearchConfig'],
  'counted with the spans that it is made from': ['AWS::ApplicationSignals::Discovery'],
  'counted with the schedule that starts it': ['AWS::StepFunctions::StateMachine'],
};

/** Types that cost something only when a person or an incident uses them, which is not counted. */
const BY_USE: Readonly<Record<string, readonly string[]>> = {
  '0.10 USD for each minute of an action in a game day': ['AWS::FIS::ExperimentTemplate'],
  'a runbook: free up to 100,000 steps a month, then 0.002 USD a step': ['AWS::SSM::Document'],
};

/** Why a type has no price, or undefined for one that is not known. */
export function unpricedReason(
  type: string,
): { readonly kind: 'free' | 'elsewhere' | 'by use'; readonly why: string } | undefined {
  for (const [kind, reasons] of [
    ['free', FREE],
    ['elsewhere', ELSEWHERE],
    ['by use', BY_USE],
  ] as const) {
    for (const [why, types] of Object.entries(reasons)) {
      if (types.some((name) => (name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : type === name))) {
        return { kind, why };
      }
    }
  }
  return undefined;
}
