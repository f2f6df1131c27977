import type { Properties } from '../support/template';

/** What runs a task: the function behind it. What it throws is an error as Lambda's. */
export type Run = (payload: Properties) => Promise<unknown>;

/** Runs a state machine as Step Functions does, as far as the drift check goes: no time passes in it. */
export class StateMachine {
  /** The stacks in the order in which something was done about them; several at a time may be. */
  waits = 0;

  constructor(private readonly run: Run) {}

  async execute(machine: Properties, input: Properties, context: Properties = {}): Promise<unknown> {
    let name: string | undefined = machine['StartAt'];
    let data: unknown = input;
    while (name !== undefined) {
      const state: Properties = machine['States'][name];
      if (!state) throw new Error(`no state ${name}`);
      [data, name] = await this.step(state, data, context);
    }
    return data;
  }

  private async step(state: Properties, data: unknown, context: Properties): Promise<[unknown, string | undefined]> {
    const next = (result: unknown, given = state['Next']): [unknown, string | undefined] => {
      if (given === undefined && state['End'] !== true && state['Type'] !== 'Choice') throw new Error('no next state');
      return [placed(data, state['ResultPath'] ?? '$', result), given];
    };
    switch (state['Type']) {
      case 'Pass':
        return next(state['Result'] ?? filled(state['Parameters'], data, context));
      case 'Wait':
        this.waits += 1;
        return [data, state['Next']];
      case 'Choice': {
        const [choice] = state['Choices'];
        const chosen = at(data, choice.Variable) === choice.BooleanEquals;
        return [data, chosen ? choice.Next : state['Default']];
      }
      case 'Map': {
        const items = at(data, state['ItemsPath']) as unknown[];
        const results = await Promise.all(
          items.map((Value) => {
            const inner = { Map: { Item: { Value } } };
            const input = filled(state['ItemSelector'], data, inner) as Properties;
            return this.execute(state['ItemProcessor'], input, inner);
          }),
        );
        return next(results);
      }
      case 'Task':
        try {
          return next(await this.run(filled(state['Parameters'], data, context) as Properties));
        } catch (error) {
          const [caught] = state['Catch'] ?? [];
          if (!caught) throw error;
          const { message } = error as Error;
          const output = { Error: 'Error', Cause: JSON.stringify({ errorType: 'Error', errorMessage: message }) };
          return [placed(data, caught.ResultPath, output), caught.Next];
        }
      default:
        throw new Error(`no state of type ${state['Type']}`);
    }
  }
}

function filled(template: unknown, data: unknown, context: Properties): unknown {
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, filled(value, data, context)];
      const path = String(value);
      return [key.slice(0, -2), path.startsWith('$$') ? at(context, path.slice(1)) : at(data, path)];
    }),
  );
}

function at(data: unknown, path: string): unknown {
  let found: unknown = data;
  for (const name of path.split('.').slice(1)) found = (found as Properties)[name];
  return found;
}

function placed(data: unknown, path: string, result: unknown): unknown {
  if (path === '$') return result;
  return { ...(data as Properties), [path.slice(2)]: result };
}
