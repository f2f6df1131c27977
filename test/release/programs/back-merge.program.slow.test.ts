import { join } from 'node:path';
import { formatDeployedRecord, NOTHING_DEPLOYED } from '../../../lib/deployment/deployed-record';
import { AwsServer, awsError } from '../../support/aws-server';
import { GitRepository } from '../../support/git-repository';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
/** What the pipeline clones. */
let origin: GitRepository;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/release/programs/back-merge.program.ts', root);
});

beforeEach(() => {
  origin = new GitRepository(join(root, `${count++}`));
  origin.commit({ 'README.md': 'hello' }, 'first');
  origin.git('branch', 'develop');
  origin.commit({ fix: '1' }, 'Stop the leak');
  server.on({ Publish: () => ({ MessageId: '1' }) });
});

function run(mode: string, branch: string, parameters: Record<string, string> = {}): Promise<ProgramResult> {
  server.on({ GetParameter: ({ Name }) => ({ Parameter: { Value: parameters[Name as string] } }) });
  const directory = join(root, `${count++}`);
  origin.git('clone', '--quiet', '--single-branch', `--branch=${branch}`, `file://${origin.directory}`, directory);
  return runBundle(bundle, {
    cwd: directory,
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      BACK_MERGE_MODE: mode,
      BACK_MERGE_FROM: 'main',
      BACK_MERGE_INTO: 'develop',
      SERVICE_NAME: 'web',
      DEPLOYED_PARAMETERS: JSON.stringify(Object.keys(parameters)),
      TOPIC_ARN: TOPIC,
    },
  });
}

function released(): string {
  const commit = origin.git('rev-parse', 'main');
  const at = '2026-11-20T10:00:00.000Z';
  return formatDeployedRecord({ commit, digest: `sha256:${'d'.repeat(64)}`, tag: 'tree-0', executionId: 'e-1', at });
}

describe('the next run of develop', () => {
  const PROD = '/shop/prod/web/deployed';

  test('fails while it lacks what production runs, and says what and how to mend it', async () => {
    const { code, stdout, stderr } = await run('check', 'develop', { [PROD]: released() });
    const commit = origin.git('rev-parse', 'main');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: develop lacks what main has released; the log above says what, and how to mend it\n',
    });
    expect(stdout).toContain(`  ${commit.slice(0, 8)} Stop the leak (Test)\n`);
    expect(server.actions).toEqual(['GetParameter']);
    expect(stdout).toContain(`  git checkout develop\n  git merge origin/develop\n  git merge ${commit}\n`);
  });

  test('passes once the commands of that message were run', async () => {
    const { stdout } = await run('check', 'develop', { [PROD]: released() });
    const commands = stdout.match(/^ {2}git .*/gm)!.map((line) => line.trim().split(' ').slice(1));
    const work = new GitRepository(join(root, `${count++}`));
    work.git('remote', 'add', 'origin', origin.directory);
    work.git('config', 'pull.rebase', 'false');
    for (const command of commands) work.git(...command);
    expect(await run('check', 'develop', { [PROD]: released() })).toMatchObject({
      code: 0,
      stdout: `${PROD}: ${origin.git('rev-parse', 'main')} is merged into develop\n`,
    });
  });

  test('passes before the first production release', async () => {
    expect(await run('check', 'develop', { [PROD]: NOTHING_DEPLOYED })).toMatchObject({
      code: 0,
      stdout: `${PROD}: nothing is deployed yet\n`,
    });
  });

  test('looks at every production environment before it fails', async () => {
    const { code, stdout } = await run('check', 'develop', {
      '/shop/eu/web/deployed': released(),
      '/shop/us/web/deployed': NOTHING_DEPLOYED,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('/shop/us/web/deployed: nothing is deployed yet\n');
  });

  test('fails when the release is in no branch any more, for then nobody knows', async () => {
    const text = released();
    origin.git('checkout', '--quiet', 'develop');
    const commit = origin.git('rev-parse', 'main');
    origin.git('branch', '-D', 'main');
    expect(await run('check', 'develop', { [PROD]: text })).toMatchObject({
      code: 1,
      stderr: `error: the release ${commit} (${PROD}) is in no branch of the repository\n`,
    });
  });
});

describe('after a production release', () => {
  test('people are told what develop lacks, and the release stands', async () => {
    const { code } = await run('report', 'main');
    expect(code).toBe(0);
    const [message] = server.inputs('Publish');
    expect(message).toMatchObject({ TopicArn: TOPIC, Subject: 'Merge main into develop: web' });
    expect(message!['Message']).toContain('Stop the leak (Test)');
  });

  test('nobody is told once it is merged', async () => {
    origin.git('checkout', '--quiet', 'develop');
    origin.git('merge', '--quiet', 'main');
    expect(await run('report', 'main')).toMatchObject({ code: 0, stderr: '' });
    expect(server.actions).toEqual([]);
  });

  test('a message that cannot be sent is a warning, as the release is out', async () => {
    server.on({
      Publish: () => {
        throw awsError('AuthorizationError', 'not authorized', 403);
      },
    });
    const { code, stderr } = await run('report', 'main');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: nobody was told whether main is merged into develop: .*not authorized\n$/);
  });
});

test('another mode is refused', async () => {
  expect(await run('guess', 'main')).toMatchObject({
    code: 1,
    stderr: 'error: BACK_MERGE_MODE must be check or report (got "guess")\n',
  });
});
