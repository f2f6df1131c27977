import { iso } from '../delivery-events/times';
import { type Counted, Tally } from './metrics';
import { daysOf, type Summary, type Window, weekOf, weeksOf } from './report';
import { tiersOf } from './tiers';

/** Adds up what was deployed in a window, in all and week by week. */
export class Summarizer {
  private readonly all = new Tally();
  private readonly weeks: readonly (Window & { readonly tally: Tally })[];

  constructor(private readonly window: Window) {
    this.weeks = weeksOf(window).map((week) => ({ ...week, tally: new Tally() }));
  }

  /** Takes what ended in the window. */
  add(counted: readonly Counted[]): void {
    for (const one of counted) {
      this.all.add(one);
      this.weekOf(one.at).add(one);
    }
  }

  /** Takes the beginnings of incidents in the window, in milliseconds since 1970. */
  addIncidents(beginnings: readonly number[]): void {
    for (const at of beginnings) {
      this.all.addIncident();
      this.weekOf(at).addIncident();
    }
  }

  /** @param services that it is about */
  summary(services = 1): Summary {
    const metrics = this.all.metrics(daysOf(this.window));
    return {
      metrics,
      tiers: tiersOf(metrics, services),
      weeks: this.weeks.map(({ tally, ...week }) => ({
        since: iso(week.since),
        until: iso(week.until),
        metrics: tally.metrics(daysOf(week)),
      })),
    };
  }

  private weekOf(at: number): Tally {
    return this.weeks[weekOf(this.window, at)]!.tally;
  }
}
