import { rendered } from '../../cloudformation/template';
import { DEFAULT_POLL_SECONDS } from '../../deployment/programs/constants';
import { assumed } from '../assumptions';
import { type Charge, counted, numberText, type Rules, type Surroundings } from '../charge';
import { runsPerMonth } from '../schedules';
import { type Located, resourcesOf } from '../stacks';

export const FUNCTION_RULES: Rules = {
  // What releases make it do. Schedules have their own rule, and what runs at a deployment of the stack costs next to nothing.
  'AWS::Lambda::Function': (lambda, around) => [
    ...calls(lambda, 'releases', around.releases, assumed('functionSecondsPerRelease'), {
      how: counted(around.releases, 'release'),
      assumes: 'functionSecondsPerRelease',
    }),
    ...looks(lambda, around),
  ],
  'AWS::Events::Rule': ({ properties, stack }) => {
    const schedule = properties['ScheduleExpression'];
    // What AWS's services put on the bus is free, and so is a rule that looks at it.
    if (schedule === undefined) return [];
    const runs = runsPerMonth(rendered(schedule));
    const targets = ((properties['Targets'] ?? []) as readonly { readonly Arn: unknown }[]).map(({ Arn }) =>
      JSON.stringify(Arn),
    );
    return resourcesOf(stack)
      .filter(({ id }) => targets.some((arn) => arn.includes(`"${id}"`)))
      .flatMap((target) => scheduled(target, runs));
  },
  // Lambda asks a queue all the time; a stream of DynamoDB for nothing.
  'AWS::Lambda::EventSourceMapping': ({ properties, stack }) => {
    const source = JSON.stringify(properties['EventSourceArn']);
    if (!resourcesOf(stack, 'AWS::SQS::Queue').some(({ id }) => source.includes(`"${id}"`))) return [];
    const quantity = assumed('queuePollsPerHour') * assumed('hoursPerMonth');
    const how = `${assumed('queuePollsPerHour')} receives × ${assumed('hoursPerMonth')} h`;
    return [{ basis: 'fixed', price: 'sqs.request', quantity, how, assumes: ['queuePollsPerHour'] }];
  },
  'AWS::SNS::Topic': (_, { releases }) => {
    const quantity = assumed('mailsPerRelease') * releases;
    const how = `${assumed('mailsPerRelease')} mails × ${counted(releases, 'release')}`;
    return [{ basis: 'releases', price: 'sns.email', quantity, how, assumes: ['mailsPerRelease'] }];
  },
};

/** A build asks the function that makes releases on EKS how far the rollout is, until it is done. */
function looks(lambda: Located, { workloads, releases }: Surroundings): Charge[] {
  const name = rendered(lambda.properties['FunctionName'] ?? '');
  if (!workloads.some(({ rollout }) => rollout === name)) return [];
  const each = (assumed('deployMinutes') * 60) / DEFAULT_POLL_SECONDS;
  return calls(lambda, 'releases', each * releases, assumed('lookSeconds'), {
    how: `${each} looks × ${counted(releases, 'release')}`,
    assumes: 'lookSeconds',
  });
}

function scheduled(target: Located, runs: number): Charge[] {
  if (target.Type === 'AWS::Lambda::Function') {
    return calls(target, 'fixed', runs, assumed('scheduledSeconds'), {
      how: counted(runs, 'run'),
      assumes: 'scheduledSeconds',
    });
  }
  if (target.Type !== 'AWS::StepFunctions::StateMachine') return [];
  const quantity = runs * assumed('transitionsPerRun');
  const how = `${counted(runs, 'run')} × ${assumed('transitionsPerRun')} transitions`;
  return [{ basis: 'fixed', price: 'states.transition', quantity, how, assumes: ['transitionsPerRun'] }];
}

function calls(
  { properties }: Located,
  basis: Charge['basis'],
  count: number,
  seconds: number,
  {
    how,
    assumes,
  }: { readonly how: string; readonly assumes: 'scheduledSeconds' | 'functionSecondsPerRelease' | 'lookSeconds' },
): Charge[] {
  const isArm = (properties['Architectures'] ?? []).includes('arm64');
  const gigabytes = Number(properties['MemorySize'] ?? 128) / 1024;
  return [
    { basis, price: 'lambda.request', quantity: count, how },
    {
      basis,
      price: isArm ? 'lambda.arm64' : 'lambda.x86_64',
      quantity: count * seconds * gigabytes,
      how: `${how} × ${seconds} s × ${numberText(gigabytes)} GB`,
      assumes: [assumes],
    },
  ];
}
