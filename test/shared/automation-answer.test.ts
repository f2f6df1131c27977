import { readAnswer } from '../../lib/shared/automation-answer';
import { hasPython, runScript } from '../support/automation/run';

const answer = { location: 's3://bucket/folder/', missing: [] };
const read = (given: unknown) =>
  runScript({ Script: readAnswer('location'), Handler: 'read', InputPayload: { answer: given } });

(hasPython ? describe : describe.skip)('the script', () => {
  test.each([
    ['as text', JSON.stringify(answer)],
    ['as an object', answer],
  ])("reads a function's answer %s", (_, given) => {
    expect(read(given)).toEqual({ answer, calls: [] });
  });

  test('fails with what the function said when it failed', () => {
    const failed = JSON.stringify({ errorType: 'Problem', errorMessage: 'it has no service web' });
    expect(read(failed)).toEqual({ failure: 'it has no service web', calls: [] });
  });

  test('fails with all of an answer that says nothing', () => {
    expect(read('{"other":1}')).toEqual({ failure: '{"other": 1}', calls: [] });
  });
});
