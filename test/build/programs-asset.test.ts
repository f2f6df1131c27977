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

test('the asset holds one file for each program', () => {
  expect(readdirSync(join(outdir, asset!)).sort()).toEqual(['image.js', 'record.js', 'render.js']);
});

test.each([
  ['image', 'REPOSITORY_URI, IMAGE_PLATFORM, OUTPUT_DIRECTORY'],
  ['render', 'DEPLOY_ROLE_ARN, ENVIRONMENT_REGION, RELEASE_PARAMETER, IMAGE_DIRECTORY, OUTPUT_DIRECTORY'],
  ['record', 'IMAGE_DIRECTORY, ENVIRONMENT_NAME'],
])('%s runs under node alone and says in a line what it misses', async (program, missing) => {
  expect(await runBundle(join(outdir, asset!, `${program}.js`), { home, env: {} })).toEqual({
    code: 1,
    stdout: '',
    stderr: `error: missing environment variables: ${missing}\n`,
  });
});
