// Coverage reports and answers of the registry, good and bad: what the other programs have to say of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newDirectory, runProgram, serviceCoverage } from './gate-runs.mjs';
import { startRegistry } from './gate-servers.mjs';

const PROFILE = 'arn:aws:signer:eu-central-1:111122223333:/signing-profiles/shop';
const URI = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop-web';
const LIMITS = { baseRegistries: [], findings: { critical: 0, high: 0 }, allow: [] };
const SIGNED = [{ signingProfileArn: PROFILE, status: 'COMPLETE' }];

const scanned = (status, ...findings) => ({ imageScanStatus: { status }, imageScanFindings: { findings } });
const enhanced = (...enhancedFindings) => ({
  imageScanStatus: { status: 'ACTIVE' },
  imageScanFindings: { enhancedFindings },
});
const finding = (name, severity) => ({ name, severity, description: 'It leaks.' });
const inspectorFinding = (vulnerabilityId, severity) => ({
  status: 'ACTIVE',
  severity,
  title: vulnerabilityId,
  packageVulnerabilityDetails: { vulnerabilityId },
});

async function scan({ signing = PROFILE, allow = [], ...registry }) {
  const server = await startRegistry({ scan: scanned('COMPLETE'), signatures: SIGNED, ...registry });
  const directory = newDirectory();
  const write = (file, content) => writeFileSync(join(directory, file), JSON.stringify(content));
  write('imageDetail.json', { ImageURI: `${URI}@${server.digest}` });
  write('inspection.json', { gates: [{ gate: 'secrets', open: true }], used: [] });
  write('sbom.json', { bomFormat: 'CycloneDX', specVersion: '1.6' });
  try {
    return await runProgram('scan', {
      cwd: directory,
      env: {
        AWS_ENDPOINT_URL: server.url,
        GATES: JSON.stringify({ ...LIMITS, allow }),
        SERVICE: 'web',
        SIGNING_PROFILE: signing,
        SBOM_BUCKET: 'shop-sboms',
        IMAGE_DIRECTORY: directory,
        CODEBUILD_SRC_DIR_Inspection: directory,
        OUTPUT_DIRECTORY: join(directory, 'output'),
        REPORTS_DIRECTORY: join(directory, 'reports'),
        POLL_SECONDS: '0.01',
        WAIT_SECONDS: '0.02',
        SETTLE_SECONDS: '0.02',
      },
    });
  } finally {
    server.close();
  }
}

/** @returns the cases of a stored image */
export function imageCases() {
  const passes = (what, answers = {}) => ({ gate: 'all of the image', what, run: () => scan(answers) });
  const stops = (gate, what, says, answers) => ({ gate, what, says, stops: true, run: () => scan(answers) });
  const noFindings = [
    'FAILED',
    'UNSUPPORTED_IMAGE',
    'SCAN_ELIGIBILITY_EXPIRED',
    'FINDINGS_UNAVAILABLE',
    'LIMIT_EXCEEDED',
    'IMAGE_ARCHIVED',
  ];
  const missing = Object.assign(new Error('Image scan does not exist'), { name: 'ScanNotFoundException' });
  const accepted = (until) => [{ id: 'CVE-2026-1', until, reason: 'not reachable' }];
  const critical = scanned('COMPLETE', finding('CVE-2026-1', 'CRITICAL'));
  return [
    passes('a clean image'),
    passes('findings under the limits', { scan: scanned('COMPLETE', finding('CVE-2026-1', 'MEDIUM')) }),
    passes("a clean image of Inspector's", { scan: enhanced() }),
    passes('an unsigned one where images are not signed', { signatures: [], signing: '' }),
    passes('a finding that is accepted for a while', { scan: critical, allow: accepted('2999-12-31') }),
    stops('image scan', 'one that was accepted once', 'was accepted until 2020-01-01', {
      scan: critical,
      allow: accepted('2020-01-01'),
    }),
    stops('image scan', 'a finding over the limits', 'stops     the image: critical CVE-2026-1', { scan: critical }),
    stops('image scan', "a finding of Inspector's over the limits", 'stops     the image: high CVE-2026-2', {
      scan: enhanced(inspectorFinding('CVE-2026-2', 'HIGH')),
    }),
    ...noFindings.map((status) =>
      stops('image scan', `a scan that is ${status}`, `scan is ${status}, so it has no`, { scan: scanned(status) }),
    ),
    ...['IN_PROGRESS', 'PENDING'].map((status) =>
      stops('image scan', `a scan that stays ${status}`, `scan is ${status}, after`, { scan: scanned(status) }),
    ),
    stops('image scan', 'an image without a scan', 'the registry has no scan of', { scan: missing }),
    stops('image user', 'an image that runs as root', 'its user root is root', { user: 'root' }),
    stops('signature', 'an unsigned image', 'but by nobody', { signatures: [] }),
    stops('signature', 'an image that another profile signed', `but by ${PROFILE}_2`, {
      signatures: [{ signingProfileArn: `${PROFILE}_2`, status: 'COMPLETE' }],
    }),
    stops('signature', 'a signature that failed', 'is FAILED', {
      signatures: [{ signingProfileArn: PROFILE, status: 'FAILED' }],
    }),
    stops('signature', 'a signature that never comes', 'is IN_PROGRESS, after', {
      signatures: [{ signingProfileArn: PROFILE, status: 'IN_PROGRESS' }],
    }),
  ];
}

/** @returns the cases of a coverage report */
export function coverageCases() {
  const check = (file) => runProgram('coverage', { cwd: '/', env: { COVERAGE_FILE: file, COVERAGE_MINIMUM: '80' } });
  const checkText = (text) => {
    const directory = newDirectory();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'coverage.xml'), text);
    return check(join(directory, 'coverage.xml'));
  };
  const report = (covered) => `<coverage lines-valid="100" lines-covered="${covered}"></coverage>`;
  const stops = (what, says, run) => ({ gate: 'coverage', what, says, stops: true, run });
  return [
    ...['orders', 'storefront'].map((name) => ({
      gate: 'coverage',
      what: `services/${name}`,
      needs: serviceCoverage(name)
        ? undefined
        : `the tests of services/${name} have left no report: run npm run test:slow first`,
      run: () => check(serviceCoverage(name)),
    })),
    { gate: 'coverage', what: 'just enough', run: () => checkText(report(80)) },
    stops('a line too few', '79 % of the lines (79 of 100), and have to run 80 %', () => checkText(report(79))),
    stops('no report', 'cannot read the coverage report', () => check('/nowhere/coverage.xml')),
    stops('half a report', 'no complete Cobertura XML', () => checkText(report(90).slice(0, -4))),
  ];
}
