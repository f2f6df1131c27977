import { assumed } from '../assumptions';
import { type Charge, numberText } from '../charge';
import { type CostedStack, resourcesOf } from '../stacks';

/** What it costs to keep what is written into a log a month, for as long as the log of the stack that keeps it longest. */
export function keptLog(basis: Charge['basis'], gigabytes: number, stack: CostedStack): Charge {
  const days = Math.max(
    1,
    ...resourcesOf(stack, 'AWS::Logs::LogGroup').map(({ properties }) => properties['RetentionInDays'] ?? 30),
  );
  const percent = assumed('storedLogPercent');
  return {
    basis,
    price: 'logs.stored',
    quantity: gigabytes * (percent / 100) * (days / 30),
    how: `${numberText(gigabytes)} GB × ${percent} % × ${days} of 30 days`,
    assumes: ['storedLogPercent'],
  };
}
