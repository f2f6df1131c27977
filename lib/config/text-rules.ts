import type { z } from 'zod';
import { rule, ruleWithReason, text } from './rules';

/** Texts of a configuration that are made by a standard of their own. */

/** `Region/City` or UTC, which is what CodePipeline takes and this machine knows. */
export const TIME_ZONE = rule<string>(
  "a name such as 'Europe/Berlin', or UTC",
  (value) => typeof value === 'string' && /^(UTC|[A-Z][\w+-]*(\/[A-Z][\w+-]*)+)$/.test(value) && isKnownTimeZone(value),
  'is no time zone',
);

function isKnownTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A day of the calendar. */
export const DATE = rule<string>(
  "a day such as '2027-03-31'",
  (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value),
  'is no day of the calendar',
);

/** Of the 31st of April the calendar makes a day in May. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** Enough to find a slip of the finger; whether somebody reads it, SNS asks. */
export const EMAIL = text(
  "an address such as 'team@example.com'",
  new RegExp(String.raw`^[^\s@"(),:;<>[\]\\]{1,64}@(${LABEL}\.)+[A-Za-z]{2,}$`),
  { most: 254, message: 'is not an e-mail address' },
);

/** From the root, with a query if need be. Blanks and the like have to be escaped, and a fragment (`#`) is never sent. */
export const REQUEST_PATH = text("a path with a leading slash, such as '/orders?limit=1'", /^\/[!"$-~]*$/, {
  most: 1024,
  message: 'is not the path of a request',
});

/** Text that reaches a container as it is written, without `${NAME}`, in which cfn-lint sees a forgotten `Fn::Sub` (E1029). */
export function literalText(noText: string): z.ZodCustom<string, string> {
  return ruleWithReason('text', (value) => {
    if (typeof value !== 'string') return noText;
    if (/\$\{[^}]*\}/.test(value))
      return "has '${' as in Fn::Sub, which fills in nothing here: a shell takes $NAME too";
    return undefined;
  });
}
