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

const step = z.discriminatedUnion('action', [
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
  const known = new Set(Object.keys(parameters));
  const visited = new Set<string>();
  let current: AutomationStep | undefined = mainSteps[0]!;
  while (current && !visited.has(current.name)) {
    const { name, inputs, nextStep, isEnd }: AutomationStep = current;
    visited.add(name);
    for (const used of referencesIn(inputs)) if (!known.has(used)) problems.push(`${name} uses ${used}`);
    for (const left of LEFT_BY[current.action] ?? []) known.add(`${name}.${left}`);
    for (const { Name } of current.outputs ?? []) known.add(`${name}.${Name}`);
    if ((nextStep === undefined) === (isEnd === undefined)) problems.push(`${name} must go on or end`);
    if (nextStep !== undefined && !byName.has(nextStep)) problems.push(`${name} goes on with ${nextStep}`);
    current = nextStep === undefined ? undefined : byName.get(nextStep);
    if (current && visited.has(current.name)) problems.push(`${name} goes back to ${current.name}`);
  }
  for (const { name } of mainSteps) if (!visited.has(name)) problems.push(`no step leads to ${name}`);
  for (const output of outputs) if (!known.has(output)) problems.push(`the outputs have ${output}`);
  return problems;
}

/** What stands in double braces. */
function referencesIn(inputs: unknown): string[] {
  return [...JSON.stringify(inputs).matchAll(/\{\{ ?([^} ]+) ?\}\}/g)].map(([, name]) => name!);
}
