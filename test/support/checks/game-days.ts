import { evaluator } from '../intrinsics';
import { type Properties, resourcesIn } from '../template';
import { add, type Check, change, type Find } from './check';

const EXPERIMENT = 'AWS::FIS::ExperimentTemplate';

/** What an experiment hits is in its own account and region, by the names that its target states. */
const targets: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const services = new Set(
    resourcesIn(stacks, 'AWS::ECS::Service').map(({ stack, properties }) => {
      const { Cluster, ServiceName } = evaluate(stack, properties);
      return `${stack.account} ${stack.region} ${Cluster.split('/').at(-1)} ${ServiceName}`;
    }),
  );
  const subnets = new Set(
    resourcesIn(stacks, 'AWS::EC2::Subnet').map(({ stack, id }) => String(evaluate(stack, { Ref: id }))),
  );
  const production = delivery.environments.filter((environment) => environment.production);
  return resourcesIn(stacks, EXPERIMENT).flatMap(({ where, stack, properties }) => {
    const { Targets, StopConditions } = evaluate(stack, properties);
    const missing = Object.values<Properties>(Targets).flatMap(
      ({ ResourceType, Parameters = {}, ResourceArns = [] }) => {
        if (ResourceType === 'aws:ecs:task') {
          const { cluster, service } = Parameters;
          const isThere = services.has(`${stack.account} ${stack.region} ${cluster} ${service}`);
          return isThere ? [] : [`no service ${service} in ${cluster}`];
        }
        if (ResourceType !== 'aws:ec2:subnet' || ResourceArns.length === 0) return [`hits ${ResourceType}`];
        return ResourceArns.filter((arn: string) => !subnets.has(arn.split('/').at(-1)!)).map(
          (arn: string) => `no ${arn}`,
        );
      },
    );
    return [
      ...missing,
      ...(StopConditions.some(({ Source }: Properties) => Source === 'aws:cloudwatch:alarm')
        ? []
        : ['nothing stops it']),
      ...production
        .filter(({ name }) => stack.name.startsWith(`${delivery.name}-${name}-`))
        .map(({ name }) => `is in ${name}`),
    ].map((finding) => `${where}: ${finding}`);
  });
};

const isOfTasks = ({ Targets: { Tasks } }: Properties) => Tasks;

export const GAME_DAY_CHECKS: readonly Check[] = [
  {
    title: 'a game day hits what is there, can be stopped, and is never held in production',
    find: targets,
    planted: [
      {
        defect: 'another service',
        plant: change(
          EXPERIMENT,
          ({ Targets }) => Object.assign(Targets.Tasks.Parameters, { service: 'none' }),
          isOfTasks,
        ),
        finding: /no service none in acme-dev/,
      },
      {
        defect: 'the cluster of another environment',
        plant: change(
          EXPERIMENT,
          ({ Targets }) => Object.assign(Targets.Tasks.Parameters, { cluster: 'acme-prod' }),
          isOfTasks,
        ),
        finding: /no service \S+ in acme-prod/,
      },
      {
        defect: 'another subnet',
        plant: change(
          EXPERIMENT,
          ({ Targets }) =>
            Object.assign(Targets.Subnets, { ResourceArns: ['arn:aws:ec2:eu-central-1:222222222222:subnet/x'] }),
          ({ Targets: { Subnets } }) => Subnets,
        ),
        finding: /no arn:\S+:subnet\/x/,
      },
      {
        defect: 'nothing that stops it',
        plant: change(EXPERIMENT, (experiment) => Object.assign(experiment, { StopConditions: [{ Source: 'none' }] })),
        finding: /nothing stops it/,
      },
      {
        defect: 'one in production',
        plant: (stacks) =>
          add(EXPERIMENT, {
            Targets: {},
            StopConditions: [{ Source: 'aws:cloudwatch:alarm' }],
          })(stacks.filter(({ name }) => name === 'acme-prod-web')),
        finding: /acme-prod-web\/Planted: is in prod/,
      },
    ],
  },
];
