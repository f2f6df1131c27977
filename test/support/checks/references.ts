import { evaluator, isNear } from '../intrinsics';
import { asList, resourcesIn, type Template, walk } from '../template';
import { add, type Check, change, type Find } from './check';

/** "Understand CloudFormation quotas". */
const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;

const sizes: Find = ({ stacks }) =>
  stacks.flatMap(({ name, template }) => {
    const resources = Object.keys(template.Resources).length;
    const outputs = Object.keys(template.Outputs ?? {}).length;
    const bytes = Buffer.byteLength(JSON.stringify(template));
    return resources <= MOST_RESOURCES && outputs <= MOST_OUTPUTS && bytes <= MOST_BYTES
      ? []
      : [`${name}: ${resources} resources, ${outputs} outputs, ${bytes} bytes`];
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
      const [text, values = {}] = asList(object['Fn::Sub']);
      const wanted = [...String(text).matchAll(/\$\{([^!}]+)\}/g)].map(([, inner]) => inner!);
      found.push(...wanted.filter((inner) => !(inner in values)).map((inner) => inner.split('.')[0]!));
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
    const missing = new Set<string>();
    walk(stack.template, (object) => {
      if ('Fn::ImportValue' in object) wanted.add(evaluate(stack, object['Fn::ImportValue']));
      const { StackName, OutputName } = object['Fn::GetStackOutput'] ?? {};
      const output = near.find(({ name }) => name === StackName)?.template.Outputs?.[OutputName];
      if (StackName && !output) missing.add(`${stack.name}: no output ${OutputName} of ${StackName}`);
    });
    return [
      ...[...wanted].filter((name) => !exported.has(name as never)).map((name) => `${stack.name}: no export ${name}`),
      ...missing,
    ];
  });
};

export const REFERENCE_CHECKS: readonly Check[] = [
  {
    title: 'a template stays below the limits of CloudFormation',
    find: sizes,
    planted: [
      {
        defect: 'too long',
        plant: add('AWS::SSM::Parameter', { Value: 'x'.repeat(MOST_BYTES) }),
        finding: /outputs, 10\d+ bytes/,
      },
      {
        defect: 'too many outputs',
        plant: ([stack]) => {
          const outputs = Array.from({ length: 201 }, (_, index) => [`Output${index}`, { Value: 'x' }]);
          Object.assign(stack!.template, { Outputs: Object.fromEntries(outputs) });
        },
        finding: /201 outputs/,
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
      {
        defect: 'Fn::Sub, beside a value of its own',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholder
        plant: add('X', { Value: { 'Fn::Sub': ['${Own} and ${Absent}', { Own: 'a' }] } }),
        finding: /no Absent/,
      },
      { defect: 'a mapping', plant: add('X', { 'Fn::FindInMap': ['Lost', 'a', 'b'] }), finding: /no mapping Lost/ },
    ],
  },
  {
    title: 'what a stack imports or looks up, another stack in the same place exports or puts out',
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
      {
        defect: 'an output of a stack that is not there',
        plant: add('X', { Value: { 'Fn::GetStackOutput': { StackName: 'acme-dev-none', OutputName: 'Logs' } } }),
        finding: /no output Logs of acme-dev-none/,
      },
      {
        defect: 'an output that a stack lacks',
        plant: change('AWS::Logs::QueryDefinition', (query) => {
          query['LogGroupNames'] = [{ 'Fn::GetStackOutput': { StackName: 'acme-dev-web', OutputName: 'None' } }];
        }),
        finding: /no output None of acme-dev-web/,
      },
    ],
  },
];
