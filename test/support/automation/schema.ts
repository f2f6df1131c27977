import { z } from 'zod';

/** SSM's runbooks of schema 0.3, as far as this project uses them ("Systems Manager Automation actions reference"). */

const NAME = /^[a-zA-Z0-9_]+$/;

const common = {
  name: z.string().regex(/^[a-zA-Z0-9_]{1,128}$/),
  description: z.string().min(1),
  timeoutSeconds: z.int().positive().optional(),
  maxAttempts: z.int().positive().optional(),
  onFailure: z.enum(['Abort', 'Continue']),
  nextStep: z.string().optional(),
  isEnd: z.literal(true).optional(),
  outputs: z
    .array(
      z.strictObject({
        Name: z.string().regex(NAME),
        Selector: z.string().startsWith('$.'),
        Type: z.enum(['String', 'StringList', 'Integer', 'Boolean']),
      }),
    )
    .optional(),
};

/** The members of the calls that documents make: what is needed, and what else there is. */
const CALLS: Readonly<Record<string, { readonly needed: readonly string[]; readonly others: readonly string[] }>> = {
  'codepipeline.GetPipelineExecution': { needed: ['pipelineName', 'pipelineExecutionId'], others: [] },
  'application-autoscaling.DescribeScalableTargets': {
    needed: ['ServiceNamespace'],
    others: ['MaxResults', 'NextToken', 'ResourceIds', 'ScalableDimension'],
  },
  'application-autoscaling.RegisterScalableTarget': {
    needed: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
    others: ['MaxCapacity', 'MinCapacity', 'RoleARN', 'SuspendedState', 'Tags'],
  },
};

/** What belongs to an action, not to the call that it makes. */
const OF_THE_ACTION = ['Service', 'Api', 'PropertySelector', 'DesiredValues'];

const call = z
  .looseObject({ Service: z.string(), Api: z.string() })
  .superRefine(({ Service, Api, ...inputs }, context) => {
    const known = CALLS[`${Service}.${Api}`];
    const problem = (message: string) => context.addIssue({ code: 'custom', message });
    if (!known) return problem(`no call ${Service}.${Api} is known`);
    const given = Object.keys(inputs).filter((name) => !OF_THE_ACTION.includes(name));
    for (const name of known.needed) if (!given.includes(name)) problem(`${Api} needs ${name}`);
    for (const name of given) if (![...known.needed, ...known.others].includes(name)) problem(`${Api} has no ${name}`);
  });
const property = call.and(
  z.looseObject({ PropertySelector: z.string().startsWith('$.'), DesiredValues: z.array(z.string()).min(1) }),
);

const choice = z.strictObject({ NextStep: z.string(), Variable: z.string(), StringEquals: z.string() });

const step = z.discriminatedUnion('action', [
  z.strictObject({
    ...common,
    action: z.literal('aws:branch'),
    inputs: z.strictObject({ Choices: z.array(choice).min(1), Default: z.string() }),
  }),
  z.strictObject({ ...common, action: z.literal('aws:executeAwsApi'), inputs: call }),
  z.strictObject({ ...common, action: z.literal('aws:waitForAwsResourceProperty'), inputs: property }),
  z.strictObject({ ...common, action: z.literal('aws:assertAwsResourceProperty'), inputs: property }),
  z.strictObject({
    ...common,
    action: z.literal('aws:invokeLambdaFunction'),
    // More than five minutes SSM does not wait.
    timeoutSeconds: z.int().max(300),
    inputs: z.strictObject({
      FunctionName: z.string().regex(/^arn:aws:lambda:/),
      InvocationType: z.literal('RequestResponse'),
      InputPayload: z.record(z.string(), z.string()),
    }),
  }),
  z.strictObject({
    ...common,
    action: z.literal('aws:executeScript'),
    // A script has ten minutes.
    timeoutSeconds: z.int().max(600),
    inputs: z.strictObject({
      Runtime: z.enum(['python3.8', 'python3.9', 'python3.10', 'python3.11']),
      Handler: z.string(),
      InputPayload: z.record(z.string(), z.unknown()),
      Script: z.string().min(1),
    }),
  }),
]);

const document = z.strictObject({
  schemaVersion: z.literal('0.3'),
  description: z.string().min(1),
  assumeRole: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+/),
  parameters: z.record(
    z.string().regex(NAME),
    z.strictObject({
      type: z.literal('String'),
      description: z.string().min(1),
      allowedValues: z.array(z.string()).min(1).optional(),
      allowedPattern: z.string().optional(),
      default: z.string().optional(),
    }),
  ),
  mainSteps: z.array(step).min(1),
  outputs: z.array(z.string()),
});

export type AutomationDocument = z.infer<typeof document>;
export type AutomationStep = AutomationDocument['mainSteps'][number];

/** What a step leaves behind by itself, beside the outputs that it states. */
const LEFT_BY: Partial<Record<AutomationStep['action'], readonly string[]>> = {
  'aws:invokeLambdaFunction': ['Payload'],
};

/** A document that SSM would take; what is wrong with another is thrown. */
export function parseAutomation(content: unknown): AutomationDocument {
  const parsed = document.parse(content);
  const problems = problemsOf(parsed);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return parsed;
}

/** What the shape alone does not say: steps lead to steps and end, and use nothing but what is there by then. */
function problemsOf({ parameters, mainSteps, outputs }: AutomationDocument): string[] {
  const problems: string[] = [];
  const byName = new Map(mainSteps.map((one) => [one.name, one]));
  if (byName.size < mainSteps.length) problems.push('two steps have one name');
  const reached = new Set<string>();
  const left = new Set(Object.keys(parameters));
  /** Follows a way to its end. @param known what is there before the step. @param way the steps before it */
  const follow = (step: AutomationStep, before: ReadonlySet<string>, way: readonly string[]): void => {
    const { name, inputs } = step;
    reached.add(name);
    for (const used of referencesIn(inputs)) if (!before.has(used)) problems.push(`${name} uses ${used}`);
    const known = new Set(before);
    for (const member of LEFT_BY[step.action] ?? []) known.add(`${name}.${member}`);
    for (const { Name } of step.outputs ?? []) known.add(`${name}.${Name}`);
    for (const one of known) left.add(one);
    const nexts = nextOf(step);
    if ((nexts.length === 0) === (step.isEnd === undefined)) problems.push(`${name} must go on or end`);
    for (const next of new Set(nexts)) {
      const other = byName.get(next);
      if (!other) problems.push(`${name} goes on with ${next}`);
      else if ([...way, name].includes(next)) problems.push(`${name} goes back to ${next}`);
      else follow(other, known, [...way, name]);
    }
  };
  follow(mainSteps[0]!, left, []);
  for (const { name } of mainSteps) if (!reached.has(name)) problems.push(`no step leads to ${name}`);
  for (const output of outputs) if (!left.has(output)) problems.push(`the outputs have ${output}`);
  return problems;
}

/** The steps that may come next: none, one, or those of a branch. */
function nextOf(step: AutomationStep): string[] {
  const named = step.nextStep === undefined ? [] : [step.nextStep];
  if (step.action !== 'aws:branch') return named;
  return [...named, ...step.inputs.Choices.map(({ NextStep }) => NextStep), step.inputs.Default];
}

/** What stands in double braces. */
function referencesIn(inputs: unknown): string[] {
  return [...JSON.stringify(inputs).matchAll(/\{\{ ?([^} ]+) ?\}\}/g)].map(([, name]) => name!);
}
