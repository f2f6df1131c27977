import type { AlarmChange, IncidentRecord, ListedDeployment } from '../../lib/incidents/incident';
import { chatMessageOf, durationText, mailOf, opsItemTexts } from '../../lib/incidents/message';
import { recordOf } from '../../lib/incidents/model';
import { at, off, on, stateAfter } from './changes';
import { FACTS, OWN } from './desk';

const wording = { facts: FACTS, own: OWN };
const deployment: ListedDeployment = {
  execution: 'e1',
  commit: 'abcdef0123456789',
  author: 'Ada',
  subject: 'Mend',
  strategy: 'all at once',
  outcome: 'running',
  startedAt: at(-3),
};
const record = (changes: readonly AlarmChange[] = [on(0)], others: Partial<IncidentRecord> = {}): IncidentRecord => ({
  ...recordOf(stateAfter(changes)),
  context: { at: at(0), suspect: 'e1', deployments: [deployment] },
  ...others,
});

test('a mail says what fires, the suspect, where to look and what to do, each command with its region', () => {
  expect(mailOf('opened', record(), wording)).toEqual({
    subject: '[high] web in prod: incident opened (prod/web/1)',
    text: `web in prod has fired since 2026-11-20 12:00:00 UTC: shop-prod-web-page.

Suspect: abcdef012345 "Mend" by Ada, all at once, running since 2026-11-20 11:57:00 UTC (execution e1)

Look at:
  Runbook: https://example.com/runbook.md#a-service-pages
  Dashboard: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/shop-prod-web
  Traces (group shop-prod-web): https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#xray:traces/query
  Saved queries (folder shop/prod/web): https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:logs-insights

Act:
  Roll back: aws ssm start-automation-execution --region eu-central-1 --document-name shop-web-main-rollback --parameters Environment=prod
  Collect diagnostics (in account 222222222222): aws ssm start-automation-execution --region us-east-1 --document-name shop-prod-diagnostics --parameters Service=web
  Scale out (in account 222222222222): aws ssm start-automation-execution --region us-east-1 --document-name shop-prod-scale-out --parameters Service=web,Minimum=4

Say that you take care of it:
  npm run incident -- ack prod/web/1 --delivery shop

Incident prod/web/1 of shop`,
  });
});

test.each([
  ['twice the tasks', { minimum: 3, maximum: 20 }, 'Minimum=6'],
  ['as many as it may run', { minimum: 2, maximum: 3 }, 'Minimum=3'],
  ['a higher maximum where there is no room', { minimum: 1, maximum: 1 }, 'Minimum=2,Maximum=2'],
])('the command that scales out asks for %s', (_, scaling, parameters) => {
  const services = [{ name: 'web', in: { prod: { lines: [], isTraced: false, scaling } } }];
  const { text } = mailOf('opened', record(), { facts: { ...FACTS, services }, own: OWN });
  expect(text).toContain(`--document-name shop-prod-scale-out --parameters Service=web,${parameters}\n`);
});

test('a mail about a service on EKS leads to its cluster, one about another does not', () => {
  const cluster = /\n {2}Cluster: (\S+)\n/;
  const services = FACTS.services.map(({ name, in: places }) => ({
    name,
    in: { ...places, prod: { ...places['prod']!, cluster: 'shop-prod' } },
  }));
  const { text } = mailOf('opened', record(), { facts: { ...FACTS, services }, own: OWN });
  expect(cluster.exec(text)?.[1]).toBe(
    'https://us-east-1.console.aws.amazon.com/eks/home?region=us-east-1#/clusters/shop-prod',
  );
  expect(mailOf('opened', record(), wording).text).not.toMatch(cluster);
});

test('a service that is gone from the configuration is not scaled out', () => {
  const { text } = mailOf('opened', record(), { facts: { ...FACTS, services: [] }, own: OWN });
  expect(text).toContain('Collect diagnostics');
  expect(text).not.toContain('scale-out');
});

test('a mail about a page does not name the suspect of the ticket before it', () => {
  const { text } = mailOf('raised', record([on(0, 'ticket'), on(300)]), wording);
  expect(text).toContain('Suspect: not known yet');
});

test('a mail about a ticket links to the section about tickets', () => {
  const { text } = mailOf('opened', record([on(0, 'ticket')]), wording);
  expect(text).toContain('https://example.com/runbook.md#a-service-has-a-ticket\n');
});

test('a mail about what is over asks for a review in place of acts', () => {
  const { text } = mailOf('resolved', record([on(0), off(65)]), wording);
  expect(text).toMatch(/^web in prod fired from .* to .* \(1 h 5 min\)\.\n/);
  expect(text).toContain('npm run incident -- review prod/web/1 --delivery shop');
  expect(text).not.toContain('aws ssm');
});

test('a mail says that nothing was deployed shortly before, or that nobody knows', () => {
  const none = mailOf(
    'opened',
    record([on(0)], { context: { at: at(0), suspect: null, deployments: [deployment] } }),
    wording,
  );
  expect(none.text).toMatch(
    /\nSuspect: none, as nothing was deployed shortly before\.\nDeployments before:\n {2}abcdef/,
  );
  const unknown = mailOf('opened', record([on(0)], { context: undefined }), wording);
  expect(unknown.text).toContain('Suspect: not known yet, as the last deployments could not be read.');
});

test('the longest names leave a subject that SNS takes', () => {
  const long = { environment: 'prodprod', service: 'service-service1', number: 9_999 };
  const facts = { ...FACTS, environments: [], services: [] };
  const { subject } = mailOf('raised', record([on(0)], { ...long, severity: 'critical' }), { facts, own: OWN });
  expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  expect(subject).toContain('(prodprod/service-service1/9999)');
});

test('an OpsItem has texts that SSM takes', () => {
  const deployments = Array(5).fill({ ...deployment, subject: 'x'.repeat(1000) });
  const { title, description } = opsItemTexts(
    record([on(0)], { context: { at: at(0), suspect: null, deployments } }),
    wording,
  );
  expect(title.length).toBeLessThanOrEqual(1024);
  expect(description.length).toBeLessThanOrEqual(2048);
});

describe('a chat message', () => {
  const message = (others: Partial<IncidentRecord> = {}, changes = [on(0)]) =>
    JSON.parse(chatMessageOf('opened', record(changes, others), wording));

  test('has the schema of custom notifications, and one thread for an incident', () => {
    expect(message()).toEqual({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title: '[high] web in prod: incident opened (prod/web/1)',
        description: expect.stringMatching(/^web in prod has fired since .*\nSuspect: abcdef012345 "Mend" by Ada/),
        nextSteps: expect.arrayContaining([expect.stringMatching(/^Roll back: `aws ssm start-automation-execution /)]),
        keywords: ['shop', 'prod', 'web'],
      },
      metadata: { threadId: 'shop/prod/web/1', summary: '[high] web in prod: incident opened (prod/web/1)' },
    });
  });

  test('does not let the author of a commit call everybody, or set a link', () => {
    const subject = '<!channel> @here <https://evil.example|the fix> *now*';
    const { description } = message({
      context: { at: at(0), suspect: 'e1', deployments: [{ ...deployment, subject }] },
    }).content;
    expect(description).toContain('!channel (at)here https://evil.examplethe fix now');
  });

  test('asks for nothing when it is over', () => {
    expect(message({}, [on(0), off(5)]).content.nextSteps).toEqual([]);
  });
});

test.each([
  [0, '0 s'],
  [0.5, '30 s'],
  [1, '1 min'],
  [59, '59 min'],
  [60, '1 h'],
  [61, '1 h 1 min'],
  [-5, '0 s'],
])('%d minutes are %s', (minutes, text) => {
  expect(durationText(at(0), at(minutes))).toBe(text);
});

test.each([
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
])('in %s the console is elsewhere', (region, address) => {
  const facts = { ...FACTS, environments: [{ name: 'prod', region }] };
  expect(mailOf('opened', record(), { facts, own: OWN }).text).toContain(address);
});
