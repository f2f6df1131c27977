// Shows that every gate stops what it has to stop, and for the right reason: feeds known-bad and clean sources, reports and
// answers of the registry to the very programs that ship. What cannot be run here is listed as such.
import { rmSync } from 'node:fs';
import { askedFlags } from './lib/asked.mjs';
import { coverageCases, imageCases } from './lib/gate-cases-image.mjs';
import { sourceCases } from './lib/gate-cases-source.mjs';
import { installTools, workspace } from './lib/gate-runs.mjs';
import { startOsv } from './lib/gate-servers.mjs';

/** So that the other core works too while one run waits. */
const SIDE_BY_SIDE = 3;

/** What is wrong with a run, or undefined. */
function wrongWith({ stops, gate, says, hides }, { code, output, report }) {
  if (hides && `${output}${report}`.includes(hides)) return 'the secret itself is in the output';
  if (!stops) return code === 0 ? undefined : 'should pass and does not';
  if (code !== 1) return `should stop, and ends with ${code}`;
  if (!output.includes(says)) return `does not say "${says}"`;
  // The coverage program is a gate of its own, the others name those that are closed.
  const closed = /the release stops at (.*); see above/
    .exec(output)?.[1]
    .replace(/ \([^)]*\)/g, '')
    .split(', ');
  const others = (closed ?? [gate]).filter((name) => name !== gate && !(gate === 'SBOM' && name === 'dependencies'));
  if (others.length > 0) return `also stops at ${others.join(', ')}`;
  return closed && !closed.includes(gate) ? `does not stop at ${gate}` : undefined;
}

/** Whether OSV itself answers as its stand-in does; whoever has no network cannot know. */
async function askRealOsv() {
  const body = JSON.stringify({ queries: [{ package: { purl: 'pkg:npm/lodash@4.17.20' } }] });
  const response = await fetch('https://api.osv.dev/v1/querybatch', {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(10_000),
  }).catch((error) => ({ missing: `api.osv.dev cannot be reached from here (${error.cause?.code ?? error.name})` }));
  if (response.missing) return { needs: response.missing };
  const text = await response.text();
  // A proxy that answers in OSV's place is no OSV.
  if (!response.ok) return { needs: `api.osv.dev answers with HTTP ${response.status} here` };
  const known = text.includes('GHSA-35jh-r3h4-6jhm');
  return { run: async () => ({ code: known ? 0 : 1, output: text.slice(0, 500), report: '' }) };
}

function print(result, { gate, what, stops }, more = '') {
  console.log(`${result.padEnd(8)} ${gate.padEnd(18)} ${(stops ? 'stops' : 'passes').padEnd(7)} ${what}${more}`);
}

// Also where it ends before its time.
process.once('exit', () => rmSync(workspace, { recursive: true, force: true }));
askedFlags('npm run gates:selftest');
const start = performance.now();
const tools = installTools();
const osv = await startOsv();
const cases = [
  ...sourceCases({ tools, osv }),
  ...coverageCases(),
  ...imageCases(),
  { gate: 'dependencies', what: 'OSV itself knows the vulnerable package', ...(await askRealOsv()) },
];
const waiting = cases.filter(({ needs }) => !needs);
const failures = [];
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const result = await next.run();
    const wrong = wrongWith(next, result);
    print(wrong ? 'FAILED' : 'passed', next, wrong ? `: ${wrong}` : '');
    if (wrong) failures.push({ what: next.what, output: result.output });
  }
}
try {
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
} finally {
  osv.close();
}
const left = cases.filter(({ needs }) => needs);
for (const one of left) print('NOT RUN', one, `: ${one.needs}`);
for (const { what, output } of failures) console.error(`\n${what}:\n${output}`);

const seconds = ((performance.now() - start) / 1000).toFixed(0);
const passed = cases.length - left.length - failures.length;
console.log(`${passed} passed, ${failures.length} failed, ${left.length} not run, in ${seconds} s`);
process.exit(failures.length === 0 ? 0 : 1);
