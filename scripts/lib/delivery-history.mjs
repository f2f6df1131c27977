// Makes up histories of deliveries that are as long as one likes, from a seed: for measuring the delivery metrics.
import { createHash } from 'node:crypto';

/** A generator of numbers from 0 to 1 (mulberry32): the same seed gives the same numbers. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A hash that looks like Git's. */
export const hashOf = (text) => createHash('sha1').update(text).digest('hex');
export const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const ENVIRONMENTS = ['dev', 'test', 'prod'];
const MINUTE = 60_000;

/**
 * Releases of a hundred services through three environments, one after another without end: some fail, some have
 * incidents, many have alarms. Events have no order in time between services.
 */
export function* endlessHistory(seed, services = 100) {
  const random = randomOf(seed);
  const clocks = Array.from({ length: services }, () => Date.parse('2020-01-01T00:00:00Z'));
  for (let release = 0; ; release++) {
    const index = release % services;
    const service = `service-${index}`;
    let now = clocks[index];
    const at = (minutes) => new Date(now + minutes * MINUTE).toISOString();
    const commits = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, number) => ({
      hash: hashOf(`${release}/${number}`),
      at: at(-60 * number),
    }));
    const [{ hash: commit }] = commits;
    const digest = digestOf(commit);
    const branch = random() < 0.05 ? 'hotfix/1' : 'develop';
    yield { id: `push/${release}`, at: at(1), service, kind: 'branch-pushed', branch, commit };
    for (const environment of ENVIRONMENTS) {
      const execution = `${release}-${environment}`;
      const place = { service, environment };
      const id = (what) => `${what}/${execution}`;
      const outcome = random() < 0.1 ? 'failed' : 'succeeded';
      const prepared = { execution, digest, commit, commits, strategy: 'canary 10 % for 5 min', bakeMinutes: 5 };
      yield { id: id('prepared'), at: at(5), ...place, kind: 'release-prepared', ...prepared };
      yield { id: id('start'), at: at(7), ...place, kind: 'deployment-started', execution, attempt: execution };
      if (random() < 0.3) {
        const alarm = `${service}-${environment}-errors`;
        yield { id: id('alarm'), at: at(9), ...place, kind: 'alarm-changed', alarm, state: 'alarm' };
        yield { id: id('ok'), at: at(14), ...place, kind: 'alarm-changed', alarm, state: 'ok' };
      }
      const rollout = `d-${execution}`;
      yield {
        id: id('rollout'),
        at: at(19),
        ...place,
        kind: 'rollout-ended',
        controller: 'codedeploy',
        rollout,
        outcome,
      };
      yield {
        id: id('end'),
        at: at(20),
        ...place,
        kind: 'deployment-ended',
        execution,
        attempt: execution,
        outcome,
        rollout,
      };
      if (outcome === 'failed') break;
      yield { id: id('record'), at: at(21), ...place, kind: 'release-recorded', execution, digest, commit };
      if (random() < 0.05) {
        const incident = id('incident');
        yield { id: id('opened'), at: at(30), ...place, kind: 'incident-opened', incident, suspect: execution };
        yield { id: id('resolved'), at: at(50), ...place, kind: 'incident-resolved', incident };
      }
      now += 60 * MINUTE;
    }
    clocks[index] = now + 60 * MINUTE;
  }
}
