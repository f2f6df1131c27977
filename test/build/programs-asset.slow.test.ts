import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import { ProgramsAsset } from '../../lib/build/programs-asset';
import { runBundle, temporaryDirectory } from '../support/program';

const outdir = temporaryDirectory();
const home = temporaryDirectory();
const app = new App({ outdir, analyticsReporting: false, context });
new ProgramsAsset(new Stack(app, 'stack'), 'Programs');
app.synth();
const [asset] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));

test('the asset holds one file for each program, and what the tools of the gates are installed from', () => {
  const sources = readdirSync(join(__dirname, '../../lib'), { recursive: true, encoding: 'utf8' });
  const programs = sources.flatMap((file) => /([^/]+)\.program\.ts$/.exec(file)?.[1] ?? []);
  expect(readdirSync(join(outdir, asset!)).sort()).toEqual([...programs.map((name) => `${name}.js`), 'tools'].sort());
  expect(readdirSync(join(outdir, asset!, 'tools')).sort()).toEqual([
    '.npmrc',
    'eslint.config.mjs',
    'package-lock.json',
    'package.json',
    'sarif.mjs',
    'secretlintrc.json',
    'severities.mjs',
  ]);
});

test.each([
  ['image', 'REPOSITORY_URI, IMAGE_PLATFORM, OUTPUT_DIRECTORY'],
  [
    'render',
    'DELIVERY_NAME, SERVICE_NAME, ENVIRONMENT_NAME, DEPLOY_ROLE_ARN, ENVIRONMENT_REGION, RELEASE_PARAMETER, ' +
      'IMAGE_DIRECTORY, OUTPUT_DIRECTORY, PIPELINE_EXECUTION_ID, PIPELINE_NAME, DEPLOYED_PARAMETER, STRATEGY, BAKE_MINUTES',
  ],
  [
    'record',
    'DELIVERY_NAME, SERVICE_NAME, ENVIRONMENT_NAME, IMAGE_DIRECTORY, DEPLOYED_PARAMETER, PIPELINE_EXECUTION_ID',
  ],
  [
    'notes',
    'SERVICE_NAME, ENVIRONMENT_NAME, DEPLOYED_PARAMETER, EXECUTION_URL, TOPIC_ARN, OUTPUT_DIRECTORY, EXPORTS_DIRECTORY',
  ],
  ['back-merge', 'BACK_MERGE_MODE, BACK_MERGE_FROM, BACK_MERGE_INTO, SERVICE_NAME'],
  ['service-test', 'PROBE_ROLE_ARN, ENVIRONMENT_REGION, PROBE_FUNCTION, INSTALL_COMMAND, TEST_COMMAND'],
  ['load-test', 'PROBE_ROLE_ARN, ENVIRONMENT_REGION, PROBE_FUNCTION, LOAD_TEST'],
])('%s runs under node alone and says in a line what it misses', async (program, missing) => {
  expect(await runBundle(join(outdir, asset!, `${program}.js`), { home, env: {} })).toEqual({
    code: 1,
    stdout: '',
    stderr: `error: missing environment variables: ${missing}\n`,
  });
});
