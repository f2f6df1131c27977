import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { PullRequestStack } from '../../lib/pull-request/pull-request-stack';
import { AwsServer } from '../support/aws-server';
import { callBundle } from '../support/handler';
import { temporaryDirectory } from '../support/program';
import { shop, TOOLS } from '../support/templates';
import { pullRequestEvent } from './documented-events';
import { World } from './world';

const aws = AwsServer.forTests();
const outdir = temporaryDirectory();
const home = temporaryDirectory();
const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
new PullRequestStack(app, 'pull-requests', { env: TOOLS, delivery: shop() });
app.synth();
const taskRoot = readdirSync(outdir)
  .map((name) => join(outdir, name))
  .find((directory) => existsSync(join(directory, 'repositories.json')))!;

test('what is deployed checks a pull request of the delivery, with nothing but what the asset holds', async () => {
  const world = new World();
  world.open('1', 'shop-web', 'c1');
  aws.on(world.handlers);
  const { log } = await callBundle(join(taskRoot, 'index.js'), pullRequestEvent('pullRequestCreated'), {
    home,
    env: { AWS_ENDPOINT_URL: aws.url, LAMBDA_TASK_ROOT: taskRoot },
  });
  expect(log).toEqual(['shop-web-check: started for c1', 'shop-web-inspect: started for c1']);
  expect(world.builds).toMatchObject([
    { project: 'shop-web-check', commit: 'c1' },
    { project: 'shop-web-inspect', commit: 'c1' },
  ]);
});
