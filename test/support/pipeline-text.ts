import { asList, type Properties } from './template';

/** What is the same in every pipeline of every delivery, and tested elsewhere: a person who compares need not read it. */
const LEFT_OUT = [
  'AppSpecTemplateArtifact',
  'AppSpecTemplatePath',
  'DetectChanges',
  'OutputArtifactFormat',
  'PollForSourceChanges',
  'PrimarySource',
  'TaskDefinitionTemplateArtifact',
  'TaskDefinitionTemplatePath',
  'DEPLOYED_PARAMETER',
  'ENVIRONMENT_NAME',
  'EXECUTION_URL',
  'PIPELINE_EXECUTION_ID',
  'RELEASE_PARAMETER',
];
/** What a build is told about where it works, and as whom: it stands where an action's own place and role do. */
const REGIONS = ['ENVIRONMENT_REGION', 'LOOKUP_REGION'];
const ROLES = ['DEPLOY_ROLE_ARN', 'LOOKUP_ROLE_ARN', 'PROBE_ROLE_ARN'];

/** A pipeline as a person reads it: what starts it, then its stages. */
export function pipelineText(pipeline: Properties): string {
  return [pipelineTitle(pipeline), ...pipeline['Stages'].map(stageText)].join('\n');
}

/** Its name, how it runs, and what starts it. */
export function pipelineTitle(pipeline: Properties): string {
  const { Name, PipelineType, ExecutionMode } = pipeline;
  return [`${Name} (${PipelineType}, ${ExecutionMode})`, ...triggers(pipeline)].join('\n');
}

/** The stage with its conditions, and its actions in their order. */
export function stageText(stage: Properties): string {
  return [stageTitle(stage), ...stage['Actions'].map(actionText)].join('\n');
}

/** `  prod | before, else FAIL: Freeze-prod (shop-release-freeze) | on failure: ROLLBACK` */
export function stageTitle({ Name, BeforeEntry, OnSuccess, OnFailure }: Properties): string {
  const conditions = [
    ...condition('before', BeforeEntry),
    ...condition('after', OnSuccess),
    ...(OnFailure?.Result ? [`on failure: ${OnFailure.Result}`] : []),
  ];
  return `  ${[Name, ...conditions].join(' | ')}`;
}

function condition(when: string, kind: Properties | undefined): string[] {
  return asList<Properties>(kind?.['Conditions']).map(({ Result, Rules }) => {
    const rules = Rules.map(({ Name, Configuration }: Properties) => {
      const { UserParameters, ...told } = Configuration;
      return `${Name} (${Object.values(told).join(' ')})`;
    });
    return `${when}, else ${Result}: ${rules.join(', ')}`;
  });
}

/** `    1 Render: CodeBuild shop-web-main-render in eu-central-1 as …, Image → Deployment-dev`, and what it is told. */
export function actionText(action: Properties): string {
  const { Name, RunOrder, ActionTypeId, Configuration = {}, RoleArn, Region } = action;
  const { EnvironmentVariables = '[]', ProjectName, ...others } = Configuration;
  const variables: [string, string][] = JSON.parse(EnvironmentVariables).map(({ name, value }: Properties) => [
    name,
    value,
  ]);
  const of = (names: readonly string[]) => variables.find(([name]) => names.includes(name))?.[1];
  const region = Region ?? of(REGIONS);
  const role = RoleArn ?? of(ROLES);
  const does = [
    ActionTypeId.Provider,
    ProjectName,
    region && `in ${region}`,
    role && `as ${role.replace('arn:aws:iam::', '').replace(':role/', ' ')}`,
  ].filter(Boolean);
  const told = [
    ...Object.entries(others).map(([key, value]) => [key, `${key}: ${value}`] as const),
    ...variables.map(([key, value]) => [key, `${key}=${value}`] as const),
  ].filter(([key]) => ![...LEFT_OUT, ...REGIONS, ...ROLES].includes(key));
  return [
    `    ${RunOrder} ${Name}: ${[does.join(' '), ...handedOver(action)].join(', ')}`,
    ...told.map(([, text]) => `        ${text}`),
  ].join('\n');
}

function handedOver({ InputArtifacts, OutputArtifacts }: Properties): string[] {
  const names = (artifacts: Properties[] | undefined) =>
    asList(artifacts)
      .map(({ Name }) => Name)
      .join(' + ');
  const [input, output] = [names(InputArtifacts), names(OutputArtifacts)];
  if (input === '' && output === '') return [];
  return [`${input}${output && ` → ${output}`}`.trim()];
}

/** CodePipeline's own triggers; where it has none, rules and functions start it. */
function triggers({ Triggers }: Properties): string[] {
  return asList<Properties>(Triggers).flatMap(({ GitConfiguration: { Push, PullRequest } }) => [
    ...asList<Properties>(Push).map((filter) => `  on a push to ${filtered(filter)}`),
    ...asList<Properties>(PullRequest).map((filter) => `  on a pull request into ${filtered(filter)}`),
  ]);
}

function filtered({ Branches, FilePaths }: Properties): string {
  const files = FilePaths ? ` that changes ${FilePaths.Includes.join(', ')}` : '';
  return `${Branches.Includes.join(', ')}${files}`;
}
