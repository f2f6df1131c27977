import { actionsOf } from '../support/checks/builds';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { synthesize } from '../support/synthesized';
import { asList, type Properties, resourcesIn } from '../support/template';

const VARIABLES = 'EnvironmentVariables';

/** `  2 Render (CodeBuild)`, then what goes in and out and its configuration, one line each. */
function action({
  Name,
  RunOrder,
  ActionTypeId,
  Configuration = {},
  InputArtifacts,
  OutputArtifacts,
  RoleArn,
  Region,
}: Properties): string {
  const { [VARIABLES]: variables = '[]', ...others } = Configuration;
  const names = (artifacts: Properties[] | undefined) => asList(artifacts).map((artifact) => artifact['Name']);
  const details = [
    ...names(InputArtifacts).map((name) => `from ${name}`),
    ...names(OutputArtifacts).map((name) => `to ${name}`),
    ...(RoleArn ? [`as ${RoleArn}`] : []),
    ...(Region ? [`in ${Region}`] : []),
    ...Object.entries(others).map(([key, value]) => `${key}: ${value}`),
    ...JSON.parse(variables).map(({ name, value }: Properties) => `${name}=${value}`),
  ];
  return [`  ${RunOrder} ${Name} (${ActionTypeId.Provider})`, ...details.map((detail) => `      ${detail}`)].join('\n');
}

function text(pipeline: Properties): string {
  const { Name, PipelineType, ExecutionMode, Stages } = pipeline;
  const stages = Stages.map((stage: Properties) =>
    [`${stage['Name']} >`, ...actionsOf({ Stages: [stage] }).map(action)].join('\n'),
  );
  return `${Name} (${PipelineType}, ${ExecutionMode})\n${stages.join('\n')}`;
}

/** The pipelines of one service, in the order of the release lines, with `<service>` for its name. */
function pipelinesOf(name: keyof typeof DELIVERIES, service: string): string {
  const stacks = synthesize(DELIVERIES[name]);
  const evaluate = evaluator(stacks);
  const prefix = `${DELIVERIES[name].name}-toolchain-${service}-`;
  return resourcesIn(stacks, 'AWS::CodePipeline::Pipeline')
    .filter(({ stack }) => stack.name.startsWith(prefix))
    .map(({ stack, properties }) => text(evaluate(stack, properties)))
    .sort()
    .join('\n\n')
    .replaceAll(new RegExp(`\\b${service}\\b`, 'g'), '<service>');
}

describe.each(DELIVERY_NAMES)('%s', (name) => {
  const [first, ...others] = DELIVERIES[name].services.map((service) => service.name);

  test('has these pipelines for a service', () => {
    expect(`\n${pipelinesOf(name, first!)}\n`).toMatchSnapshot();
  });

  test.each(others)('has the same for %s', (service) => {
    expect(pipelinesOf(name, service)).toEqual(pipelinesOf(name, first!));
  });
});
