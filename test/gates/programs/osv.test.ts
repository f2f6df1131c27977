import { Osv } from '../../../lib/gates/programs/osv';
import { OsvServer } from '../osv-server';

const server = OsvServer.forTests();
const osv = () => new Osv(server.url, 1);

test('the packages with vulnerabilities come back, the others do not', async () => {
  server.pages = { 'pkg:npm/bad@1': [['GHSA-1', 'GHSA-2']] };
  expect(await osv().query(['pkg:npm/good@1', 'pkg:npm/bad@1'])).toEqual([
    { purl: 'pkg:npm/bad@1', ids: ['GHSA-1', 'GHSA-2'] },
  ]);
});

test('more than a thousand packages are asked about in several requests', async () => {
  const purls = Array.from({ length: 1001 }, (_, index) => `pkg:npm/p${index}@1`);
  server.pages = { 'pkg:npm/p1000@1': [['GHSA-1']] };
  expect(await osv().query(purls)).toEqual([{ purl: 'pkg:npm/p1000@1', ids: ['GHSA-1'] }]);
  expect(server.requests.map(({ purls: asked }) => asked!.length)).toEqual([1000, 1]);
});

test('an answer of several pages is read to its end', async () => {
  server.pages = { 'pkg:npm/bad@1': [['GHSA-1'], ['GHSA-2'], ['GHSA-3']] };
  expect(await osv().query(['pkg:npm/bad@1'])).toEqual([
    { purl: 'pkg:npm/bad@1', ids: ['GHSA-1', 'GHSA-2', 'GHSA-3'] },
  ]);
});

test('no package is no question', async () => {
  expect(await osv().query([])).toEqual([]);
  expect(server.requests).toEqual([]);
});

test('each record is read once, with the one that states its severity', async () => {
  server.records = {
    'GO-1': { id: 'GO-1', aliases: ['GHSA-1'] },
    'GHSA-1': { id: 'GHSA-1', database_specific: { severity: 'HIGH' } },
  };
  const records = await osv().records(['GO-1', 'GO-1']);
  expect([...records.keys()]).toEqual(['GO-1', 'GHSA-1']);
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/vulns/GO-1', '/v1/vulns/GHSA-1']);
});

test.each([429, 500, 503])('after a %d it is asked again', async (status) => {
  server.special = [
    { status, body: 'later' },
    { status, body: 'later' },
  ];
  server.pages = { 'pkg:npm/bad@1': [['GHSA-1']] };
  expect(await osv().query(['pkg:npm/bad@1'])).toHaveLength(1);
});

test('who does not answer three times leaves the question open', async () => {
  server.special = Array.from({ length: 3 }, () => ({ status: 503, body: 'down' }));
  await expect(osv().query(['pkg:npm/a@1'])).rejects.toThrow(`cannot ask ${server.url}/v1/querybatch: HTTP 503: down`);
  expect(server.requests).toHaveLength(3);
});

test('a refused question is not asked again', async () => {
  server.special = [{ status: 400, body: '{"message":"Invalid purl"}' }];
  await expect(osv().query(['nonsense'])).rejects.toThrow('HTTP 400: {"message":"Invalid purl"}');
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['{}', 'OSV answered 0 of 2 questions'],
  ['{"results":[{}]}', 'OSV answered 1 of 2 questions'],
])('an answer of another length leaves the question open: %s', async (body, message) => {
  server.special = [{ status: 200, body }];
  await expect(osv().query(['pkg:npm/a@1', 'pkg:npm/b@1'])).rejects.toThrow(message);
});

test('a server that is not there leaves the question open', async () => {
  await expect(new Osv('http://127.0.0.1:1', 1).query(['pkg:npm/a@1'])).rejects.toThrow(
    /^cannot ask http:\/\/127\.0\.0\.1:1\/v1\/querybatch: /,
  );
});
