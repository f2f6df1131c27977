import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { actionText, pipelineText, pipelineTitle, stageTitle } from '../support/pipeline-text';
import { synthesize } from '../support/synthesized';
import { type Properties, resourcesIn } from '../support/template';

type DeliveryName = keyof typeof DELIVERIES;

/** All pipelines of a part of the toolchain, by the ends of their names. */
function pipelinesOf(name: DeliveryName, part: string): Map<string, Properties> {
  const stacks = synthesize(DELIVERIES[name]);
  const evaluate = evaluator(stacks);
  const start = `${DELIVERIES[name].name}-`;
  const found = resourcesIn(stacks, 'AWS::CodePipeline::Pipeline')
    .filter(({ stack }) => new RegExp(`^${start}toolchain-${part}(-[a-z]+(-pipeline)?)?$`).test(stack.name))
    .map(({ stack, properties }) => evaluate(stack, properties) as Properties)
    .map((pipeline) => [pipeline['Name'].slice(start.length + part.length), pipeline] as const);
  return new Map(found.sort(([one], [other]) => one.localeCompare(other)));
}

/** With `<service>` for the service's name. */
function generalized(text: string, service: string): string {
  return text.replaceAll(new RegExp(`(?<![a-z0-9])${service}(?![a-z0-9])`, 'g'), '<service>');
}

function allOf(name: DeliveryName, service: string): string {
  const texts = [...pipelinesOf(name, service).values()].map(pipelineText);
  return generalized(texts.join('\n\n'), service);
}

/** What is other in a service's pipelines than in those of another service: `+` what it has, `-` what it has not. */
function differences(name: DeliveryName, service: string, from: string): string {
  const others = pipelinesOf(name, from);
  const linesOf = (pipeline: Properties | undefined, whose: string) => {
    if (!pipeline) return [];
    const parts = pipeline['Stages'].flatMap((stage: Properties) =>
      [stageTitle(stage), ...stage['Actions'].map(actionText)].map(
        (part) => `${pipeline['Name']} ${stage['Name']}:\n${part}`,
      ),
    );
    return [pipelineTitle(pipeline), ...parts].map((part) => generalized(part, whose));
  };
  return [...pipelinesOf(name, service)]
    .flatMap(([end, pipeline]) => {
      const [own, known] = [linesOf(pipeline, service), linesOf(others.get(end), from)];
      return [
        ...known
          .filter((line: string) => !own.includes(line))
          .map((line: string) => `- ${line.split('\n')[0]}${titleOf(line)}`),
        ...own.filter((line: string) => !known.includes(line)).map((line: string) => `+ ${line}`),
      ];
    })
    .join('\n');
}

/** Of what is not there the name will do. */
function titleOf(line: string): string {
  return / +(\d+ )?[^\s:]+/.exec(line.split('\n')[1] ?? '')?.[0].replace(/^ +/, ' ') ?? '';
}

describe.each(DELIVERY_NAMES)('%s', (name) => {
  const [first, ...others] = DELIVERIES[name].services.map((service) => service.name);

  test('has these pipelines for a service', () => {
    expect(`\n${allOf(name, first!)}\n`).toMatchSnapshot();
  });

  test.each(others)('has the same for %s, but for this', (service) => {
    const lines = DELIVERIES[name].releaseLines.map((line) => `-${line.name}`);
    expect([...pipelinesOf(name, service).keys()]).toEqual(expect.arrayContaining(lines));
    expect(`\n${differences(name, service, first!)}\n`).toMatchSnapshot();
  });
});

test('the application has this pipeline of its own, in three accounts', () => {
  const [pipeline] = pipelinesOf('company', 'infrastructure').values();
  expect(`\n${pipelineText(pipeline!)}\n`).toMatchSnapshot();
});
