import { parse } from 'yaml';
import { evaluator } from '../intrinsics';
import { asList, type Located, type Properties, resourcesIn } from '../template';
import {
  ARTIFACT_KEYS,
  COMPUTE_TYPES,
  ENV_KEYS,
  IMAGES,
  PHASE_KEYS,
  PHASES,
  REPORT_FORMATS,
  REPORT_KEYS,
  SECTIONS,
} from './build-words';
import { type Check, change, type Find } from './check';

const PROJECT = 'AWS::CodeBuild::Project';
const PIPELINE = 'AWS::CodePipeline::Pipeline';

interface Build extends Located {
  readonly spec: Properties | string;
}

function buildsIn({ stacks }: Parameters<Find>[0]): Build[] {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, PROJECT).map((project) => {
    const text = evaluate(project.stack, project.properties['Source']['BuildSpec']);
    return { ...project, spec: parsed(text) };
  });
}

const specOf = new Map<string, Properties | string>();

/** Kept, as the same texts come again for each defect that is planted. */
function parsed(text: string): Properties | string {
  const spec = specOf.get(text) ?? parsedAnew(text);
  specOf.set(text, spec);
  return spec;
}

function parsedAnew(text: string): Properties | string {
  try {
    const spec = parse(text);
    return typeof spec === 'object' && spec !== null ? spec : 'is no mapping';
  } catch (error) {
    return `is no YAML: ${(error as Error).message}`;
  }
}

const specs: Find = (app) =>
  buildsIn(app).flatMap(({ where, spec }) => {
    if (typeof spec === 'string') return [`${where}: ${spec}`];
    return [
      ...(String(spec['version']) === '0.2' ? [] : [`version ${spec['version']}`]),
      ...unknown(spec, SECTIONS, 'section'),
      ...unknown(spec['env'], ENV_KEYS, 'key of env'),
      ...asList<string>(spec['env']?.['exported-variables'])
        .filter((name) => !commandsIn(spec).some((command) => command.startsWith(`export ${name}=`)))
        .map((name) => `no command exports ${name}`),
      ...unknown(spec['phases'], PHASES, 'phase'),
      ...Object.entries<Properties>(spec['phases'] ?? {}).flatMap(([name, phase]) => [
        ...unknown(phase, PHASE_KEYS, `key of ${name}`),
        ...(isTextList(phase['commands']) ? [] : [`no commands in ${name}`]),
      ]),
      ...Object.entries<Properties>(spec['reports'] ?? {}).flatMap(([name, report]) => [
        ...unknown(report, REPORT_KEYS, `key of report ${name}`),
        ...(isTextList(report['files']) ? [] : [`no files in report ${name}`]),
        ...(REPORT_FORMATS.includes(report['file-format']) ? [] : [`format ${report['file-format']} of ${name}`]),
      ]),
      ...unknown(spec['artifacts'], ARTIFACT_KEYS, 'key of artifacts'),
      ...(spec['artifacts'] && !isTextList(spec['artifacts'].files) ? ['no files in artifacts'] : []),
    ].map((finding) => `${where}: ${finding}`);
  });

function commandsIn(spec: Properties): string[] {
  return Object.values<Properties>(spec['phases'] ?? {}).flatMap((phase) => asList<string>(phase['commands']));
}

function unknown(object: Properties | undefined, known: readonly string[], what: string): string[] {
  return Object.keys(object ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => `unknown ${what} ${key}`);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string' && item !== '');
}

const artifacts: Find = (app) => {
  const builds = buildsIn(app);
  return resourcesIn(app.stacks, PIPELINE).flatMap(({ where, stack, properties }) =>
    actionsOf(properties)
      .filter((action) => action['ActionTypeId'].Provider === 'CodeBuild')
      .flatMap((action) => {
        const project = builds.find(
          (build) => build.stack.name === stack.name && build.id === action['Configuration'].ProjectName.Ref,
        );
        const leaves = typeof project?.spec === 'object' && project.spec['artifacts'] !== undefined;
        const wanted = asList(action['OutputArtifacts']).length > 0;
        return leaves === wanted ? [] : [`${where}: ${action['Name']} wants ${wanted}, the build leaves ${leaves}`];
      }),
  );
};

export function actionsOf(pipeline: Properties): Properties[] {
  return pipeline['Stages'].flatMap((stage: Properties) => stage['Actions']);
}

const machines: Find = ({ stacks }) =>
  resourcesIn(stacks, PROJECT).flatMap(({ where, properties: { Environment } }) => [
    ...(COMPUTE_TYPES.includes(Environment.ComputeType) ? [] : [`${where}: compute type ${Environment.ComputeType}`]),
    ...(IMAGES[Environment.Type]?.includes(Environment.Image)
      ? []
      : [`${where}: image ${Environment.Image} on ${Environment.Type}`]),
  ]);

/** What needs the Docker daemon. */
const DOCKER = /\bdocker\b|\/image\.js$/;

const privileges: Find = (app) =>
  buildsIn(app).flatMap(({ where, spec, properties }) => {
    const needed = typeof spec === 'object' && commandsIn(spec).some((command) => DOCKER.test(command));
    const given = properties['Environment'].PrivilegedMode === true;
    return needed === given ? [] : [`${where}: privileged ${given}, needed ${needed}`];
  });

const spoilSpec = (from: string | RegExp, to: string) =>
  change(
    PROJECT,
    (project) => {
      project['Source'].BuildSpec = project['Source'].BuildSpec.replace(from, to);
    },
    ({ Source }) => Source.BuildSpec.includes('reports'),
  );

export const BUILD_CHECKS: readonly Check[] = [
  {
    title: 'a build specification says what CodeBuild understands',
    find: specs,
    planted: [
      { defect: 'no YAML', plant: spoilSpec('phases:', 'phases: ['), finding: /is no YAML/ },
      { defect: 'a misspelt phase', plant: spoilSpec('  build:', '  bulid:'), finding: /unknown phase bulid/ },
      { defect: 'another version', plant: spoilSpec('0.2', '0.3'), finding: /version 0\.3/ },
      { defect: 'a wrong format', plant: spoilSpec('JUNITXML', 'JUNIT'), finding: /format JUNIT of tests/ },
      {
        defect: 'a variable that no command exports',
        plant: change(
          PROJECT,
          (project) => {
            project['Source'].BuildSpec = project['Source'].BuildSpec.replace('export SUMMARY=', 'SUMMARY=');
          },
          ({ Source }) => Source.BuildSpec.includes('export SUMMARY='),
        ),
        finding: /no command exports SUMMARY/,
      },
      { defect: 'a misspelt section', plant: spoilSpec('reports:', 'report:'), finding: /unknown section report/ },
    ],
  },
  {
    title: 'a build leaves artifacts where its pipeline hands them on, and only there',
    find: artifacts,
    planted: [
      {
        defect: 'none left',
        plant: change(
          PROJECT,
          (project) => {
            project['Source'].BuildSpec = project['Source'].BuildSpec.replace(/artifacts:[\s\S]*/, '');
          },
          ({ Source }) => Source.BuildSpec.includes('image.js'),
        ),
        finding: /Image wants true, the build leaves false/,
      },
    ],
  },
  {
    title: 'a build runs on a machine and an image that CodeBuild has',
    find: machines,
    planted: [
      {
        defect: 'a misspelt compute type',
        plant: change(PROJECT, (project) => Object.assign(project['Environment'], { ComputeType: 'BUILD_SMALL' })),
        finding: /compute type BUILD_SMALL/,
      },
      {
        defect: 'an image of another processor',
        plant: change(PROJECT, (project) => Object.assign(project['Environment'], { Type: 'WINDOWS_CONTAINER' })),
        finding: /on WINDOWS_CONTAINER/,
      },
    ],
  },
  {
    title: 'a build is privileged where it needs Docker, and only there',
    find: privileges,
    planted: [
      {
        defect: 'too much',
        plant: change(
          PROJECT,
          (project) => Object.assign(project['Environment'], { PrivilegedMode: true }),
          ({ Source }) => Source.BuildSpec.includes('reports'),
        ),
        finding: /privileged true, needed false/,
      },
      {
        defect: 'too little',
        plant: change(
          PROJECT,
          (project) => Object.assign(project['Environment'], { PrivilegedMode: false }),
          ({ Environment }) => Environment.PrivilegedMode,
        ),
        finding: /privileged false, needed true/,
      },
    ],
  },
];
