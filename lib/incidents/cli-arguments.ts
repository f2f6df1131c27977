import { parseArgs } from 'node:util';
import { Problem } from '../build/programs/problem';
import { type Incident, type Place, parseId, SEVERITIES, type Severity } from './incident';

/** Something was asked for that there is not: the caller's mistake, not a failure. */
export class AskedWrong extends Problem {}

export type Id = Place & Pick<Incident, 'number'>;

/** What a person wants, read from the command line. */
export type Wish =
  | {
      readonly command: 'list';
      readonly delivery: string;
      readonly environment?: string;
      readonly service?: string;
      /** Those that are over too. */
      readonly all: boolean;
    }
  | { readonly command: 'show'; readonly delivery: string; readonly id: Id }
  | { readonly command: 'ack'; readonly delivery: string; readonly id: Id }
  | { readonly command: 'note'; readonly delivery: string; readonly id: Id; readonly text: string }
  | { readonly command: 'severity'; readonly delivery: string; readonly id: Id; readonly severity: Severity }
  | { readonly command: 'resolve'; readonly delivery: string; readonly id: Id; readonly force: boolean }
  | { readonly command: 'review'; readonly delivery: string; readonly id: Id; readonly out?: string };

export const USAGE = `npm run incident -- COMMAND --delivery NAME

  list [--environment NAME] [--service NAME] [--all]   those that are open, or all
  show ID                        all that is known of one
  ack ID                         you take care of it
  note ID TEXT                   something to remember; it stays as it is
  severity ID SEVERITY           ${SEVERITIES.join(', ')}
  resolve ID [--force]           ends it; with --force while alarms fire
  review ID [--out FILE]         a post-incident review in Markdown, to be filled in

An ID is ENVIRONMENT/SERVICE/NUMBER, as in prod/orders/3. The AWS credentials and the region are those of the tools account.`;

/** Options that a command takes beside the delivery, and how many words. */
const COMMANDS: Readonly<Record<Wish['command'], { readonly options: readonly string[]; readonly words: number }>> = {
  list: { options: ['environment', 'service', 'all'], words: 0 },
  show: { options: [], words: 1 },
  ack: { options: [], words: 1 },
  note: { options: [], words: 2 },
  severity: { options: [], words: 2 },
  resolve: { options: ['force'], words: 1 },
  review: { options: ['out'], words: 1 },
};

const OPTIONS = {
  delivery: { type: 'string' },
  environment: { type: 'string' },
  service: { type: 'string' },
  all: { type: 'boolean' },
  force: { type: 'boolean' },
  out: { type: 'string' },
} as const;

/** @throws AskedWrong which says what is wrong and what is allowed */
export function parseWish(argv: readonly string[]): Wish {
  const { values, positionals } = parsed(argv);
  const [command = '', ...words] = positionals;
  if (!isCommand(command)) {
    const got = command === '' ? 'nothing' : `'${command}'`;
    throw new AskedWrong(
      `a command must be one of ${Object.keys(COMMANDS).join(', ')} (got ${got}): npm run incident -- --help says more`,
    );
  }
  const { delivery, ...others } = values;
  if (!delivery) throw new AskedWrong(`${command} needs --delivery NAME, the name that the configuration states`);
  const known = COMMANDS[command];
  for (const option of Object.keys(others)) {
    if (!known.options.includes(option)) throw new AskedWrong(`${command} takes no --${option}`);
  }
  // A note may have been written without quotes.
  const given = command === 'note' && words.length > 2 ? [words[0]!, words.slice(1).join(' ')] : words;
  if (given.length !== known.words) {
    throw new AskedWrong(`${command} takes ${known.words} words after it (got ${given.length}): ${usageOf(command)}`);
  }
  const [idText = '', text = ''] = given;
  if (command === 'list') {
    return { command, delivery, environment: values.environment, service: values.service, all: values.all ?? false };
  }
  const id = parseId(idText);
  if (!id) throw new AskedWrong(`an id must be ENVIRONMENT/SERVICE/NUMBER, as in prod/orders/3 (got '${idText}')`);
  switch (command) {
    case 'note':
      return { command, delivery, id, text: noteOf(text) };
    case 'severity':
      return { command, delivery, id, severity: severityOf(text) };
    case 'resolve':
      return { command, delivery, id, force: values.force ?? false };
    case 'review':
      return { command, delivery, id, out: values.out };
    default:
      return { command, delivery, id };
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new AskedWrong((error as Error).message);
  }
}

function isCommand(text: string): text is Wish['command'] {
  return Object.hasOwn(COMMANDS, text);
}

function usageOf(command: string): string {
  return USAGE.split('\n')
    .find((line) => line.trimStart().startsWith(`${command} `))!
    .trim();
}

/** An item of the table has 400 KB for all notes. */
const LONGEST_NOTE = 4000;

function noteOf(text: string): string {
  const note = text.trim();
  if (note.length >= 1 && note.length <= LONGEST_NOTE) return note;
  throw new AskedWrong(`a note must have 1–${LONGEST_NOTE} characters (got ${note.length})`);
}

function severityOf(text: string): Severity {
  const found = SEVERITIES.find((severity) => severity === text);
  if (found) return found;
  throw new AskedWrong(`a severity must be one of ${SEVERITIES.join(', ')} (got '${text}')`);
}
