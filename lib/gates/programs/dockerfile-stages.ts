import { type Dockerfile, flagsOf, type Instruction } from './dockerfile';

/** An image that a Dockerfile takes from elsewhere. */
export interface UsedImage {
  /** As it is written, with variables in place. */
  readonly text: string;
  /** Undefined where a variable has no value. */
  readonly reference?: string;
  readonly line: number;
}

/** One `FROM` and what follows it. */
export interface Stage {
  readonly name?: string;
  readonly base: UsedImage;
  /** The last `USER`, resolved as far as it can be. */
  readonly user?: { readonly text: string; readonly value?: string; readonly line: number };
}

/** The stages of a Dockerfile, and every image that it takes from elsewhere. */
export interface Stages {
  readonly stages: readonly Stage[];
  readonly images: readonly UsedImage[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** What the platform sets by itself in every build; a base image that depends on it is one for each platform. */
const PREDEFINED = ['BUILDPLATFORM', 'BUILDOS', 'BUILDARCH', 'TARGETPLATFORM', 'TARGETOS', 'TARGETARCH'];

/** Follows a Dockerfile from stage to stage, with the defaults of its ARGs, as the platform's build gives none. */
export function stagesOf({ syntax, instructions }: Dockerfile): Stages {
  const first = instructions.findIndex(({ name }) => name === 'FROM');
  const before = instructions.slice(0, first < 0 ? undefined : first).filter(({ name }) => name === 'ARG');
  const global = before.reduce<Variables>((variables, instruction) => declare(variables, instruction), {});
  const stages: Stage[] = [];
  const images: UsedImage[] = syntax === undefined ? [] : [{ text: syntax, reference: syntax, line: 1 }];
  let variables: Variables = {};
  for (const instruction of first < 0 ? [] : instructions.slice(first)) {
    const isStage = (reference: string | undefined) =>
      stages.some(({ name }) => name !== undefined && name === reference?.toLowerCase());
    if (instruction.name === 'FROM') {
      const stage = stageOf(instruction, global);
      if (!isStage(stage.base.reference) && stage.base.reference !== 'scratch') images.push(stage.base);
      stages.push(stage);
      variables = {};
      continue;
    }
    if (instruction.name === 'ARG') variables = declare(variables, instruction, global);
    if (instruction.name === 'ENV') variables = { ...variables, ...assignmentsOf(instruction.text, variables) };
    if (instruction.name === 'USER') {
      const value = substitute(instruction.text, variables);
      stages.push({ ...stages.pop()!, user: { text: instruction.text, value, line: instruction.line } });
    }
    for (const text of sourcesOf(instruction)) {
      const reference = substitute(text, variables);
      // A stage by its number.
      if (/^\d+$/.test(reference ?? '') || isStage(reference)) continue;
      images.push({ text, reference, line: instruction.line });
    }
  }
  return { stages, images };
}

function stageOf(instruction: Instruction, global: Variables): Stage {
  const { rest } = flagsOf(instruction);
  const [text = '', , name] = rest.split(/\s+/);
  return {
    base: { text, reference: substitute(text, global) || undefined, line: instruction.line },
    ...(name !== undefined && { name: name.toLowerCase() }),
  };
}

/** The images or stages that `COPY --from` and `RUN --mount=from=…` read. */
function sourcesOf(instruction: Instruction): string[] {
  if (!['COPY', 'ADD', 'RUN'].includes(instruction.name)) return [];
  return flagsOf(instruction).flags.flatMap(([flag, value]) => {
    if (flag === 'from') return [value];
    if (flag !== 'mount') return [];
    // As CSV, whose quotes say nothing here; names of options in any letters.
    const options = value.replaceAll('"', '').split(',');
    return options.flatMap((option) => /^from=(.+)$/i.exec(option)?.[1] ?? []);
  });
}

/** An `ARG` without a value of its own takes that of the same name before the first `FROM`. */
function declare(variables: Variables, { text }: Instruction, global: Variables = {}): Variables {
  const parts = text.match(/[^\s="']+(?:=(?:"[^"]*"|'[^']*'|\S*))?/g) ?? [];
  const declared = parts.map((part): [string, string | undefined] => {
    const [name, value] = splitOnce(part);
    return [name, value === undefined ? global[name] : substitute(unquoted(value), variables)];
  });
  return { ...variables, ...Object.fromEntries(declared) };
}

/** Of `ENV`, both `A=1 B="2"` and the old `A 1`. */
function assignmentsOf(text: string, variables: Variables): Variables {
  const [name, value] = text.split(/\s+(.*)/s) as [string, string?];
  if (!name.includes('=')) return { [name]: substitute(value ?? '', variables) };
  const parts = text.match(/[^\s="']+=(?:"(?:\\.|[^"])*"|'[^']*'|(?:\\.|\S)*)/g) ?? [];
  return Object.fromEntries(
    parts.map((part) => {
      const [key, content] = splitOnce(part);
      return [key, substitute(unquoted(content ?? ''), variables)];
    }),
  );
}

/** Puts values in place of `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`; undefined where one has none. */
function substitute(text: string, variables: Variables): string | undefined {
  let complete = true;
  const result = text.replace(
    /\$(?:(\w+)|\{(\w+)(?:(:?[-+])((?:[^{}]|\$\{[^{}]*\})*))?\})/g,
    (_, plain?: string, braced?: string, operator?: string, word = '') => {
      const name = (plain ?? braced)!;
      const value = variables[name] ?? (PREDEFINED.includes(name) ? 'any' : undefined);
      if (operator?.endsWith('-')) return value || (substitute(word, variables) ?? '');
      if (operator?.endsWith('+')) return value ? (substitute(word, variables) ?? '') : '';
      if (value === undefined) complete = false;
      return value ?? '';
    },
  );
  return complete ? result : undefined;
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
