import {
  alarmState,
  definitionState,
  folderOf,
  logStreams,
  newestTasks,
  serviceState,
  taskState,
  traceState,
} from '../../lib/runbooks/diagnostics-model';
import { at, COMPOSITE_ALARM, DEFINITION, METRIC_ALARM, SERVICE, TRACE, task } from './recorded';

test('of a task it says why it has stopped, and with what', () => {
  expect(taskState(task('a', 10, 20))).toMatchObject({
    id: 'a',
    stopCode: 'EssentialContainerExited',
    stoppedAt: at(20),
    containers: [{ name: 'app', exitCode: 137, reason: 'OutOfMemoryError: container killed', image: 'sha256:1234' }],
  });
});

test('of variables and secrets only the names are kept', () => {
  expect(definitionState(DEFINITION).containers[0]).toMatchObject({ variables: ['API_KEY'], secrets: ['PASSWORD'] });
  const kept = JSON.stringify([definitionState(DEFINITION), taskState(task('a', 10, 20))]);
  expect(kept).not.toMatch(/hunter2|secretsmanager/);
});

test('the callers of a trace are left out', () => {
  expect(traceState(TRACE)).toMatchObject({ status: 502, fault: true, url: 'http://shop.example.com/' });
  expect(JSON.stringify(traceState(TRACE))).not.toContain('192.0.2.7');
});

test('of a service it keeps the task sets of CodeDeploy and the newest events', () => {
  const events = Array.from({ length: 80 }, (_, index) => ({ id: `${index}`, createdAt: at(0), message: `${index}` }));
  const state = serviceState({ ...SERVICE, events });
  expect(state.taskSets).toMatchObject([{ status: 'PRIMARY', desired: 2, running: 1, stability: 'STABILIZING' }]);
  expect(state.events.map(({ message }) => message)).toEqual(events.slice(0, 50).map(({ message }) => message));
});

test('of a service that ECS itself deploys it keeps the deployments', () => {
  const deployment = { status: 'PRIMARY', rolloutState: 'FAILED' as const, rolloutStateReason: 'no', failedTasks: 3 };
  const { deployments } = serviceState({ ...SERVICE, taskSets: undefined, deployments: [deployment] });
  expect(deployments).toMatchObject([{ status: 'PRIMARY', rollout: 'FAILED', reason: 'no', failed: 3 }]);
});

test('the newest five tasks that run and the newest five that have stopped are kept', () => {
  const running = Array.from({ length: 7 }, (_, index) => task(`r${index}`, index));
  const stopped = Array.from({ length: 7 }, (_, index) => task(`s${index}`, 0, 20 + index));
  const ids = newestTasks([...running, ...stopped]).map(({ taskArn }) => taskArn!.split('/').at(-1));
  expect(ids).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 's6', 's5', 's4', 's3', 's2']);
});

test('an alarm is on since it changed, or was looked at if that is not known', () => {
  expect(alarmState(METRIC_ALARM)).toMatchObject({ name: 'shop-dev-web-blue-errors', state: 'ALARM', since: at(30) });
  expect(alarmState(COMPOSITE_ALARM)).toMatchObject({ since: at(32), reason: 'shop-dev-web-down is in ALARM' });
});

test("a container's log is found by the start of its stream, its name and its task", () => {
  expect(logStreams([task('a', 10)], [DEFINITION])).toEqual([
    { task: 'a', container: 'app', logGroupName: 'shop-dev-web-Logs1', logStreamName: 'app/app/a' },
  ]);
});

test('a container without a log in CloudWatch has none', () => {
  const silent = { ...DEFINITION, containerDefinitions: [{ name: 'app' }] };
  expect(logStreams([task('a', 10)], [silent])).toEqual([]);
});

test('a folder sorts by time and has no colon in its name', () => {
  expect(folderOf('web', at(5))).toBe('web/2026-11-23T11-05-00Z');
});
