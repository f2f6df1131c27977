import { spawnSync } from 'node:child_process';
import type { AutomationDocument, AutomationStep } from './schema';

/** What the steps of a document find outside of it. */
export interface Outside {
  /** The answers of AWS's API by `service.Operation`; what is thrown fails the step. */
  readonly apis?: Readonly<Record<string, (inputs: Record<string, unknown>) => object>>;
  /** What functions answer. One that throws answers as Lambda does for it. */
  readonly invoke?: (functionArn: string, payload: unknown) => unknown;
  /**
   * Answers for scripts by client and method (`ecs.describe_services`), one for each call; the last one stays. One with `raises`
   * is an error of that name.
   */
  readonly boto3?: Readonly<Record<string, readonly object[]>>;
}

/** What became of an execution. */
export interface Execution {
  readonly status: 'Success' | 'Failed';
  /** The step that failed and why. */
  readonly failure?: string;
  /** Those of the document. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The calls of AWS's API, those of scripts without the names of Python's library. */
  readonly calls: readonly { readonly api: string; readonly inputs: unknown }[];
}

/** The interpreter itself, as what is in the PATH may be a script that looks for it. Empty where there is none. */
const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
const PYTHON = python.status === 0 ? python.stdout.trim() : '';

/** SSM's scripts are Python; a machine without it cannot run them. */
export const hasPython = PYTHON !== '';

/** A wait that finds nothing to wait for any more would never end. */
const MOST_POLLS = 50;

/** Runs a document step by step, as SSM does. */
export function runAutomation(
  document: AutomationDocument,
  parameters: Readonly<Record<string, string>>,
  outside: Outside,
): Execution {
  const values = new Map<string, unknown>(Object.entries(valuesOf(document, parameters)));
  const calls: { api: string; inputs: unknown }[] = [];
  const outputs = () => Object.fromEntries(document.outputs.map((name) => [name, values.get(name)]));
  let step: AutomationStep | undefined = document.mainSteps[0];
  while (step) {
    const { name, nextStep }: AutomationStep = step;
    try {
      const left = run(step, resolved(step.inputs, values) as Record<string, unknown>, outside, calls);
      for (const [member, value] of Object.entries(left)) values.set(`${name}.${member}`, value);
      for (const { Name, Selector, Type } of step.outputs ?? []) {
        const value = select(left, Selector);
        if (!isOf(Type, value)) throw new Error(`${Name} is no ${Type}: ${JSON.stringify(value)}`);
        values.set(`${name}.${Name}`, value);
      }
    } catch (error) {
      return { status: 'Failed', failure: `${name}: ${(error as Error).message}`, outputs: outputs(), calls };
    }
    const next = values.get(`${name}.NextStep`) ?? nextStep;
    step = document.mainSteps.find((one) => one.name === next);
  }
  return { status: 'Success', outputs: outputs(), calls };
}

function valuesOf({ parameters }: AutomationDocument, given: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of Object.keys(given)) if (!parameters[name]) throw new Error(`there is no parameter ${name}`);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { allowedValues, allowedPattern, default: usual }]) => {
      const value = given[name] ?? usual;
      const isTaken =
        value !== undefined &&
        (allowedValues?.includes(value) ?? true) &&
        (allowedPattern === undefined || new RegExp(allowedPattern).test(value));
      if (!isTaken) throw new Error(`${name} does not take ${JSON.stringify(value)}`);
      return [name, value];
    }),
  );
}

/** A reference alone keeps its type; within a text it becomes text. */
function resolved(value: unknown, values: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    const alone = /^\{\{ ?([^} ]+) ?\}\}$/.exec(value)?.[1];
    if (alone) return values.get(alone);
    return value.replace(/\{\{ ?([^} ]+) ?\}\}/g, (_, name) => String(values.get(name)));
  }
  if (Array.isArray(value)) return value.map((one) => resolved(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, values)]));
}

function run(
  { action }: AutomationStep,
  inputs: Record<string, unknown>,
  outside: Outside,
  calls: { api: string; inputs: unknown }[],
): Record<string, unknown> {
  const { Service, Api, PropertySelector, DesiredValues, ...rest } = inputs;
  const call = () => {
    const api = `${Service}.${Api}`;
    calls.push({ api, inputs: rest });
    const answer = outside.apis?.[api];
    if (!answer) throw new Error(`not authorized to perform ${api}`);
    return answer(rest) as Record<string, unknown>;
  };
  const isDesired = () => (DesiredValues as unknown[]).includes(select(call(), PropertySelector as string));
  switch (action) {
    case 'aws:branch':
      return { NextStep: chosen(inputs) };
    case 'aws:executeAwsApi':
      return call();
    case 'aws:waitForAwsResourceProperty':
      for (let poll = 0; poll < MOST_POLLS; poll++) if (isDesired()) return {};
      throw new Error('timed out');
    case 'aws:assertAwsResourceProperty':
      if (!isDesired()) throw new Error(`${PropertySelector} is none of ${DesiredValues}`);
      return {};
    case 'aws:invokeLambdaFunction':
      return { StatusCode: 200, Payload: JSON.stringify(invoked(inputs, outside)) };
    case 'aws:executeScript':
      return { Payload: scripted(inputs, outside, calls) };
  }
}

function chosen({ Choices, Default }: Record<string, unknown>): unknown {
  const choices = Choices as readonly Readonly<Record<'NextStep' | 'Variable' | 'StringEquals', unknown>>[];
  return choices.find(({ Variable, StringEquals }) => Variable === StringEquals)?.NextStep ?? Default;
}

function invoked({ FunctionName, InputPayload }: Record<string, unknown>, { invoke }: Outside): unknown {
  try {
    return invoke!(FunctionName as string, InputPayload);
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return { errorType, errorMessage };
  }
}

/** Around a script: AWS's library with recorded answers, and a clock that does not make anybody wait. */
const FRAME = `
import io, json, sys, time, types

given = json.load(sys.stdin)
clock, calls = [0.0], []

def sleep(seconds):
    clock[0] += seconds

time.time, time.sleep = lambda: clock[0], sleep

class Client:
    def __init__(self, service):
        self.service = service

    def __getattr__(self, method):
        name = f'{self.service}.{method}'
        def call(**inputs):
            calls.append({'api': name, 'inputs': inputs})
            answers = given['boto3'][name]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if 'raises' in answer:
                raise type(answer['raises'], (Exception,), {})(answer['raises'])
            # A function's answer is a stream.
            stream = {'Payload': io.BytesIO(json.dumps(answer['Payload']).encode())} if 'Payload' in answer else {}
            return {**answer, **stream}
        return call

sys.modules['boto3'] = types.SimpleNamespace(client=Client)
scope = {}
exec(given['script'], scope)
try:
    result = {'answer': scope[given['handler']](given['events'], {})}
except Exception as error:
    result = {'failure': str(error)}
print(json.dumps({**result, 'calls': calls}))
`;

function scripted(
  inputs: Record<string, unknown>,
  { boto3 = {} }: Outside,
  calls: { api: string; inputs: unknown }[],
): unknown {
  const result = runScript(inputs, boto3);
  calls.push(...result.calls);
  if ('failure' in result) throw new Error(result.failure);
  return result.answer;
}

/** What a script comes to, and the calls that it made. */
export type ScriptResult = { readonly calls: readonly { readonly api: string; readonly inputs: unknown }[] } & (
  | { readonly answer: unknown }
  | { readonly failure: string }
);

/** Runs the script of a step with the inputs of `aws:executeScript`. */
export function runScript(
  { Script: script, Handler: handler, InputPayload: events }: Record<string, unknown>,
  boto3: Outside['boto3'] = {},
): ScriptResult {
  const input = JSON.stringify({ script, handler, events, boto3 });
  const { stdout, stderr } = spawnSync(PYTHON, ['-I', '-S', '-c', FRAME], { input, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Of JSONPath members and indexes. */
function select(value: unknown, selector: string): unknown {
  const path = [...selector.slice(1).matchAll(/\.(\w+)|\[(\d+)\]/g)].map(([, member, index]) => member ?? index!);
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape an answer has
  return path.reduce((at: any, name) => at?.[name], value);
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'StringList') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (type === 'Integer') return Number.isInteger(value);
  return typeof value === type.toLowerCase();
}
