import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AGENT_SCRIPT } from '../../lib/compute/fault-agent-script';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const [hurt, unhurt] = [true, false].map((faultInjection) =>
  shop((delivery) => {
    delivery.tools = TOOLS;
    Object.assign(delivery.environments[0]!, TOOLS, { faultInjection });
  }),
) as [ReturnType<typeof shop>, ReturnType<typeof shop>];

const releaseOf = (delivery: typeof hurt): Properties =>
  only(templateOf(delivery, 'dev-web'), 'AWS::ECS::TaskDefinition', { Family: 'shop-dev-web' }).Properties!;
const agentOf = (delivery: typeof hurt): Properties | undefined =>
  releaseOf(delivery)['ContainerDefinitions'].find(({ Name }: Properties) => Name === 'ssm-agent');

test('tasks take part in game days where the environment says so, and nowhere else', () => {
  expect(releaseOf(hurt)).toMatchObject({ EnableFaultInjection: true, PidMode: 'task' });
  expect(agentOf(hurt)).toBeDefined();
  const other = releaseOf(unhurt);
  expect([other['EnableFaultInjection'], other['PidMode'], agentOf(unhurt)]).toEqual([undefined, undefined, undefined]);
  expect(about(allowedBy(unhurt, 'dev-web', 'ReleaseTaskRole'), 'ssm:CreateActivation', 'iam:PassRole')).toEqual([]);
});

test("the agent's failure does not take the service down", () => {
  expect(agentOf(hurt)).toMatchObject({ Essential: false, MemoryReservation: 128 });
});

test('the agent runs a pinned version', () => {
  expect(agentOf(hurt)!['Image']).toMatch(/^public\.ecr\.aws\/amazon-ssm-agent\/amazon-ssm-agent:\d+(\.\d+){3}$/);
});

const instanceRole = only(templateOf(hurt, 'dev-web'), 'AWS::IAM::Role', {
  Description: 'Tasks of shop-dev-web as managed instances, for game days',
});

test('a task may become a managed instance under one role, which is for Systems Manager of this account', () => {
  const [pass, ...others] = about(allowedBy(hurt, 'dev-web', 'ReleaseTaskRole'), 'iam:PassRole');
  expect(others).toEqual([]);
  expect(pass!.resources).toEqual([evaluated(hurt, 'dev-web', { 'Fn::GetAtt': [instanceRole.id, 'Arn'] })]);
  expect(pass!.conditions).toEqual({ StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } });
  const [trust] = evaluated(hurt, 'dev-web', instanceRole.Properties!['AssumeRolePolicyDocument']).Statement;
  expect(trust).toMatchObject({
    Principal: { Service: 'ssm.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': TOOLS.account } },
  });
  const { Value: name } = agentOf(hurt)!['Environment'].find(
    (variable: Properties) => variable['Name'] === 'MANAGED_INSTANCE_ROLE_NAME',
  );
  expect(name).toEqual({ Ref: instanceRole.id });
});

test('a task gives no other tags than those that AWS FIS looks for', () => {
  const [activate] = about(allowedBy(hurt, 'dev-web', 'ReleaseTaskRole'), 'ssm:AddTagsToResource');
  expect(activate!.conditions).toEqual({
    'ForAllValues:StringEquals': {
      'aws:TagKeys': ['ECS_TASK_ARN', 'ECS_TASK_AVAILABILITY_ZONE', 'FAULT_INJECTION_SIDECAR'],
    },
  });
});

test('a managed instance reads no parameters and no secrets', () => {
  const allowed = allowedBy(hurt, 'dev-web', 'ReleaseFaultAgentInstancePolicy').flatMap(({ actions }) => actions);
  expect(allowed).toContain('ssmmessages:OpenControlChannel');
  expect(allowed.filter((action) => /Parameter|Secret|kms|s3:/.test(action))).toEqual([]);
});

describe('the script', () => {
  let directory: string;
  let script: ChildProcess | undefined;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-agent-'));
  });
  afterEach(() => {
    script?.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  const log = () => join(directory, 'calls');
  const calls = () => (existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\n') : []);

  /** Commands that write down how they are called, and answer as their namesakes would. */
  function run(answers: Record<string, string> = {}): ChildProcess {
    const program = `#!${process.execPath}
      const { appendFileSync, readFileSync } = require('node:fs');
      const [name, ...args] = [process.argv[1].split('/').pop(), ...process.argv.slice(2)];
      const call = [name, ...args].join(' ');
      if (name !== 'jq') appendFileSync(${JSON.stringify(log())}, call + '\\n');
      const answer = Object.entries(${JSON.stringify(answers)}).find(([start]) => call.startsWith(start));
      if (name === 'jq') {
        const text = args[2] ? '{"ManagedInstanceID":"mi-0123456789abcdef0"}' : readFileSync(0, 'utf8');
        console.log(JSON.parse(text)[args[1].slice(1)]);
      } else if (answer) {
        console.log(answer[1]);
      } else if (call === 'amazon-ssm-agent') {
        setInterval(() => {}, 1000);
      }`;
    for (const name of ['amazon-ssm-agent', 'aws', 'curl', 'dnf', 'jq']) {
      writeFileSync(join(directory, name), program, { mode: 0o755 });
    }
    script = spawn('/bin/bash', ['-c', AGENT_SCRIPT], {
      env: {
        PATH: directory,
        AWS_REGION: 'eu-central-1',
        MANAGED_INSTANCE_ROLE_NAME: 'the-role',
        ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/id',
      },
      stdio: 'ignore',
    });
    return script;
  }

  const ANSWERS = {
    curl: '{"TaskARN":"arn:aws:ecs:eu-central-1:1:task/shop-dev/abc","AvailabilityZone":"eu-central-1a"}',
    'aws ssm create-activation': '{"ActivationId":"id-1","ActivationCode":"code-1"}',
  };

  test('registers the task with the tags that AWS FIS looks for, and takes all back when it stops', async () => {
    const child = run(ANSWERS);
    const ended = once(child, 'close');
    while (!calls().includes('amazon-ssm-agent')) await sleep(20);
    child.kill('SIGTERM');
    await ended;
    expect(calls()).toEqual([
      expect.stringMatching(/^dnf install .*awscli jq/),
      expect.stringMatching(/^curl .* http:\/\/169\.254\.170\.2\/v4\/id\/task$/),
      'aws ssm create-activation --iam-role the-role --registration-limit 1 --output json ' +
        '--tags Key=ECS_TASK_ARN,Value=arn:aws:ecs:eu-central-1:1:task/shop-dev/abc ' +
        'Key=ECS_TASK_AVAILABILITY_ZONE,Value=eu-central-1a Key=FAULT_INJECTION_SIDECAR,Value=true',
      'amazon-ssm-agent -register -code code-1 -id id-1 -region eu-central-1',
      'amazon-ssm-agent',
      'aws ssm delete-activation --activation-id id-1',
      'aws ssm deregister-managed-instance --instance-id mi-0123456789abcdef0',
    ]);
  });

  test('ends when it cannot find out which task it is in', async () => {
    const [code] = await once(run({ curl: 'not JSON' }), 'close');
    expect(code).not.toBe(0);
    expect(calls().filter((call) => call.startsWith('aws'))).toEqual([]);
  });
});
