import { ruleWithReason } from './rules';

/** A field of a cron expression: "Cron" in the reference of CodePipeline's rule DeploymentWindow. */
interface Field {
  readonly title: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers from `least` on. */
  readonly names?: readonly string[];
  /** What else may stand there, as a whole or as an item of its list. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY = `(?:[1-7]|${DAYS.join('|')})`;

const MINUTES: Field = { title: 'minutes', least: 0, most: 59 };
const HOURS: Field = { title: 'hours', least: 0, most: 23 };
/** The last day, some days before it, the working day nearest to a day. */
const DAY_OF_MONTH: Field = {
  title: 'day of the month',
  least: 1,
  most: 31,
  special: /^(L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/,
};
const MONTH: Field = { title: 'month', least: 1, most: 12, names: MONTHS };
/** The last day of the week, the last Friday of the month, the second Monday of the month. */
const DAY_OF_WEEK: Field = {
  title: 'day of the week',
  least: 1,
  most: 7,
  names: DAYS,
  special: new RegExp(`^(L|${DAY}L|${DAY}#[1-5])$`),
};
const YEAR: Field = { title: 'year', least: 1970, most: 2199 };

/** When releases may start. */
export const WINDOW_CRON = ruleWithReason<string>(
  "six or seven fields as in '* * 8-15 ? * MON-THU': second, minute, hour, day of the month, month, day of the week, year",
  cronProblem,
);

function cronProblem(value: unknown): string | undefined {
  const fields = typeof value === 'string' && value.length <= 256 ? value.trim().split(/\s+/) : [];
  if (fields.length < 6 || fields.length > 7) return 'is no cron expression';
  const [seconds, minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields as [string, ...string[]];
  // A window that is open for one second in a minute helps nobody, and AWS takes nothing else.
  if (seconds !== '*') return `must have * for the seconds, not ${seconds}`;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    return 'must have ? for either the day of the month or the day of the week, and say the other';
  }
  return [
    fieldProblem(MINUTES, minutes!),
    fieldProblem(HOURS, hours!),
    dayOfMonth === '?' ? undefined : fieldProblem(DAY_OF_MONTH, dayOfMonth!),
    fieldProblem(MONTH, month!),
    dayOfWeek === '?' ? undefined : fieldProblem(DAY_OF_WEEK, dayOfWeek!),
    year === undefined ? undefined : fieldProblem(YEAR, year),
  ].find((problem) => problem !== undefined);
}

function fieldProblem(field: Field, text: string): string | undefined {
  const wrong = text.split(',').find((item) => !isItem(field, item));
  if (wrong === undefined) return undefined;
  return `has '${wrong}' for the ${field.title}, which goes from ${field.least} to ${field.most}`;
}

/** `*`, `5`, `5-9`, and each of them with `/3`; or what is special to the field. */
function isItem(field: Field, item: string): boolean {
  if (field.special?.test(item)) return true;
  const [range, step, ...more] = item.split('/') as [string, ...string[]];
  if (more.length > 0 || (step !== undefined && !isNumber(step, 1, field.most))) return false;
  if (range === '*') return true;
  const [first, last = first, ...others] = range.split('-') as [string, ...string[]];
  // A range may run over the end: 22-2 are the hours of the night.
  return others.length === 0 && isValue(field, first) && isValue(field, last);
}

function isValue({ least, most, names = [] }: Field, text: string): boolean {
  return names.includes(text) || isNumber(text, least, most);
}

function isNumber(text: string, least: number, most: number): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
