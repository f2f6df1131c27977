import type { AlarmChange, AlarmKind, PlaceState } from '../../lib/incidents/incident';
import { applyChange } from '../../lib/incidents/model';

/** Minutes of a day in which everything happens. */
export function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 20, 12) + minute * 60_000).toISOString();
}

export function change(minute: number, state: AlarmChange['state'], kind: AlarmKind = 'page'): AlarmChange {
  return { alarm: `shop-prod-web-${kind}`, kind, state, at: at(minute) };
}

export const on = (minute: number, kind?: AlarmKind) => change(minute, 'alarm', kind);
export const off = (minute: number, kind?: AlarmKind) => change(minute, 'ok', kind);

export const NOTHING: PlaceState = { environment: 'prod', service: 'web', changes: [] };

/** What a place is after changes, in the order in which they become known. */
export function stateAfter(changes: readonly AlarmChange[], state: PlaceState = NOTHING): PlaceState {
  return changes.reduce((before, one) => applyChange(before, one).state, state);
}
