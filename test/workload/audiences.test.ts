import { AUDIENCES, askedFor, requireAudience } from '../../lib/workload/audiences';

const NAME = 'arn:aws:lambda:eu-central-1:444455556666:function:shop-dev-web-rollout';
const ALL = ['deploy', 'look', 'abort', 'restore', 'scale', 'diagnose'];

const heard = (arn: string) =>
  ALL.filter((kind) => {
    try {
      requireAudience(arn, { kind });
      return true;
    } catch {
      return false;
    }
  });

test.each([
  ['pipelines', 'deploy', ['deploy', 'look', 'abort', 'restore']],
  ['runbooks that scale', 'scale', ['look', 'scale', 'diagnose']],
  ['diagnostics', 'view', ['look', 'diagnose']],
] as const)('%s are heard for what they do, and for nothing else', (_, audience, kinds) => {
  expect(heard(askedFor(NAME, audience))).toEqual(kinds);
});

test('there is nobody else', () => {
  expect(Object.keys(AUDIENCES)).toEqual(['deploy', 'scale', 'view']);
});

test.each([NAME, `${NAME}:$LATEST`, `${NAME}:3`, `${NAME}:toString`, ''])('by no alias nobody is heard: %s', (arn) => {
  expect(heard(arn)).toEqual([]);
});

test.each([
  [{ kind: 'deploy' }, 'kind must be look or diagnose for view (got "deploy")'],
  [{ kind: ['look'] }, 'kind must be look or diagnose for view (got ["look"])'],
  [undefined, 'kind must be look or diagnose for view (got nothing)'],
])('a refusal says what is allowed: %j', (request, message) => {
  expect(() => requireAudience(askedFor(NAME, 'view'), request)).toThrow(message);
});
