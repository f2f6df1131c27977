import type { Cursor } from '../cursor';
import type { DeliveryInput, EnvironmentInput } from '../input';
import type { Finding } from '../issues';
import { show } from '../problem';
import { type Check, where } from './check';

/** An account and region has one setting of each kind, whatever the number of environments in it. */
export const checkTracing: Check = (delivery) =>
  (['transactionSearch', 'applicationSignals'] as const).flatMap((key) => {
    const first = new Map<string, Cursor<unknown>>();
    return delivery
      .at('environments')
      .items()
      .flatMap((environment): Finding[] => {
        const setting = environment.at('tracing').at(key);
        const place = placeOf(environment, delivery);
        if (!setting.stated || place === undefined) return [];
        const earlier = first.get(place);
        first.set(place, earlier ?? setting);
        if (earlier === undefined) return [];
        const message = `is a setting of the account and region, which ${where(earlier)} states for both`;
        return [{ path: setting.path, message, got: show(setting.raw, setting.path), allowed: 'nothing' }];
      });
  });

/** Its account and region, of which what is not stated is the same for all. */
function placeOf(environment: Cursor<EnvironmentInput>, delivery: Cursor<DeliveryInput>): string | undefined {
  const parts = (['account', 'region'] as const).map((key) => {
    const own = environment.at(key);
    return own.stated ? own : delivery.at('tools').at(key);
  });
  return parts.every(({ sound }) => sound) ? parts.map(({ value }) => value ?? '').join(' ') : undefined;
}
