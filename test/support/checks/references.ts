import { type Evaluate, evaluator, isNear } from '../intrinsics';
import { asList, type Properties, resourcesIn, type SynthesizedStack, type Template, walk } from '../template';
import { actionsOf } from './builds';
import { add, type Check, change, type Find } from './check';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const RULE = 'AWS::Events::Rule';
const MOST_RESOURCES = 500;
const MOST_BYTES = 1_000_000;

const sizes: Find = ({ stacks }) =>
  stacks.flatMap(({ name, template }) => {
    const resources = Object.keys(template.Resources).length;
    const bytes = Buffer.byteLength(JSON.stringify(template));
    return resources < MOST_RESOURCES && bytes < MOST_BYTES ? [] : [`${name}: ${resources} resources, ${bytes} bytes`];
  });

/** Every logical id that something in a template refers to is there. */
const intrinsics: Find = ({ stacks }) =>
  stacks.flatMap(({ name, template }) => {
    const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})]);
    const wanted = [...new Set(referencesIn(template))];
    return wanted.filter((id) => !known.has(id) && !id.startsWith('AWS::')).map((id) => `${name}: no ${id}`);
  });

function referencesIn({ Resources, Outputs, Mappings = {} }: Template): string[] {
  const found = Object.values(Resources).flatMap((resource) => asList(resource.DependsOn));
  walk({ Resources, Outputs }, (object) => {
    if (typeof object['Ref'] === 'string') found.push(object['Ref']);
    if (object['Fn::GetAtt']) found.push(String(asList(object['Fn::GetAtt'])[0]).split('.')[0]!);
    if (object['Fn::Sub']) {
      const text = String(asList(object['Fn::Sub'])[0]);
      for (const [, inner] of text.matchAll(/\$\{([^!}]+)\}/g)) found.push(inner!.split('.')[0]!);
    }
    const map = object['Fn::FindInMap']?.[0];
    if (map && !(map in Mappings)) found.push(`mapping ${map}`);
  });
  return found;
}

const imports: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return stacks.flatMap((stack) => {
    const near = stacks.filter((other) => other !== stack && isNear(stack, other));
    const exported = new Set(
      near.flatMap((other) =>
        Object.values(other.template.Outputs ?? {}).flatMap(({ Export }) =>
          Export ? [evaluate(other, Export.Name)] : [],
        ),
      ),
    );
    const wanted = new Set<string>();
    walk(stack.template, (object) => {
      if ('Fn::ImportValue' in object) wanted.add(evaluate(stack, object['Fn::ImportValue']));
    });
    return [...wanted].filter((name) => !exported.has(name as never)).map((name) => `${stack.name}: no export ${name}`);
  });
};

/** Where a named resource is: what a name says depends on account and region. */
const place = (account: string, region: string, type: string, name: string) => [account, region, type, name].join(' ');

/** Roles are the same in all regions. */
const GLOBAL = 'global';

/** All resources that have a name to be found by. */
function placesIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): Set<string> {
  return new Set(
    resourcesIn(stacks).map(({ stack, id, type }) => {
      const [account, region] = locationOf(stack, evaluate);
      return place(account, type === 'AWS::IAM::Role' ? GLOBAL : region, type, evaluate(stack, { Ref: id }));
    }),
  );
}

function locationOf(stack: SynthesizedStack, evaluate: Evaluate): [account: string, region: string] {
  return [evaluate(stack, { Ref: 'AWS::AccountId' }), evaluate(stack, { Ref: 'AWS::Region' })];
}

const pipelines: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const places = placesIn(stacks, evaluate);
  return resourcesIn(stacks, PIPELINE).flatMap(({ where, stack, properties }) => {
    const pipeline = evaluate(stack, properties);
    const own = locationOf(stack, evaluate);
    const needed = actionsOf(pipeline).flatMap((action) => neededBy(action, own));
    const environments = pipeline['Stages'].slice(2).map(({ Name }: Properties) => Name);
    return [
      ...needed.filter((one) => !places.has(one)).map((one) => `${where}: needs ${one}`),
      ...environments
        .filter((name: string) => !delivery.environments.some((environment) => environment.name === name))
        .map((name: string) => `${where}: no environment ${name}`),
    ];
  });
};

function neededBy(action: Properties, [account, region]: [string, string]): string[] {
  const { Configuration = {}, RoleArn, ActionTypeId, Region = region } = action;
  const role = /:iam::(\d+):role\/(.+)$/.exec(RoleArn ?? '');
  const there = role?.[1] ?? account;
  const variables = Object.fromEntries(
    JSON.parse(Configuration.EnvironmentVariables ?? '[]').map(({ name, value }: Properties) => [name, value]),
  );
  const renderRole = /:iam::(\d+):role\/(.+)$/.exec(variables['DEPLOY_ROLE_ARN'] ?? '');
  return [
    ...(role ? [roleIn(role)] : []),
    ...(renderRole
      ? [
          roleIn(renderRole),
          place(renderRole[1]!, variables['ENVIRONMENT_REGION'], 'AWS::SSM::Parameter', variables['RELEASE_PARAMETER']),
        ]
      : []),
    ...(ActionTypeId.Provider === 'CodeDeployToECS'
      ? [
          place(there, Region, 'AWS::CodeDeploy::Application', Configuration.ApplicationName),
          place(there, Region, 'AWS::CodeDeploy::DeploymentGroup', Configuration.DeploymentGroupName),
        ]
      : []),
    ...(ActionTypeId.Provider === 'CodeBuild'
      ? [place(there, Region, 'AWS::CodeBuild::Project', Configuration.ProjectName)]
      : []),
    ...(ActionTypeId.Provider === 'CodeCommit'
      ? [place(there, Region, 'AWS::CodeCommit::Repository', Configuration.RepositoryName)]
      : []),
  ];
}

const roleIn = ([, account, name]: RegExpExecArray) => place(account!, GLOBAL, 'AWS::IAM::Role', name!);

const BUS = 'AWS::Events::EventBusPolicy';
const lastOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
const isBus = (arn: string) => lastOf(arn) === 'event-bus/default';
const parametersOf = (rule: Properties): readonly string[] =>
  rule['EventPattern'].source.includes('aws.ssm') ? asList<string>(rule['EventPattern'].detail.name) : [];

const events: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const places = placesIn(stacks, evaluate);
  const rules = resourcesIn(stacks, RULE).map(({ where, stack, properties }) => ({
    where,
    at: locationOf(stack, evaluate),
    rule: evaluate(stack, properties),
  }));
  for (const { stack, properties } of resourcesIn(stacks, BUS)) {
    const [account, region] = locationOf(stack, evaluate);
    places.add(place(account, region, BUS, properties['Principal']));
  }
  // An event that is forwarded is heard where it is forwarded to, as if the parameter were there.
  for (const { rule, at } of rules) {
    for (const { Arn } of asList<Properties>(rule['Targets']).filter((target) => isBus(target['Arn']))) {
      const [, , , region, account] = Arn.split(':');
      for (const name of parametersOf(rule)) {
        if (places.has(place(...at, 'AWS::SSM::Parameter', name))) {
          places.add(place(account, region, 'AWS::SSM::Parameter', name));
        }
      }
    }
  }
  return rules.flatMap(({ where, at, rule }) => {
    const named = (type: string, name: string) => place(...at, type, name);
    const needed = [
      ...asList<string>(rule['EventPattern'].resources).map((arn) => named('AWS::CodeCommit::Repository', lastOf(arn))),
      ...parametersOf(rule).map((name) => named('AWS::SSM::Parameter', name)),
      ...asList<Properties>(rule['Targets']).map(({ Arn }) => {
        const [, , , region, account] = Arn.split(':');
        // The other account has to let this one in.
        return isBus(Arn) ? place(account, region, BUS, at[0]) : named(PIPELINE, lastOf(Arn));
      }),
    ];
    return needed.filter((one) => !places.has(one)).map((one) => `${where}: needs ${one}`);
  });
};

/** A push to a branch of a release line starts the pipeline of that line and no other. */
const pushes: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const rules = resourcesIn(stacks, RULE)
    .map(({ stack, properties }) => evaluate(stack, properties))
    .filter((rule) => rule['EventPattern'].source.includes('aws.codecommit'));
  return delivery.services.flatMap((service) =>
    delivery.releaseLines.flatMap((line) => {
      const { branch } = line;
      const started = rules
        .filter((rule) =>
          rule['EventPattern'].resources.some((arn: string) => arn.endsWith(`:${delivery.name}-${service.name}`)),
        )
        .filter((rule) => asList(rule['EventPattern'].detail.referenceName).some((pattern) => matches(pattern, branch)))
        .flatMap((rule) => rule['Targets'].map(({ Arn }: Properties) => Arn.slice(Arn.lastIndexOf(':') + 1)));
      const wanted = `${delivery.name}-${service.name}-${line.name}`;
      return String(started) === wanted ? [] : [`a push to ${branch} of ${service.name} starts [${started}]`];
    }),
  );
};

function matches(pattern: unknown, text: string): boolean {
  if (typeof pattern === 'string') return pattern === text;
  const { prefix, wildcard } = pattern as Properties;
  if (typeof prefix === 'string') return text.startsWith(prefix);
  return typeof wildcard === 'string' && new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(text);
}

/** git check-ref-format, as far as it matters here. */
const BRANCH = /^(?!.*(\.\.|\/\/|[~^:?*[\\\s]|\.lock$|\/$))[^/.]/;

const branches: Find = ({ stacks }) => [
  ...resourcesIn(stacks, PIPELINE).flatMap(({ where, properties }) =>
    actionsOf(properties)
      .filter((action) => action['ActionTypeId'].Category === 'Source')
      .filter((action) => !BRANCH.test(action['Configuration'].BranchName))
      .map((action) => `${where}: '${action['Configuration'].BranchName}' is no branch`),
  ),
  ...resourcesIn(stacks, 'AWS::CodeCommit::Repository')
    .filter(({ properties }) => properties['Code'] && !BRANCH.test(properties['Code'].BranchName))
    .map(({ where, properties }) => `${where}: '${properties['Code'].BranchName}' is no branch`),
];

const isDeploy = (action: Properties) => action['ActionTypeId'].Category === 'Deploy';
const isPush = ({ EventPattern }: Properties) => EventPattern.source[0] === 'aws.codecommit';

export const REFERENCE_CHECKS: readonly Check[] = [
  {
    title: 'a template stays below the limits of CloudFormation',
    find: sizes,
    planted: [
      {
        defect: 'too long',
        plant: add('AWS::SSM::Parameter', { Value: 'x'.repeat(MOST_BYTES) }),
        finding: /resources, 10\d+ bytes/,
      },
    ],
  },
  {
    title: 'a reference inside a template leads to something',
    find: intrinsics,
    planted: [
      { defect: 'Ref', plant: add('X', { Value: { Ref: 'Nothing' } }), finding: /no Nothing/ },
      { defect: 'Fn::GetAtt', plant: add('X', { Value: { 'Fn::GetAtt': ['None', 'Arn'] } }), finding: /no None/ },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder
      { defect: 'Fn::Sub', plant: add('X', { Value: { 'Fn::Sub': 'a ${Absent.Arn}' } }), finding: /no Absent/ },
      { defect: 'a mapping', plant: add('X', { 'Fn::FindInMap': ['Lost', 'a', 'b'] }), finding: /no mapping Lost/ },
    ],
  },
  {
    title: 'what a stack imports, another stack in the same place exports',
    find: imports,
    planted: [
      {
        defect: 'no export',
        plant: add('X', { Value: { 'Fn::ImportValue': 'nowhere' } }),
        finding: /no export nowhere/,
      },
      {
        defect: 'an export of another account',
        plant: (stacks) => {
          const dev = resourcesIn(stacks, 'AWS::ECS::Service').find(({ where }) => where.startsWith('acme-dev'))!;
          const prod = stacks.find(({ name }) => name === 'acme-prod-web')!;
          prod.template.Resources['Planted'] = { Type: 'X', Properties: { Value: dev.properties['Cluster'] } };
        },
        finding: /acme-prod-web: no export acme-dev-cluster/,
      },
    ],
  },
  {
    title: 'what a pipeline names is there, in the account and region of its environment',
    find: pipelines,
    planted: [
      {
        defect: 'another deployment group',
        plant: change(PIPELINE, (pipeline) => {
          actionsOf(pipeline).find(isDeploy)!['Configuration'].DeploymentGroupName = 'other';
        }),
        finding: /needs 222222222222 eu-central-1 AWS::CodeDeploy::DeploymentGroup other/,
      },
      {
        defect: 'a role of another account',
        plant: change(PIPELINE, (pipeline) => {
          actionsOf(pipeline).find(isDeploy)!['RoleArn'] = 'arn:aws:iam::444444444444:role/acme-dev-web-deploy';
        }),
        finding: /needs 444444444444 global AWS::IAM::Role acme-dev-web-deploy/,
      },
      {
        defect: 'another region',
        plant: change(PIPELINE, (pipeline) => {
          actionsOf(pipeline).find(isDeploy)!['Region'] = 'eu-west-1';
        }),
        finding: /needs 222222222222 eu-west-1 AWS::CodeDeploy::Application/,
      },
      {
        defect: 'another parameter',
        plant: change(PIPELINE, (pipeline) => {
          const { Configuration } = actionsOf(pipeline).find(({ Name }) => Name === 'Render')!;
          Configuration.EnvironmentVariables = Configuration.EnvironmentVariables.replace('/release', '/releases');
        }),
        finding: /AWS::SSM::Parameter .*\/releases/,
      },
    ],
  },
  {
    title: 'an event rule listens to something that exists and starts something that exists',
    find: events,
    planted: [
      {
        defect: 'a misspelt parameter',
        plant: (stacks) => {
          const push = resourcesIn(stacks, RULE).find(({ properties }) => isPush(properties))!;
          const detail = { name: ['/acme/none'] };
          push.properties['EventPattern'] = { source: ['aws.ssm'], detail };
        },
        finding: /needs .* AWS::SSM::Parameter \/acme\/none/,
      },
      {
        defect: 'another repository',
        plant: change(RULE, (rule) => Object.assign(rule['EventPattern'], { resources: ['arn:x:other'] }), isPush),
        finding: /AWS::CodeCommit::Repository other/,
      },
      {
        defect: 'another pipeline',
        plant: change(RULE, (rule) => Object.assign(rule['Targets'][0], { Arn: 'arn:x:other' }), isPush),
        finding: /AWS::CodePipeline::Pipeline other/,
      },
      {
        defect: 'a bus that does not let the sender in',
        plant: change(BUS, (policy) => Object.assign(policy, { Principal: '999999999999' })),
        finding: /needs 111111111111 eu-central-1 AWS::Events::EventBusPolicy \d+/,
      },
    ],
  },
  {
    title: 'a push starts the pipeline of its release line alone',
    find: pushes,
    planted: [
      {
        defect: 'another branch',
        plant: change(RULE, (rule) => Object.assign(rule['EventPattern'].detail, { referenceName: ['none'] }), isPush),
        finding: /a push to \S+ of \S+ starts \[\]/,
      },
    ],
  },
  {
    title: 'a source action and a first commit name a branch, not a pattern',
    find: branches,
    planted: [
      {
        defect: 'a pattern',
        plant: change(PIPELINE, (pipeline) => {
          actionsOf(pipeline)[0]!['Configuration'].BranchName = 'feature/*';
        }),
        finding: /'feature\/\*' is no branch/,
      },
    ],
  },
];
