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
    'AWS::Lambda::Alias',
    'AWS::Lambda::LayerVersion',
    'AWS::Lambda::Permission',
    'AWS::Lambda::Version',
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

/** Types that cost something when somebody uses them: `uses.ts` has what. */
const BY_USE: Readonly<Record<string, readonly string[]>> = {
  'listed as not counted': ['AWS::CodeCommit::Repository', 'AWS::FIS::ExperimentTemplate', 'AWS::SSM::Document'],
};

const TYPES = [FREE, ELSEWHERE, BY_USE].flatMap((reasons) => Object.values(reasons).flat());

/** Whether there is a reason why a type has no price; one without is not known. */
export function hasReason(type: string): boolean {
  return TYPES.some((name) => (name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : type === name));
}
