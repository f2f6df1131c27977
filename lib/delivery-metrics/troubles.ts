import type { AlarmChanged, IncidentOpened, IncidentResolved } from '../delivery-events/events';
import { getOrAdd } from '../delivery-events/get-or-add';
import { timeOf } from '../delivery-events/times';

/** A time in which an alarm was on, in milliseconds since 1970; infinite as long as nothing says that it is over. */
export interface Raised {
  readonly from: number;
  readonly to: number;
}

/** An incident from one of its beginnings to the resolution that followed. */
export interface Incident {
  readonly from: number;
  /** Undefined as long as it is open, or where the resolution was lost. */
  readonly to?: number;
  /** The execution whose deployment is suspected. */
  readonly suspect?: string;
}

/** Collects the alarms and incidents of one service in one environment, in any order and with any duplication. */
export class Troubles {
  /** By the alarm's name; twice the time, plus one where it is raised: one number each, as there are many of them. */
  private readonly changes = new Map<string, number[]>();
  private readonly found = new Map<string, { opened: Map<number, string>; resolved: number[] }>();

  alarm(event: AlarmChanged): void {
    getOrAdd(this.changes, event.alarm, () => []).push(2 * timeOf(event) + Number(event.state === 'alarm'));
  }

  opened(event: IncidentOpened): void {
    const { opened } = this.incident(event.incident);
    const at = timeOf(event);
    const suspect = event.suspect ?? '';
    opened.set(at, later(opened.get(at) ?? '', suspect));
  }

  resolved(event: IncidentResolved): void {
    this.incident(event.incident).resolved.push(timeOf(event));
  }

  /** By their beginning. An alarm that is raised while it is on has not been raised again. */
  alarms(): Raised[] {
    return [...this.changes.values()]
      .flatMap(raisedIn)
      .sort((one, other) => one.from - other.from || one.to - other.to);
  }

  /** By their beginning; an incident that was opened again counts again. */
  incidents(): Incident[] {
    return [...this.found.values()]
      .flatMap(({ opened, resolved }) => {
        const ends = resolved.sort((one, other) => one - other);
        return [...opened].map(([from, suspect]) => ({
          from,
          to: ends.find((end) => end >= from),
          suspect: suspect || undefined,
        }));
      })
      .sort((one, other) => one.from - other.from || compare(one.suspect ?? '', other.suspect ?? ''));
  }

  private incident(id: string): { opened: Map<number, string>; resolved: number[] } {
    return getOrAdd(this.found, id, () => ({ opened: new Map(), resolved: [] }));
  }
}

function raisedIn(changes: number[]): Raised[] {
  const raised: Raised[] = [];
  let from: number | undefined;
  for (const change of changes.sort((one, other) => one - other)) {
    const at = Math.floor(change / 2);
    if (change % 2 === 1) from ??= at;
    else if (from !== undefined) {
      raised.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) raised.push({ from, to: Number.POSITIVE_INFINITY });
  return raised;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
