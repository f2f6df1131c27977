import { evaluator } from '../intrinsics';
import { locationOf, type Place, Places, placeOfArn } from '../places';
import { asList, type Properties, resourcesIn } from '../template';
import { actionsOf } from './builds';
import { type Check, change, type Find } from './check';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const PROJECT = 'AWS::CodeBuild::Project';
const FUNCTION = 'AWS::Lambda::Function';
const PARAMETER = 'AWS::SSM::Parameter';

/** Stages of a service's pipelines that are not an environment's. */
const OTHER_STAGES = ['Source', 'Build', 'Scan', 'Check', 'BackMerge'];

type Location = ReturnType<typeof locationOf>;

const one = (text: string): string[] => [text];
const many = (text: string): string[] => Object.values(JSON.parse(text));

/** Variables that name something, and how they do it. */
const VARIABLES: Readonly<Record<string, readonly [type: string, names: (text: string) => string[]]>> = {
  DEPLOYED_PARAMETER: [PARAMETER, one],
  DEPLOYED_PARAMETERS: [PARAMETER, many],
  // What was deployed, by what published the release.
  DEPLOYED_RECORDS: [PARAMETER, many],
  FREEZE_PARAMETERS: [PARAMETER, many],
  KUBERNETES_CLUSTER: ['AWS::EKS::Cluster', one],
  LOAD_BALANCER: ['AWS::ElasticLoadBalancingV2::LoadBalancer', one],
  PIPELINE_NAME: [PIPELINE, one],
  PROBE_FUNCTION: [FUNCTION, one],
  RELEASE_PARAMETER: [PARAMETER, one],
  SBOM_BUCKET: ['AWS::S3::Bucket', one],
};
/** Of these, what is in the environment that a build is sent to. */
const OF_ENVIRONMENT = ['LOAD_BALANCER', 'PROBE_FUNCTION', 'RELEASE_PARAMETER'];

function namedBy(variables: Readonly<Record<string, string>>, own: Location, there: Location = own): Place[] {
  return Object.entries(variables).flatMap(([variable, value]) => {
    const [type, names] = VARIABLES[variable] ?? [];
    if (!type || !names) return [];
    return names(value).map((name) => ({ ...(OF_ENVIRONMENT.includes(variable) ? there : own), type, name }));
  });
}

const pipelines: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const places = new Places(stacks, evaluate);
  return resourcesIn(stacks, PIPELINE).flatMap(({ where, stack, properties }) => {
    const pipeline = evaluate(stack, properties);
    const own = locationOf(stack, evaluate);
    const needed = [
      ...actionsOf(pipeline).flatMap((action) => neededBy(action, own)),
      ...rulesOf(pipeline).flatMap(({ Configuration: { FunctionName } }) =>
        FunctionName === undefined ? [] : [{ ...own, type: FUNCTION, name: FunctionName }],
      ),
    ];
    return [
      ...places.missing(where, needed),
      ...(pipeline.Name === `${delivery.name}-infrastructure` ? [] : environmentsOf(pipeline))
        .filter((name) => !delivery.environments.some((environment) => environment.name === name))
        .map((name) => `${where}: no environment ${name}`),
    ];
  });
};

function environmentsOf({ Stages }: Properties): string[] {
  const names: string[] = Stages.map(({ Name }: Properties) => Name);
  return names.filter((name) => !OTHER_STAGES.includes(name)).map((name) => name.replace(/^approve-/, ''));
}

function rulesOf({ Stages }: Properties): Properties[] {
  return Stages.flatMap(({ BeforeEntry, OnSuccess, OnFailure }: Properties) =>
    [BeforeEntry, OnSuccess, OnFailure].flatMap((kind) =>
      asList<Properties>(kind?.Conditions).flatMap(({ Rules }) => Rules),
    ),
  );
}

/** The resource that an action of a provider works on: its type, and what of the configuration names it. */
const PROVIDERS: Readonly<Record<string, readonly (readonly [type: string, key: string])[]>> = {
  CodeDeployToECS: [
    ['AWS::CodeDeploy::Application', 'ApplicationName'],
    ['AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName'],
  ],
  CodeBuild: [[PROJECT, 'ProjectName']],
  CodeCommit: [['AWS::CodeCommit::Repository', 'RepositoryName']],
  ECR: [['AWS::ECR::Repository', 'RepositoryName']],
};

function neededBy({ Configuration = {}, RoleArn, ActionTypeId, Region }: Properties, own: Location): Place[] {
  const role = placeOfArn(RoleArn ?? '');
  const at = { account: role?.account ?? own.account, region: Region ?? own.region };
  const variables: Record<string, string> = Object.fromEntries(
    JSON.parse(Configuration.EnvironmentVariables ?? '[]').map(({ name, value }: Properties) => [name, value]),
  );
  const buildRole = placeOfArn(variables['DEPLOY_ROLE_ARN'] ?? variables['PROBE_ROLE_ARN'] ?? '');
  const there = { account: buildRole?.account ?? own.account, region: variables['ENVIRONMENT_REGION'] ?? own.region };
  return [
    ...[role, buildRole].flatMap((found) => found ?? []),
    ...namedBy(variables, own, there),
    ...(PROVIDERS[ActionTypeId.Provider] ?? []).map(([type, key]) => ({ ...at, type, name: Configuration[key] })),
  ];
}

/** What builds and functions are told by the variables of their own. */
const variables: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const places = new Places(stacks, evaluate);
  return resourcesIn(stacks, PROJECT, FUNCTION).flatMap(({ where, stack, type, properties }) => {
    const { Environment = {} } = evaluate(stack, properties);
    const stated: Record<string, string> =
      type === FUNCTION
        ? (Environment.Variables ?? {})
        : Object.fromEntries(
            asList<Properties>(Environment.EnvironmentVariables).map(({ Name, Value }) => [Name, Value]),
          );
    return places.missing(where, namedBy(stated, locationOf(stack, evaluate)));
  });
};

const isDeploy = (action: Properties) => action['ActionTypeId'].Category === 'Deploy';
const hasDeploy = (pipeline: Properties) => actionsOf(pipeline).some(isDeploy);
const hasAction = (name: string) => (pipeline: Properties) => actionsOf(pipeline).some(({ Name }) => Name === name);
/** Plants a wrong value of a variable that an action gives to its build. */
const spoilVariable = (action: string, from: string, to: string) =>
  change(
    PIPELINE,
    (pipeline) => {
      const { Configuration } = actionsOf(pipeline).find(({ Name }) => Name === action)!;
      Configuration.EnvironmentVariables = Configuration.EnvironmentVariables.replace(from, to);
    },
    hasAction(action),
  );

export const NAMED_CHECKS: readonly Check[] = [
  {
    title: 'what a pipeline names is there, in the account and region of its environment',
    find: pipelines,
    planted: [
      {
        defect: 'another deployment group',
        plant: change(
          PIPELINE,
          (pipeline) => {
            actionsOf(pipeline).find(isDeploy)!['Configuration'].DeploymentGroupName = 'other';
          },
          hasDeploy,
        ),
        finding: /needs \d{12} eu-central-1 AWS::CodeDeploy::DeploymentGroup other/,
      },
      {
        defect: 'a role of another account',
        plant: change(
          PIPELINE,
          (pipeline) => {
            actionsOf(pipeline).find(isDeploy)!['RoleArn'] = 'arn:aws:iam::333333333333:role/acme-dev-web-deploy';
          },
          hasDeploy,
        ),
        finding: /needs 333333333333 AWS::IAM::Role acme-dev-web-deploy/,
      },
      {
        defect: 'another region',
        plant: change(
          PIPELINE,
          (pipeline) => {
            actionsOf(pipeline).find(isDeploy)!['Region'] = 'eu-west-1';
          },
          hasDeploy,
        ),
        finding: /needs \d{12} eu-west-1 AWS::CodeDeploy::Application/,
      },
      {
        defect: 'another parameter',
        plant: spoilVariable('Render', '/release', '/releases'),
        finding: /AWS::SSM::Parameter .*\/releases/,
      },
      {
        defect: 'another record of what is deployed',
        plant: spoilVariable('Record', '/deployed', '/live'),
        finding: /needs 111111111111 eu-central-1 AWS::SSM::Parameter .*\/live/,
      },
      {
        defect: 'another probe',
        plant: spoilVariable('Load', '-probe"', '-prober"'),
        finding: /AWS::(IAM::Role|Lambda::Function) .*-prober/,
      },
      {
        defect: 'another freeze switch',
        plant: change(
          PIPELINE,
          (pipeline) => Object.assign(rulesOf(pipeline)[0]!['Configuration'], { FunctionName: 'x' }),
          hasDeploy,
        ),
        finding: /needs 111111111111 eu-central-1 AWS::Lambda::Function x/,
      },
      {
        defect: 'a stage of no environment',
        plant: change(PIPELINE, (pipeline) => Object.assign(pipeline['Stages'].at(-1), { Name: 'live' }), hasDeploy),
        finding: /no environment live/,
      },
    ],
  },
  {
    title: 'what a build or a function is told by its variables is there',
    find: variables,
    planted: [
      {
        defect: 'a pipeline of nobody',
        plant: change(
          FUNCTION,
          (properties) => Object.assign(properties['Environment'].Variables, { PIPELINE_NAME: 'none' }),
          ({ Environment }) => Environment?.Variables.PIPELINE_NAME,
        ),
        finding: /needs 111111111111 eu-central-1 AWS::CodePipeline::Pipeline none/,
      },
      {
        defect: 'a cluster of nobody',
        plant: change(
          FUNCTION,
          (properties) => Object.assign(properties['Environment'].Variables, { KUBERNETES_CLUSTER: 'acme-stage' }),
          ({ Environment }) => Environment?.Variables.KUBERNETES_CLUSTER,
        ),
        finding: /needs 222222222222 eu-central-1 AWS::EKS::Cluster acme-stage/,
      },
      {
        defect: 'a freeze switch of nobody',
        plant: change(
          FUNCTION,
          (properties) =>
            Object.assign(properties['Environment'].Variables, { FREEZE_PARAMETERS: '{"dev":"/acme/dev/thaw"}' }),
          ({ Environment }) => Environment?.Variables.FREEZE_PARAMETERS,
        ),
        finding: /AWS::SSM::Parameter \/acme\/dev\/thaw/,
      },
    ],
  },
];
