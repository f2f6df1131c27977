import { EVERYONE } from '../shared/addresses';
import { HEALTH_PATH } from '../shared/service-contract';
import * as defaults from './defaults';
import type { Alarms, Environment, Notifications, Objectives, ServiceSettings, Tracing } from './delivery';
import type { EnvironmentInput, NotificationsInput, ServiceInput, ServiceSettingsInput } from './input';
import { escapedTeamsChannel } from './teams-channel';

/** What a valid service promises in one environment; what it does not state, production promises for it. */
export function resolveObjectives(
  input: NonNullable<ServiceSettingsInput['objectives']>,
  alarms: Alarms,
  production: boolean,
): Objectives {
  const availability = input.availability ?? (production ? defaults.DEFAULT_AVAILABILITY : undefined);
  const milliseconds = input.latency?.milliseconds ?? (production ? alarms.p99Milliseconds : undefined);
  const percent = input.latency?.percent ?? defaults.DEFAULT_LATENCY_PERCENT;
  return {
    ...(availability === undefined ? {} : { availability }),
    ...(milliseconds === undefined ? {} : { latency: { milliseconds, percent } }),
  };
}

/** Undefined where tracing is off. */
export function resolveTracing(input: ServiceSettingsInput['tracing']): Tracing | undefined {
  if (input === false) return undefined;
  return {
    percent: input?.percent ?? defaults.DEFAULT_TRACING.percent,
    collectorMemory: input?.collectorMemory ?? defaults.DEFAULT_TRACING.collectorMemory,
  };
}

/** Undefined where nobody asks from outside: where it is off, or where nobody outside would be answered. */
export function resolveSynthetics(
  input: ServiceSettingsInput['synthetics'],
  exposure: ServiceInput['exposure'],
  environment: Pick<Environment, 'production' | 'allowedCidrs'>,
): ServiceSettings['synthetics'] {
  if (input === false || (input === undefined && !environment.production)) return undefined;
  if (exposure !== 'public' || !environment.allowedCidrs.includes(EVERYONE)) return undefined;
  return { path: input?.path ?? HEALTH_PATH, minutes: input?.minutes ?? defaults.DEFAULT_SYNTHETICS_MINUTES };
}

/** What an environment does beside its services' traces. */
export function resolveInsight({
  tracing,
  faultInjection,
}: EnvironmentInput): Pick<Environment, 'transactionSearch' | 'applicationSignals' | 'faultInjection'> {
  return {
    ...(tracing?.transactionSearch === undefined ? {} : { transactionSearch: tracing.transactionSearch }),
    applicationSignals: tracing?.applicationSignals ?? false,
    faultInjection: faultInjection ?? false,
  };
}

/** Teams' channel as CloudFormation takes it, whichever way it was stated. */
export function resolveNotifications({ email, slack, teams }: NotificationsInput): Notifications {
  return {
    email: email ?? [],
    ...(slack && { slack: { ...slack } }),
    ...(teams && { teams: { ...teams, channelId: escapedTeamsChannel(teams.channelId) } }),
  };
}

/** The members of what a service states for one environment stand before those for all; false there is the last word. */
export function mergeMembers<T extends object | false | undefined>(all: T, own: T): T {
  if (!own || !all) return own ?? all;
  const stated = Object.entries(own).filter(([, member]) => member !== undefined);
  return { ...all, ...Object.fromEntries(stated) };
}
