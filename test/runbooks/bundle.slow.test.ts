import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsServer } from '../support/aws-server';
import { bundleHandler, callBundle } from '../support/handler';
import { temporaryDirectory } from '../support/program';
import { S3Server } from '../support/s3-server';
import { DEFINITION, SERVICE, task } from './recorded';

const root = temporaryDirectory();
const aws = AwsServer.forTests();
const s3 = S3Server.forTests();

test('the function as it ships keeps what it gets, and names what it is denied', async () => {
  const bundle = await bundleHandler('lib/runbooks/diagnostics.lambda.ts', root);
  expect(statSync(bundle).size).toBeLessThan(6_000_000);
  // As they come over the wire: times in seconds.
  const wire = (value: unknown) =>
    JSON.parse(JSON.stringify(value), (name, one) => (/At$/.test(name) ? Date.parse(one) / 1000 : one));
  aws.on({
    DescribeServices: () => ({ services: [wire(SERVICE)] }),
    ListTasks: ({ desiredStatus }) => ({ taskArns: desiredStatus === 'STOPPED' ? [task('s', 10, 40).taskArn] : [] }),
    DescribeTasks: () => ({ tasks: [wire(task('s', 10, 40))] }),
    DescribeTaskDefinition: () => ({ taskDefinition: DEFINITION }),
    GetLogEvents: () => ({ events: [{ timestamp: 0, message: 'the end' }] }),
  });
  writeFileSync(join(root, 'platforms.json'), JSON.stringify({ web: 'ecs' }));
  const env = {
    LAMBDA_TASK_ROOT: root,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLELOCAL',
    AWS_SECRET_ACCESS_KEY: 'local-secret',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: s3.url,
    DELIVERY: 'shop',
    ENVIRONMENT: 'dev',
    CLUSTER_NAME: 'shop-dev',
    BUCKET_NAME: 'diagnostics',
  };
  const { answer } = await callBundle(bundle, { service: 'web' }, { home: root, env });
  expect(answer).toMatchObject({
    location: expect.stringMatching(/^s3:\/\/diagnostics\/web\/[\dT-]+Z\/$/),
    missing: ['deployments', 'alarms', 'traces'].map((name) => expect.stringMatching(`^${name}: `)),
  });
  const names = [...s3.objects.keys()].map((key) => key.split('/').at(-1));
  expect(names).toEqual(['service', 'tasks', 'definitions', 'logs', 'index'].map((name) => `${name}.json`));
  const [logs] = [...s3.objects].filter(([key]) => key.endsWith('/logs.json')).map(([, body]) => body);
  expect(logs).toContain('1970-01-01T00:00:00.000Z the end');
});
