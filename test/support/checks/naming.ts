import { evaluator } from '../intrinsics';
import { NAME_PROPERTIES, statedName } from '../names';
import { resourcesIn } from '../template';
import { type Check, change, type Find } from './check';

/** Longest names, from each service's API reference or quotas. */
const LIMITS: Readonly<Record<string, number>> = {
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 128,
  'AWS::Chatbot::SlackChannelConfiguration': 128,
  'AWS::CloudWatch::Alarm': 255,
  'AWS::CloudWatch::CompositeAlarm': 255,
  'AWS::CloudWatch::Dashboard': 255,
  'AWS::CodeBuild::Project': 150,
  'AWS::CodeBuild::ReportGroup': 128,
  'AWS::CodeCommit::Repository': 100,
  'AWS::CodeDeploy::Application': 100,
  'AWS::CodeDeploy::DeploymentConfig': 100,
  'AWS::CodeDeploy::DeploymentGroup': 100,
  'AWS::CodePipeline::Pipeline': 100,
  'AWS::DynamoDB::Table': 255,
  'AWS::EC2::SecurityGroup': 255,
  'AWS::ECR::Repository': 256,
  'AWS::ECS::Cluster': 255,
  'AWS::ECS::Service': 255,
  'AWS::ECS::TaskDefinition': 255,
  'AWS::EKS::Cluster': 100,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
  'AWS::IAM::Role': 64,
  'AWS::KMS::Alias': 256,
  'AWS::Lambda::Function': 64,
  'AWS::Lambda::LayerVersion': 140,
  'AWS::Logs::LogGroup': 512,
  'AWS::Logs::QueryDefinition': 255,
  'AWS::Logs::ResourcePolicy': 255,
  'AWS::S3::Bucket': 63,
  'AWS::SNS::Topic': 256,
  'AWS::SSM::Document': 128,
  'AWS::SSM::Parameter': 1011,
  'AWS::StepFunctions::StateMachine': 80,
  'AWS::Synthetics::Canary': 255,
  'AWS::XRay::Group': 32,
  'AWS::XRay::SamplingRule': 32,
};

/** Types that share their names with another. */
const NAMED_WITH: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::CompositeAlarm': 'AWS::CloudWatch::Alarm',
};

const lengths: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, ...Object.keys(NAME_PROPERTIES)).flatMap(({ where, stack, type, properties }) => {
    const stated = statedName(type, properties);
    const name = stated === undefined ? '' : evaluate(stack, stated);
    return name.length <= LIMITS[type]! ? [] : [`${where}: '${name}' has ${name.length} characters of ${LIMITS[type]}`];
  });
};

/** Kinds of which an account and region cannot have two with one name; services and revisions belong to a cluster. */
const unique: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const first = new Map<string, string>();
  return resourcesIn(stacks, ...Object.keys(NAME_PROPERTIES)).flatMap(({ where, stack, type, properties }) => {
    const stated = statedName(type, properties);
    if (stated === undefined) return [];
    const scope = type === 'AWS::ECS::Service' ? JSON.stringify(evaluate(stack, properties['Cluster'])) : '';
    const key = [NAMED_WITH[type] ?? type, stack.account, stack.region, scope, evaluate(stack, stated)].join(' ');
    const earlier = first.get(key);
    first.set(key, where);
    return earlier === undefined ? [] : [`${where}: the same name as ${earlier}`];
  });
};

export const NAME_CHECKS: readonly Check[] = [
  {
    title: 'a name is no longer than AWS allows, in the longest account and region',
    find: lengths,
    planted: [
      {
        defect: 'a long target group',
        plant: change('AWS::ElasticLoadBalancingV2::TargetGroup', (group) => {
          group['Name'] = { 'Fn::Join': ['-', ['acme', { Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }, 'blue']] };
        }),
        finding: /characters of 32/,
      },
      {
        defect: 'a long sampling rule',
        plant: change('AWS::XRay::SamplingRule', ({ SamplingRule }) =>
          Object.assign(SamplingRule, { RuleName: 'acme-production-in-frankfurt-shop-api' }),
        ),
        finding: /has 37 characters of 32/,
      },
    ],
  },
  {
    title: 'no two resources of a kind have one name in an account and region',
    find: unique,
    planted: [
      {
        defect: 'a role twice',
        plant: change(
          'AWS::IAM::Role',
          (role) => Object.assign(role, { RoleName: 'acme-dev-web-deploy' }),
          ({ RoleName }) => RoleName === 'acme-dev-orders-deploy',
        ),
        finding: /the same name as/,
      },
      {
        defect: 'a composite alarm called as another alarm is',
        plant: change(
          'AWS::CloudWatch::CompositeAlarm',
          (alarm) => Object.assign(alarm, { AlarmName: 'acme-dev-web-blue-errors' }),
          ({ AlarmName }) => AlarmName === 'acme-dev-web-page',
        ),
        finding: /the same name as/,
      },
    ],
  },
];
