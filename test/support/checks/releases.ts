import { type EksRelease, parseReleaseManifest } from '../../../lib/deployment/release-manifest';
import { type Evaluate, evaluator } from '../intrinsics';
import { aliasIn } from '../places';
import { asList, type Located, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { type Check, change, type Find } from './check';

const SERVICE = 'AWS::ECS::Service';
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const PARAMETER = 'AWS::SSM::Parameter';
const FUNCTION = 'AWS::Lambda::Function';
const ALIAS = 'AWS::Lambda::Alias';

/** CodeDeploy's user guide, "Predefined deployment configurations for an Amazon ECS compute platform". */
const DEPLOYMENT_CONFIGURATIONS = [
  'CodeDeployDefault.ECSAllAtOnce',
  'CodeDeployDefault.ECSCanary10Percent5Minutes',
  'CodeDeployDefault.ECSCanary10Percent15Minutes',
  'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
  'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
];

const isRelease = ({ Name }: Properties) => Name.endsWith('/release');

function hasPort(definition: Properties | undefined, container: string, port: number): boolean {
  const found = definition?.['ContainerDefinitions'].find(({ Name }: Properties) => Name === container);
  return asList<Properties>(found?.PortMappings).some(({ ContainerPort }) => ContainerPort === port);
}

const loadBalancers: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, SERVICE).flatMap(({ where, stack, properties }) => {
    const family = evaluate(stack, properties['TaskDefinition']);
    const definition = resourcesIn([stack], TASK_DEFINITION).find(({ properties: { Family } }) => Family === family);
    return asList<Properties>(properties['LoadBalancers'])
      .filter(({ ContainerName, ContainerPort }) => !hasPort(definition?.properties, ContainerName, ContainerPort))
      .map(({ ContainerName, ContainerPort }) => `${where}: no ${ContainerName}:${ContainerPort} in ${family}`);
  });
};

const manifests: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const parameters = resourcesIn(stacks, PARAMETER).filter(({ properties }) => isRelease(properties));
  const wanted = delivery.environments.length * delivery.services.length;
  const count = parameters.length === wanted ? [] : [`${parameters.length} manifests instead of ${wanted}`];
  return [...count, ...parameters.flatMap((parameter) => manifest(parameter, evaluate))];
};

function manifest({ where, stack, properties }: Located, evaluate: Evaluate): string[] {
  try {
    const release = parseReleaseManifest(evaluate(stack, properties['Value']));
    if (release.platform === 'eks')
      return eksManifest(release, stack, evaluate).map((finding) => `${where}: ${finding}`);
    const definition = resourcesIn([stack], TASK_DEFINITION).find(
      ({ id }) => evaluate(stack, { Ref: id }) === release.taskDefinition,
    );
    const [service] = resourcesIn([stack], SERVICE);
    const network = evaluate(stack, service?.properties)['NetworkConfiguration'].AwsvpcConfiguration;
    return [
      ...(definition ? [] : ['a task definition that is not there']),
      ...(hasPort(definition?.properties, release.container, release.port)
        ? []
        : [`no ${release.container}:${release.port} in the task definition`]),
      // A deployment may use more zones than the service was created in, and nothing else that differs.
      ...(network.Subnets.every((subnet: string) => release.subnets.includes(subnet)) ? [] : ['other subnets']),
      ...(String(network.SecurityGroups) === String(release.securityGroups) ? [] : ['other security groups']),
      ...(network.AssignPublicIp === release.assignPublicIp ? [] : ['another kind of addresses']),
    ].map((finding) => `${where}: ${finding}`);
  } catch (error) {
    return [`${where}: ${(error as Error).message}`];
  }
}

/** What a release on EKS names has to be in the service's own stack. */
function eksManifest({ function: name, values }: EksRelease, stack: SynthesizedStack, evaluate: Evaluate): string[] {
  const functions = [
    ...resourcesIn([stack], FUNCTION).map(({ properties }) => evaluate(stack, properties['FunctionName'])),
    ...resourcesIn([stack], ALIAS).map(({ properties }) => aliasIn(evaluate(stack, properties))),
  ];
  const groups = resourcesIn([stack], TARGET_GROUP).map(({ id }) => evaluate(stack, { Ref: id }));
  const { live, next } = values.targetGroups;
  return [
    ...[name, values.validation.functionName]
      .filter((wanted) => !functions.includes(wanted))
      .map((wanted) => `no function ${wanted}`),
    ...[live, next].filter((wanted) => !groups.includes(wanted)).map((wanted) => `no target group ${wanted}`),
    ...(live === next ? ['one target group for both sides'] : []),
  ];
}

const healthChecks: Find = ({ stacks }) => [
  ...resourcesIn(stacks, TARGET_GROUP)
    .filter(({ properties: p }) => !(p['HealthCheckTimeoutSeconds'] < p['HealthCheckIntervalSeconds']))
    .map(({ where }) => `${where}: the timeout is not shorter than the interval`),
  ...resourcesIn(stacks, TASK_DEFINITION).flatMap(({ where, properties }) =>
    properties['ContainerDefinitions']
      .filter(({ HealthCheck }: Properties) => HealthCheck && !(HealthCheck.Timeout < HealthCheck.Interval))
      .map(({ Name }: Properties) => `${where}: the timeout of ${Name} is not shorter than its interval`),
  ),
];

const deploymentGroups: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, DEPLOYMENT_GROUP).flatMap(({ where, stack, properties }) => {
    const group = evaluate(stack, properties);
    const own = (type: string) => namesOf(stack, evaluate, type);
    const alarms = own('AWS::CloudWatch::Alarm');
    const services = resourcesIn([stack], SERVICE).map((found) => evaluate(stack, found.properties));
    const moved = asList<Properties>(group['ECSServices']);
    return [
      ...([...DEPLOYMENT_CONFIGURATIONS, ...own('AWS::CodeDeploy::DeploymentConfig')].includes(
        group['DeploymentConfigName'],
      )
        ? []
        : [`unknown configuration ${group['DeploymentConfigName']}`]),
      ...(own('AWS::CodeDeploy::Application').includes(group['ApplicationName'])
        ? []
        : [`no application ${group['ApplicationName']}`]),
      ...asList<Properties>(group['AlarmConfiguration']?.Alarms)
        .filter(({ Name }) => !alarms.includes(Name))
        .map(({ Name }) => `no alarm ${Name}`),
      ...moved
        .filter(
          ({ ServiceName, ClusterName }) =>
            !services.some((service) => service['ServiceName'] === ServiceName && isIn(service, ClusterName)),
        )
        .map(({ ServiceName, ClusterName }) => `no service ${ServiceName} in ${ClusterName}`),
      ...(moved.length === 1 ? [] : ['not one service']),
    ].map((finding) => `${where}: ${finding}`);
  });
};

function isIn(service: Properties, clusterName: string): boolean {
  return String(service['Cluster']).includes(clusterName);
}

function namesOf(stack: SynthesizedStack, evaluate: Evaluate, type: string): string[] {
  return resourcesIn([stack], type).map(({ id }) => evaluate(stack, { Ref: id }));
}

const released = ({ Family }: Properties) => !Family.endsWith('_placeholder');

export const RELEASE_CHECKS: readonly Check[] = [
  {
    title: 'a load balancer leads to a container and port of the task definition',
    find: loadBalancers,
    planted: [
      {
        defect: 'another port',
        plant: change(SERVICE, (service) => Object.assign(service['LoadBalancers'][0], { ContainerPort: 81 })),
        finding: /no app:81/,
      },
    ],
  },
  {
    title: 'a release manifest can be read and agrees with what it names',
    find: manifests,
    planted: [
      {
        defect: 'a port that the container has not',
        plant: change(
          TASK_DEFINITION,
          (definition) => Object.assign(definition['ContainerDefinitions'][0].PortMappings[0], { ContainerPort: 81 }),
          released,
        ),
        finding: /no app:\d+ in the task definition/,
      },
      {
        defect: 'no JSON',
        plant: change(PARAMETER, (parameter) => Object.assign(parameter, { Value: '{' }), isRelease),
        finding: /is not JSON/,
      },
      {
        defect: 'no manifest',
        plant: change(PARAMETER, (parameter) => Object.assign(parameter, { Name: '/other' }), isRelease),
        finding: /23 manifests instead of 24/,
      },
      {
        defect: 'a function on EKS that is not there',
        plant: change(
          FUNCTION,
          (own) => Object.assign(own, { FunctionName: 'other' }),
          ({ FunctionName }) => FunctionName === 'acme-dev-search-rollout',
        ),
        finding: /acme-dev-search\/\S+ no function acme-dev-search-rollout:deploy/,
      },
      {
        defect: 'a function on EKS that has another alias',
        plant: change(
          ALIAS,
          (own) => Object.assign(own, { Name: 'ship' }),
          ({ Name }) => Name === 'deploy',
        ),
        finding: /acme-dev-search\/\S+ no function acme-dev-search-rollout:deploy/,
      },
      {
        defect: 'target groups of others on EKS',
        plant: change(
          PARAMETER,
          (parameter) => {
            parameter['Value'] = JSON.parse(
              JSON.stringify(parameter['Value']).replaceAll(/"Ref":"\w+(Blue|Green)\w+"/g, '"Ref":"Others"'),
            );
          },
          ({ Name }) => Name === '/acme/dev/search/release',
        ),
        finding: /acme-dev-search\/\S+ no target group Others/,
      },
    ],
  },
  {
    title: "a health check's timeout is shorter than its interval",
    find: healthChecks,
    planted: [
      {
        defect: "a load balancer's",
        plant: change(TARGET_GROUP, (group) => Object.assign(group, { HealthCheckTimeoutSeconds: 10 })),
        finding: /the timeout is not shorter/,
      },
      {
        defect: "a container's",
        plant: change(
          TASK_DEFINITION,
          (definition) => Object.assign(definition['ContainerDefinitions'][0].HealthCheck, { Timeout: 30 }),
          ({ ContainerDefinitions }) => ContainerDefinitions[0].HealthCheck,
        ),
        finding: /the timeout of app/,
      },
    ],
  },
  {
    title: 'a deployment group names a configuration, an application, alarms and a service that exist',
    find: deploymentGroups,
    planted: [
      {
        defect: 'a misspelt configuration',
        plant: change(DEPLOYMENT_GROUP, (group) =>
          Object.assign(group, { DeploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent10Minutes' }),
        ),
        finding: /unknown configuration/,
      },
      {
        defect: 'a missing alarm',
        plant: change(DEPLOYMENT_GROUP, (group) =>
          Object.assign(group, { AlarmConfiguration: { Alarms: [{ Name: 'none' }] } }),
        ),
        finding: /no alarm none/,
      },
      {
        defect: 'another service',
        plant: change(DEPLOYMENT_GROUP, (group) => Object.assign(group['ECSServices'][0], { ServiceName: 'other' })),
        finding: /no service other/,
      },
    ],
  },
];
