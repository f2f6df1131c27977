import type { Delivery } from '../../../lib/config/delivery';
import { type EventPattern, matchesPattern } from '../event-pattern';
import { evaluator } from '../intrinsics';
import { locationOf, type Place, Places, placeOfArn } from '../places';
import { asList, type Properties, resourcesIn } from '../template';
import { actionsOf } from './builds';
import { type Check, type CheckedApp, change, type Find } from './check';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const RULE = 'AWS::Events::Rule';
const BUS = 'AWS::Events::EventBusPolicy';
const PARAMETER = 'AWS::SSM::Parameter';

const isBus = (arn: string) => arn.endsWith(':event-bus/default');
const parametersOf = (rule: Properties): readonly string[] =>
  rule['EventPattern']?.source.includes('aws.ssm') ? asList<string>(rule['EventPattern'].detail.name) : [];
/** Resources by name; a prefix names none. */
const namedResources = (rule: Properties): string[] =>
  asList<unknown>(rule['EventPattern']?.resources).filter((one): one is string => typeof one === 'string');

const events: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const places = new Places(stacks, evaluate);
  const rules = resourcesIn(stacks, RULE).map(({ where, stack, properties }) => ({
    where,
    at: locationOf(stack, evaluate),
    rule: evaluate(stack, properties),
  }));
  for (const { stack, properties } of resourcesIn(stacks, BUS)) {
    const [, , , , sender] = evaluate(stack, properties)['Statement'].Principal.AWS.split(':');
    places.add({ ...locationOf(stack, evaluate), type: BUS, name: sender });
  }
  // An event that is forwarded is heard where it is forwarded to, as if the parameter were there.
  for (const { rule, at } of rules) {
    for (const { Arn } of asList<Properties>(rule['Targets']).filter((target) => isBus(target['Arn']))) {
      const [, , , region, account] = Arn.split(':');
      for (const name of parametersOf(rule)) {
        if (places.has({ ...at, type: PARAMETER, name })) places.add({ account, region, type: PARAMETER, name });
      }
    }
  }
  return rules.flatMap(({ where, at, rule }) =>
    places.missing(where, [
      ...namedResources(rule).map((arn) => known(arn, at)),
      ...parametersOf(rule).map((name) => ({ ...at, type: PARAMETER, name })),
      ...asList<Properties>(rule['Targets']).flatMap(({ Arn }) => {
        const [, , , region, account] = Arn.split(':');
        if (!isBus(Arn)) return [known(Arn, at)];
        // Another account has to let this one in; in the same account the rule's role is enough.
        return account === at.account ? [] : [{ account, region, type: BUS, name: at.account }];
      }),
    ]),
  );
};

/** What an ARN names; one that names nothing is not there either. */
function known(arn: string, at: { readonly account: string; readonly region: string }): Place {
  return placeOfArn(arn) ?? { ...at, type: 'nothing of a known kind', name: arn };
}

/** A push to a branch of a release line starts the pipelines of that line alone; one to a verified branch starts none. */
const pushes: Find = (app) => {
  const { delivery } = app;
  const rules = pushRules(app);
  return repositoriesOf(delivery).flatMap(({ repository, services }) =>
    branchesOf(delivery).flatMap(({ branch, line }) => {
      const event = {
        source: 'aws.codecommit',
        'detail-type': 'CodeCommit Repository State Change',
        detail: { event: 'referenceUpdated', referenceType: 'branch', referenceName: branch },
      };
      const started = rules
        .filter(({ resources }) => resources.some((arn) => arn.endsWith(`:${repository}`)))
        .filter(({ pattern }) => matchesPattern(pattern, event))
        .flatMap(({ starts }) => starts)
        .sort();
      const wanted = line === undefined ? [] : services.map((service) => `${delivery.name}-${service}-${line}`).sort();
      return String(started) === String(wanted) ? [] : [`a push to ${branch} of ${repository} starts [${started}]`];
    }),
  );
};

interface PushRule {
  readonly resources: readonly string[];
  /** Without the resources. */
  readonly pattern: EventPattern;
  /** The names of the pipelines that it starts, at once or after a look at what was changed. */
  readonly starts: readonly string[];
}

function pushRules({ stacks }: CheckedApp): PushRule[] {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, RULE)
    .map(({ stack, properties }) => evaluate(stack, properties))
    .filter(isPush)
    .map(({ EventPattern: { resources, ...pattern }, Targets }) => ({
      resources: asList<string>(resources),
      pattern,
      starts: Targets.map(({ Arn, InputTransformer }: Properties) => {
        const place = placeOfArn(Arn);
        if (place?.type === PIPELINE) return place.name;
        return /"pipelineName":"([^"]+)"/.exec(InputTransformer.InputTemplate)?.[1];
      }),
    }));
}

/** The repositories of CodeCommit, each with the services that it is for. */
function repositoriesOf({ services }: Delivery): { repository: string; services: readonly string[] }[] {
  const found = new Map<string, string[]>();
  for (const { name, source } of services) {
    if (source.kind !== 'codecommit') continue;
    found.set(source.repositoryName, [...(found.get(source.repositoryName) ?? []), name]);
  }
  return [...found].map(([repository, names]) => ({ repository, services: names }));
}

/** A branch of each kind that a release line takes, or that is only verified. */
function branchesOf({ releaseLines, branching }: Delivery): { branch: string; line?: string }[] {
  const example = (branch: string) => branch.replace(/\*$/, '1.0');
  const released = releaseLines.flatMap(({ name, branches }) =>
    branches.map((branch) => ({ branch: example(branch), line: name })),
  );
  return [...released, ...branching.verified.map((branch) => ({ branch: example(branch) }))];
}

/** git check-ref-format, as far as it matters here. */
const BRANCH = /^(?!.*(\.\.|\/\/|[~^:?*[\\\s]|\.lock$|\/$))[^/.]/;

const branches: Find = ({ stacks }) => [
  ...resourcesIn(stacks, PIPELINE).flatMap(({ where, properties }) =>
    actionsOf(properties)
      .filter((action) => action['ActionTypeId'].Category === 'Source')
      // An image has a tag in its place.
      .filter((action) => action['ActionTypeId'].Provider !== 'ECR')
      .filter((action) => !BRANCH.test(action['Configuration'].BranchName))
      .map((action) => `${where}: '${action['Configuration'].BranchName}' is no branch`),
  ),
  ...resourcesIn(stacks, 'AWS::CodeCommit::Repository')
    .filter(({ properties }) => properties['Code'] && !BRANCH.test(properties['Code'].BranchName))
    .map(({ where, properties }) => `${where}: '${properties['Code'].BranchName}' is no branch`),
];

/** Of one repository: what starts pipelines, not what checks the pull requests of all or puts all pushes on record. */
const isPush = ({ EventPattern }: Properties) =>
  EventPattern?.['detail-type']?.[0] === 'CodeCommit Repository State Change' &&
  EventPattern.resources !== undefined &&
  typeof EventPattern.resources[0] !== 'object';
const isOfWeb = (rule: Properties) => isPush(rule) && String(rule['EventPattern'].resources).endsWith(':acme-web');

export const EVENT_CHECKS: readonly Check[] = [
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
        plant: change(
          RULE,
          (rule) =>
            Object.assign(rule['EventPattern'], { resources: ['arn:aws:codecommit:eu-central-1:111111111111:other'] }),
          isPush,
        ),
        finding: /AWS::CodeCommit::Repository other/,
      },
      {
        defect: 'another pipeline',
        plant: change(
          RULE,
          (rule) => Object.assign(rule['Targets'][0], { Arn: 'arn:aws:codepipeline:eu-central-1:111111111111:other' }),
          isPush,
        ),
        finding: /AWS::CodePipeline::Pipeline other/,
      },
      {
        defect: 'a bus that does not let the sender in',
        plant: change(BUS, ({ Statement }) =>
          Object.assign(Statement, { Principal: { AWS: 'arn:aws:iam::999999999999:root' } }),
        ),
        finding: /needs 111111111111 eu-central-1 AWS::Events::EventBusPolicy \d+/,
      },
    ],
  },
  {
    title: 'a push starts the pipelines of its release line alone, and none on a branch that is only verified',
    find: pushes,
    planted: [
      {
        defect: 'another branch',
        plant: change(RULE, (rule) => Object.assign(rule['EventPattern'].detail, { referenceName: ['none'] }), isOfWeb),
        finding: /a push to \S+ of \S+ starts \[\]/,
      },
      {
        defect: 'a verified branch',
        plant: change(RULE, (rule) => rule['EventPattern'].detail.referenceName.push({ prefix: 'feature/' }), isOfWeb),
        finding: /a push to feature\/1\.0 of \S+ starts \[acme-/,
      },
    ],
  },
  {
    title: 'a source action and a first commit name a branch, not a pattern',
    find: branches,
    planted: [
      {
        defect: 'a pattern',
        plant: change(
          PIPELINE,
          (pipeline) => {
            actionsOf(pipeline)[0]!['Configuration'].BranchName = 'feature/*';
          },
          (pipeline) => actionsOf(pipeline)[0]!['ActionTypeId'].Provider === 'CodeCommit',
        ),
        finding: /'feature\/\*' is no branch/,
      },
    ],
  },
];
