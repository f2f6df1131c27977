import type { DeliveryInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { problemsAfter } from './problems';

type ServiceInput = Writable<DeliveryInput>['services'][number];
type Case = [title: string, change: (service: ServiceInput) => void, line: string];

const REFERENCE = '{{resolve:secretsmanager:token}}';
const WRONG = 'has a reference that CloudFormation would resolve: secrets are for that';

const cases: Case[] = [
  [
    'a variable, whose letters are not told',
    (service) => (service.variables = { TOKEN: REFERENCE }),
    `services[0].variables.TOKEN: ${WRONG} (got '{{r…')`,
  ],
  [
    'a command of the container',
    (service) => (service.healthCommand = ['probe', REFERENCE]),
    `services[0].healthCommand[1]: ${WRONG} (got '${REFERENCE}')`,
  ],
  [
    'a command of the build',
    (service) => (service.commands = { lint: `lint ${REFERENCE}` }),
    `services[0].commands.lint: ${WRONG} (got 'lint ${REFERENCE}')`,
  ],
  [
    'a header to validate with',
    (service) =>
      (service.validation = { requests: [{ path: '/', headers: { authorization: `Bearer ${REFERENCE}` } }] }),
    `services[0].validation.requests[0].headers.authorization: ${WRONG} (got 'Bea…')`,
  ],
  [
    'a path to validate with',
    (service) => (service.validation = { requests: [{ path: `/?key=${REFERENCE}` }] }),
    `services[0].validation.requests[0].path: ${WRONG} (got '/?key=${REFERENCE}')`,
  ],
  [
    'what is expected of an answer, down to its keys',
    (service) => (service.validation = { requests: [{ path: '/', json: { a: [{ [REFERENCE]: 1 }] } }] }),
    `services[0].validation.requests[0].json.a[0]['${REFERENCE}']: ${WRONG} (got '${REFERENCE}')`,
  ],
];

test.each(cases)('a dynamic reference is refused in %s', (_title, change, line) => {
  expect(problemsAfter((delivery) => change(delivery.services[0]!))).toEqual([line]);
});

test('what contains itself is refused in words, not by an overflow', () => {
  const lines = problemsAfter((delivery) => Object.assign(delivery.services[0]!, { around: delivery }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^services\[0\]\.around: /);
});
