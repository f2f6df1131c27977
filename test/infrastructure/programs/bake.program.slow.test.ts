import { AwsServer, sessionOf } from '../../support/aws-server';
import { bundleProgram, runBundle, temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();
const server = AwsServer.forTests();
const ROLE = 'arn:aws:iam::444444444444:role/cdk-hnb659fds-lookup-role-444444444444-us-east-1';
let bundle: string;

beforeAll(async () => {
  bundle = await bundleProgram('lib/infrastructure/programs/bake.program.ts', root);
});

beforeEach(() => {
  server.on({
    AssumeRole: () => sessionOf('A'),
  });
});

const run = (minutes = '0') =>
  runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      ALARM_PREFIX: 'shop-prod-',
      BAKE_MINUTES: minutes,
      LOOKUP_ROLE_ARN: ROLE,
      LOOKUP_REGION: 'us-east-1',
    },
  });

test('an alarm of the environment fails the action', async () => {
  server.on({ DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: 'shop-prod-web-blue-errors' }] }) });
  expect(await run()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('so nothing more is deployed: shop-prod-web-blue-errors'),
  });
});

test("without one it passes, having asked in the environment's account and region", async () => {
  server.on({ DescribeAlarms: () => ({ MetricAlarms: [] }) });
  expect(await run()).toEqual({ code: 0, stdout: 'no alarm shop-prod-* in 0 minutes\n', stderr: '' });
  expect(server.inputs('AssumeRole')).toMatchObject([{ RoleArn: ROLE }]);
  expect(server.requests.at(-1)).toMatchObject({
    region: 'us-east-1',
    input: { AlarmNamePrefix: 'shop-prod-', StateValue: 'ALARM' },
  });
});

test('alarms that cannot be read are no silence', async () => {
  expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot read the alarms shop-prod-*') });
});
