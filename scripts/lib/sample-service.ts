import type { DeliveryEvent, Outcome } from '../../lib/delivery-events/events';
import { pageAlarmName, rollbackAlarmNames } from '../../lib/shared/names';
import { atWork, Chance, digestOf, hashOf, minutes, timeIn } from './sample-chance';
import { deploymentOf, type Environment, iso, type SampleCommit, type Told, type Version } from './sample-deployment';
import type { Plan, Release } from './sample-plan';

const DELIVERY = 'workshop';
const FRIDAY = 4;

/** The life of a service by GitFlow: `develop` goes to dev, `release/*` and `hotfix/*` to test, `main` to prod. */
export class SampleService {
  readonly events: DeliveryEvent[] = [];
  private readonly chance: Chance;
  private readonly deployed: Record<Environment, Version>;
  /** The head of `develop`. */
  private develop: Version;
  /** The release that was cut and waits for its day. */
  private cut: Version;
  private releases = 0;
  private incidents = 0;

  constructor(private readonly plan: Plan) {
    this.chance = new Chance(`${plan.service} of the sample`);
    this.develop = this.with(undefined, this.commit(timeIn(-4, 15)));
    this.cut = this.develop;
    this.deployed = { dev: this.develop, test: this.develop, prod: this.develop };
  }

  /** A day. @param day 0 for the first one */
  live(day: number): void {
    const { plan } = this;
    if (plan.nights.includes(day)) this.night(day);
    if (day % 7 > FRIDAY) return;
    const release = plan.releases.find((one) => one.day === day);
    if (release) this.release(release);
    if (plan.redeployments.includes(day)) this.deploy('prod', this.deployed.prod, timeIn(day, 10.4));
    for (const hour of [9.5, 13.5]) {
      if (this.chance.happens(plan.mergeChance)) this.merge(timeIn(day, hour + this.chance.between(0, 3)));
    }
    // A release is looked at in test on the working day before.
    const next = day % 7 === FRIDAY ? day + 3 : day + 1;
    if (plan.releases.some((one) => one.day === next)) this.cutRelease(timeIn(day, this.chance.between(14, 15.5)));
  }

  /** A feature, finished and merged. */
  private merge(at: number): void {
    const count = Math.floor(this.chance.between(1, 4));
    // The last one an hour before its review, the first one up to two days before.
    const commits = Array.from({ length: count }, (_, index) =>
      this.commit(
        atWork(at - minutes(this.chance.between(60, 200) + (count - 1 - index) * this.chance.between(90, 1100))),
      ),
    ).sort((one, other) => one.at - other.at);
    const last = commits.at(-1)!;
    this.push(`feature/${slugOf(last.subject)}`, last.hash, last.at + minutes(this.chance.between(2, 25)));
    for (const commit of commits) this.develop = this.with(this.develop, commit);
    this.push('develop', this.develop.head, at);
    this.deploy('dev', this.develop, at + this.build(), [this.chance.happens(0.06) ? 'failed' : 'succeeded']);
  }

  private cutRelease(at: number): void {
    const branch = `release/1.${++this.releases}`;
    this.cut = this.develop;
    this.push(branch, this.cut.head, at);
    const isWell = !this.chance.happens(0.15);
    const { endedAt } = this.deploy('test', this.cut, at + this.build(), [isWell ? 'succeeded' : 'failed']);
    if (isWell) return;
    const mended = endedAt + minutes(this.chance.between(20, 45));
    const commit = this.commit(mended - minutes(4), 'Mend what the test environment has shown');
    this.cut = this.with(this.cut, commit);
    this.develop = this.with(this.develop, commit);
    this.push(branch, commit.hash, mended);
    this.deploy('test', this.cut, mended + this.build());
  }

  /** What was cut goes to production in the morning. */
  private release({ day, fate }: Release): void {
    const at = timeIn(day, this.chance.between(9.3, 10.3));
    const before = this.deployed.prod;
    const version = this.merged(this.cut, at);
    // Somebody approves.
    const prepared = at + this.build() + minutes(this.chance.between(5, 30));
    const outcomes: Partial<Record<Release['fate'], Outcome[]>> = {
      'turned back': ['failed'],
      stopped: ['stopped'],
      retried: ['failed', 'succeeded'],
    };
    const told = this.deploy('prod', version, prepared, outcomes[fate]);
    if (fate === 'turned back') this.alarmUntil(told.endedAt - minutes(2.5), told.endedAt + minutes(6));
    if (fate === 'hotfix') this.hotfix(told, told.endedAt + minutes(this.chance.between(45, 80)));
    if (fate === 'rolled back') {
      const noticed = told.endedAt + minutes(this.chance.between(15, 40));
      const back = this.deploy('prod', before, noticed + minutes(this.chance.between(8, 14)));
      this.incident(noticed, back.trafficAt + minutes(4), told.execution);
    }
  }

  private hotfix({ execution }: Told, noticed: number): void {
    const mended = noticed + minutes(this.chance.between(25, 40));
    const commit = this.commit(mended, 'Mend what customers have noticed');
    const version = this.with(this.deployed.prod, commit);
    this.develop = this.with(this.develop, commit);
    this.push(`hotfix/1.${this.releases}.1`, commit.hash, mended + minutes(1));
    const { endedAt } = this.deploy('test', version, mended + this.build());
    const merged = endedAt + minutes(this.chance.between(3, 6));
    const { trafficAt } = this.deploy('prod', this.merged(version, merged), merged + this.build());
    this.incident(noticed, trafficAt + minutes(5), execution);
  }

  /** Something that is nobody's change. */
  private night(day: number): void {
    const at = timeIn(day, this.chance.between(2, 4));
    this.incident(at, at + minutes(this.chance.between(25, 50)), null);
  }

  private incident(from: number, to: number, suspect: string | null): void {
    const { service } = this.plan;
    const place = { service, environment: 'prod', incident: `prod/${service}/${++this.incidents}` };
    this.alarmUntil(from, to, pageAlarmName(DELIVERY, 'prod', service));
    this.events.push(
      { kind: 'incident-opened', id: `incident-opened/${place.incident}/1`, at: iso(from), ...place, suspect },
      { kind: 'incident-resolved', id: `incident-resolved/${place.incident}/1`, at: iso(to), ...place },
    );
  }

  private alarmUntil(
    from: number,
    to: number,
    alarm = rollbackAlarmNames(DELIVERY, 'prod', this.plan.service)[3]!,
  ): void {
    for (const [at, state] of [
      [from, 'alarm'],
      [to, 'ok'],
    ] as const) {
      const id = `alarm-changed/${alarm}/${state}/${iso(at)}`;
      this.events.push({
        kind: 'alarm-changed',
        id,
        at: iso(at),
        service: this.plan.service,
        environment: 'prod',
        alarm,
        state,
      });
    }
  }

  private deploy(environment: Environment, version: Version, at: number, outcomes: Outcome[] = ['succeeded']): Told {
    const before = this.deployed[environment];
    const told = deploymentOf(this.plan, this.chance, { environment, version, before, at, outcomes });
    this.events.push(...told.events);
    if (outcomes.at(-1) === 'succeeded') this.deployed[environment] = version;
    return told;
  }

  /** `main` with a version: another commit and the same tree, so that the image is the one that was tested. */
  private merged(version: Version, at: number): Version {
    const head = hashOf(`${this.plan.service}/main/${at}`);
    this.push('main', head, at);
    return { ...version, head };
  }

  private with(version: Version | undefined, commit: SampleCommit): Version {
    const commits = [...(version?.commits ?? []), commit];
    return { commits, head: commit.hash, digest: digestOf(commits.map(({ hash }) => hash).join()) };
  }

  private commit(at: number, subject = this.chance.of(this.plan.subjects)): SampleCommit {
    return { hash: hashOf(`${this.plan.service}/${at}`), at, author: this.chance.of(this.plan.authors), subject };
  }

  private push(branch: string, commit: string, at: number): void {
    const { service } = this.plan;
    const id = `branch-pushed/${service}/${branch}/${commit}/${iso(at)}`;
    this.events.push({ kind: 'branch-pushed', id, at: iso(at), service, branch, commit });
  }

  /** How long image and checks take. */
  private build(): number {
    return minutes(this.chance.between(7, 13));
  }
}

function slugOf(subject: string): string {
  return subject.toLowerCase().split(' ').slice(0, 3).join('-');
}
