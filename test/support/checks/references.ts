import { evaluator, isNear } from '../intrinsics';
import { asList, resourcesIn, type Template, walk } from '../template';
import { add, type Check, type Find } from './check';

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
];
