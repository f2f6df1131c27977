import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { callerName } from '../../lib/incidents/caller';
import { runCli } from '../../lib/incidents/cli';
import { AskedWrong } from '../../lib/incidents/cli-arguments';
import type { AlarmChange, Place } from '../../lib/incidents/incident';
import { applyChange } from '../../lib/incidents/model';
import { IncidentStore } from '../../lib/incidents/store';
import { LocalDynamo } from '../support/dynamo';
import { at, change, off, on } from './changes';

const dynamo = LocalDynamo.forTests();
const WEB = { environment: 'prod', service: 'web' };
let written: Record<string, string>;

beforeEach(async () => {
  written = {};
  await dynamo().createTable('shop-incidents', 'place', 'part');
});
afterEach(() => dynamo().deleteTable('shop-incidents'));

const store = () => new IncidentStore(dynamo().client, 'shop-incidents');
async function happened(changes: readonly AlarmChange[], place: Place = WEB): Promise<void> {
  for (const one of changes) await store().change(place, (before) => applyChange(before, one));
}
const run = (line: string, minute = 60, caller = 'ada') =>
  runCli([...line.split(' '), '--delivery', 'shop'], {
    store: (delivery) => new IncidentStore(dynamo().client, `${delivery}-incidents`),
    caller: async () => caller,
    now: () => new Date(at(minute)),
    writeFile: async (path, text) => {
      written[path] = text;
    },
  });
const incident = () => store().find({ ...WEB, number: 1 });

describe('list', () => {
  test('shows what is open, in columns', async () => {
    await happened([on(0)]);
    await happened([on(30, 'ticket'), off(40, 'ticket')], { environment: 'dev', service: 'web' });
    await run('ack prod/web/1', 5, '山田');
    expect((await run('list')).split('\n')).toEqual([
      'INCIDENT    SEVERITY  STATUS  SINCE                    FOR  TAKEN BY  SUSPECT',
      'prod/web/1  high      open    2026-11-20 12:00:00 UTC  1 h  山田      -',
    ]);
  });

  test('shows those that are over, of earlier numbers too, with --all, the newest first', async () => {
    await happened([on(0), off(10), on(200), off(210), on(400)]);
    await happened([on(300), off(301)], { environment: 'dev', service: 'web' });
    const ids = (await run('list --all', 500)).split('\n').map((line) => line.split(' ')[0]);
    expect(ids).toEqual(['INCIDENT', 'prod/web/3', 'dev/web/1', 'prod/web/2', 'prod/web/1']);
    expect((await run('list --all --environment dev', 500)).split('\n')).toHaveLength(2);
    expect(await run('list --all --service orders', 500)).toBe('shop has had no incident.');
  });

  test('says that nothing is open', async () => {
    expect(await run('list')).toBe('No incident of shop is open.');
  });
});

test('ack writes down who takes care, and the second one hears who was first', async () => {
  await happened([on(0)]);
  expect(await run('ack prod/web/1', 5)).toBe('prod/web/1: ada takes care of it.');
  await expect(run('ack prod/web/1', 6, 'eve')).rejects.toThrow(
    'ada takes care of prod/web/1 already, since 2026-11-20 12:05:00 UTC',
  );
  expect((await incident())!.acknowledged).toEqual({ by: 'ada', at: at(5) });
});

test('notes of several people at once are all kept, in order, of an incident that is over too', async () => {
  await happened([on(0), off(10), on(200)]);
  await Promise.all([1, 2, 3, 4, 5].map((minute) => run(`note prod/web/1 note ${minute}`, 300 + minute)));
  const texts = (await incident())!.notes.map(({ text }) => text);
  expect(texts.sort()).toEqual(['note 1', 'note 2', 'note 3', 'note 4', 'note 5']);
  expect((await store().find({ ...WEB, number: 2 }))!.notes).toEqual([]);
});

test('severity is chosen by a person', async () => {
  await happened([on(0)]);
  await run('severity prod/web/1 critical', 5);
  expect(await incident()).toMatchObject({ severity: 'critical', chosen: { by: 'ada', at: at(5) } });
});

describe('resolve', () => {
  test('is refused while alarms fire, and says which', async () => {
    await happened([on(0)]);
    await expect(run('resolve prod/web/1')).rejects.toThrow(/these fire: shop-prod-web-page\. With --force/);
    expect((await incident())!.periods).toEqual([{ from: at(0) }]);
  });

  test('ends it with --force all the same, and says by whom', async () => {
    await happened([on(0)]);
    expect(await run('resolve prod/web/1 --force', 20)).toMatch(
      /^web in prod fired from .* \(20 min\), ended by ada while alarms fired\./,
    );
    expect((await incident())!.periods).toEqual([{ from: at(0), to: at(20) }]);
  });

  test('has nothing to do when it is over', async () => {
    await happened([on(0), off(10)]);
    await expect(run('resolve prod/web/1 --force')).rejects.toThrow('prod/web/1 is over since 2026-11-20 12:10:00 UTC');
  });
});

/** An incident of twenty minutes that a deployment caused and two people worked on. */
async function workedOn(): Promise<void> {
  await happened([on(0)]);
  await store().changeIncident({ ...WEB, number: 1 }, (one) => ({
    ...one,
    context: {
      at: at(0),
      suspect: 'e2',
      deployments: [
        {
          execution: 'e2',
          commit: 'b'.repeat(40),
          author: 'Eve | <b>',
          subject: 'Faster *basket*\u001b[31m',
          strategy: 'canary 10 % for 15 min',
          outcome: 'succeeded',
          startedAt: at(-30),
          endedAt: at(-5),
        },
        { execution: 'e1', outcome: 'failed', startedAt: at(-600), endedAt: at(-590) },
      ],
    },
  }));
  await run('ack prod/web/1', 4);
  await run('note prod/web/1 rolling back | now', 6);
  await happened([off(20)]);
  await store().changeIncident({ ...WEB, number: 1 }, (one) => ({
    ...one,
    impact: { requests: 12_000, errors: 84, until: at(20) },
  }));
}

test('show tells all that is known, and lets nobody draw in the terminal', async () => {
  await workedOn();
  const text = await run('show prod/web/1');
  expect(text).toMatch(/^web in prod fired from 2026-11-20 12:00:00 UTC to 2026-11-20 12:20:00 UTC \(20 min\)\.\n/);
  expect(text).toMatch(/\nImpact {11}84 of 12000 requests failed\n/);
  expect(text).toMatch(/\nSuspect {10}bbbbbbbbbbbb "Faster \*basket\* \[31m" by Eve \| <b>, canary 10 % for 15 min, /);
  expect(text).toMatch(/\nDeployed before {2}an unknown commit, failed /);
  expect(text).not.toContain('\u001b');
});

test('the review has timeline, impact and change, escaped, and blanks for people', async () => {
  await workedOn();
  expect(await run('review prod/web/1 --out review.md')).toBe('review.md: the review of prod/web/1, to be filled in.');
  const lines = written['review.md']!.split('\n');
  expect(lines[0]).toBe('# Review of prod/web/1: web in prod');
  expect(lines).toContain('84 of 12000 requests failed (0.70 %), from its begin to 2026-11-20 12:20:00 UTC.');
  expect(lines).toContain('| Taken care of | by ada, after 4 min |');
  const start = lines.indexOf('| time | what |') + 2;
  expect(lines.slice(start, lines.indexOf('', start)).map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
    expect.stringMatching(/^\| 2026-11-20 02:00:00 UTC deployment begins: an unknown commit/),
    expect.stringMatching(/^\| 2026-11-20 02:10:00 UTC deployment failed \(execution e1\)/),
    expect.stringMatching(
      /^\| 2026-11-20 11:30:00 UTC deployment begins, the suspect: bbbbbbbbbbbb "Faster \\\*basket\\\* \\\[31m" by Eve \\\| \\<b\\>/,
    ),
    expect.stringMatching(/^\| 2026-11-20 11:55:00 UTC deployment succeeded, the suspect \(execution e2\)/),
    expect.stringMatching(/^\| 2026-11-20 12:00:00 UTC shop-prod-web-page is on/),
    expect.stringMatching(/^\| 2026-11-20 12:00:00 UTC the incident begins/),
    expect.stringMatching(/^\| 2026-11-20 12:04:00 UTC ada takes care of it/),
    expect.stringMatching(/^\| 2026-11-20 12:06:00 UTC ada: rolling back \\\| now/),
    expect.stringMatching(/^\| 2026-11-20 12:20:00 UTC shop-prod-web-page is off/),
    expect.stringMatching(/^\| 2026-11-20 12:20:00 UTC the incident is over/),
  ]);
  expect(lines.filter((line) => line.includes('_To be filled in._'))).toHaveLength(3);
});

test('the review of an incident that lasts and of which little is known says so', async () => {
  await happened([change(0, 'alarm')]);
  const text = await run('review prod/web/1');
  expect(text).toContain('| End | it lasts |');
  expect(text).toContain('It lasts. Requests are counted when it is over.');
  expect(text).toContain('The last deployments are not known.');
  expect(text).toContain('| Taken care of | by nobody, as far as the record says |');
});

describe('what is wrong is said', () => {
  test.each([
    ['delete prod/web/1', "a command must be one of list, show, ack, note, severity, resolve, review (got 'delete')"],
    ['show 1', "an id must be ENVIRONMENT/SERVICE/NUMBER, as in prod/orders/3 (got '1')"],
    ['show', 'show takes 1 words after it (got 0): show ID'],
    ['note prod/web/1', 'note takes 2 words after it (got 1): note ID TEXT'],
    ['severity prod/web/1 bad', "a severity must be one of critical, high, medium, low (got 'bad')"],
    ['show prod/web/1 --force', 'show takes no --force'],
    ['list --everything', "Unknown option '--everything'"],
    ['show prod/web/9', 'there is no incident prod/web/9: npm run incident -- list --all shows all of them'],
    ['ack prod/web/9', 'there is no incident prod/web/9'],
  ])('%s', async (line, message) => {
    await expect(run(line)).rejects.toThrow(message);
  });

  test('a note that is too long', async () => {
    await expect(run(`note prod/web/1 ${'x'.repeat(4001)}`)).rejects.toThrow(
      'a note must have 1–4000 characters (got 4001)',
    );
  });

  test('a delivery that is not named', async () => {
    const cli = { store, caller: async () => 'ada', now: () => new Date(), writeFile: async () => {} };
    await expect(runCli(['list'], cli)).rejects.toThrow('list needs --delivery NAME');
    await expect(runCli(['list'], cli)).rejects.toThrow(AskedWrong);
    await expect(runCli([], cli)).rejects.toThrow(/^a command must be one of list, .*\(got nothing\)/);
    expect(await runCli(['--help'], cli)).toMatch(/^npm run incident -- COMMAND --delivery NAME\n/);
  });

  test('a delivery that has no table', async () => {
    const cli = {
      store: (name: string) => new IncidentStore(dynamo().client, `${name}-incidents`),
      caller: async () => 'ada',
      now: () => new Date(),
      writeFile: async () => {},
    };
    await expect(runCli(['list', '--delivery', 'other'], cli)).rejects.toThrow(
      /cannot read other-incidents: ResourceNotFoundException/,
    );
  });
});

test('an incident that there is not is no wrong argument', async () => {
  await expect(run('show prod/web/9')).rejects.not.toBeInstanceOf(AskedWrong);
});

describe('who calls', () => {
  test.each([
    ['a user', 'arn:aws:iam::111111111111:user/team/ada', 'ada'],
    ['a session', 'arn:aws:sts::111111111111:assumed-role/Admin/ada@example.com', 'ada@example.com'],
    ['the root user', 'arn:aws:iam::111111111111:root', 'root'],
  ])('%s', async (_, Arn, name) => {
    const sts = mockClient(STSClient);
    sts.on(GetCallerIdentityCommand).resolves({ Arn });
    expect(await callerName(new STSClient({}))).toBe(name);
    sts.restore();
  });
});

test('the script itself says what is wrong with its arguments on one line, and ends with 2', () => {
  const script = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/incident.ts', ...args], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
      env: { ...process.env, AWS_REGION: 'eu-central-1' },
    });
  const { status, stderr } = script('show', 'x', '--delivery', 'shop');
  expect([status, stderr.trim()]).toEqual([2, expect.stringMatching(/^error: an id must be .*\(got 'x'\)$/)]);
});

test('the script ends quietly when nobody reads on', () => {
  const line = '{ "$0" --import tsx scripts/incident.ts --help; echo "status $?" >&2; } | :';
  const { stderr } = spawnSync('sh', ['-c', line, process.execPath], {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
  });
  expect(stderr.trim()).toBe('status 0');
});
