import { evaluator } from '../intrinsics';
import { type Place, Places, placeOfArn } from '../places';
import { type Properties, resourcesIn } from '../template';
import { add, type Check, change, type Find } from './check';

/** Every ARN, of a policy or of anything else, that bears the delivery's name. */
const arns: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const places = new Places(stacks, evaluate);
  const secrets = new Set(
    delivery.services.flatMap((service) =>
      Object.values(service.in).flatMap((settings) => Object.values(settings.secrets).map(({ name }) => name)),
    ),
  );
  const isOwn = ({ name }: Place) =>
    // A prefix in an event's pattern names nothing.
    !name.endsWith('-') &&
    (name.startsWith(`${delivery.name}-`) || name.startsWith(`/${delivery.name}/`)) &&
    !secrets.has(name);
  return resourcesIn(stacks).flatMap(({ where, stack, properties }) => {
    const texts = textsIn(evaluate(stack, properties));
    const named = texts.flatMap((text) => (text.match(ARN) ?? []).flatMap((arn) => placeOfArn(arn) ?? []));
    return [...new Set(places.missing(where, named.filter(isOwn)))];
  });
};

/** Also within a text, such as a state machine's definition. */
const ARN = /arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d*:[^\s"'\\,;<>(){}[\]]+/g;

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const isForDeployments = ({ Name }: Properties) => Name === 'deploy';

export const ARN_CHECKS: readonly Check[] = [
  {
    title: "an ARN with the delivery's name leads to something",
    find: arns,
    planted: [
      {
        defect: 'a topic in a variable',
        plant: add('X', { Value: 'arn:aws:sns:eu-central-1:111111111111:acme-messages' }),
        finding: /needs 111111111111 eu-central-1 AWS::SNS::Topic acme-messages/,
      },
      {
        defect: 'a parameter of another account, in a policy',
        plant: add('X', {
          Statement: [{ Resource: 'arn:aws:ssm:eu-central-1:222222222222:parameter/acme/dev/freeze' }],
        }),
        finding: /needs 222222222222 eu-central-1 AWS::SSM::Parameter \/acme\/dev\/freeze/,
      },
      {
        defect: 'a stage that the pipeline lacks',
        plant: add('X', { Value: 'arn:aws:codepipeline:eu-central-1:111111111111:acme-web-main/staging' }),
        finding: /AWS::CodePipeline::Pipeline acme-web-main\/staging/,
      },
      {
        defect: 'an alarm that is to stop a game day',
        plant: change('AWS::FIS::ExperimentTemplate', ({ StopConditions: [condition] }) => {
          condition.Value = 'arn:aws:cloudwatch:eu-central-1:222222222222:alarm:acme-dev-pages';
        }),
        finding: /needs 222222222222 eu-central-1 AWS::CloudWatch::Alarm acme-dev-pages/,
      },
      {
        defect: 'a function in the middle of a text',
        plant: add('X', { Text: '{"Resource":"arn:aws:lambda:eu-central-1:111111111111:function:acme-none"}' }),
        finding: /AWS::Lambda::Function acme-none/,
      },
      {
        defect: 'an alias that a function has not',
        plant: change('AWS::Lambda::Alias', (alias) => Object.assign(alias, { Name: 'ship' }), isForDeployments),
        finding: /needs 222222222222 eu-central-1 AWS::Lambda::Alias acme-dev-search-rollout:deploy/,
      },
    ],
  },
];
