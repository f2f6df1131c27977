import { bake, parseMinutes } from '../../../lib/infrastructure/programs/bake';

/** A watch that no time passes on: the alarms of each look, and the pauses between. */
function watch(...looks: string[][]) {
  const pauses: number[] = [];
  const ringing = async () => looks.shift() ?? [];
  const pause = async (seconds: number) => void pauses.push(seconds);
  return { pauses, ringing, pause };
}

test('looks every minute from the beginning to the end', async () => {
  const quiet = watch([], [], []);
  await bake(2, quiet);
  expect(quiet.pauses).toEqual([60, 60]);
});

test('stops at the first alarm, and says when and which', async () => {
  const ringing = watch([], ['shop-prod-web-blue-errors', 'shop-prod-web-green-errors'], []);
  await expect(bake(30, ringing)).rejects.toThrow(
    'after 1 of 30 minutes there is an alarm, so nothing more is deployed: ' +
      'shop-prod-web-blue-errors, shop-prod-web-green-errors',
  );
  expect(ringing.pauses).toEqual([60]);
});

test('an alarm at the last look counts', async () => {
  await expect(bake(1, watch([], ['a']))).rejects.toThrow('after 1 of 1 minutes');
});

test.each(['', '-1', '1.5', '481', 'ten'])('the minutes are a whole number: not %j', (text) => {
  expect(() => parseMinutes(text)).toThrow(`the minutes must be a whole number from 0 to 480 (got "${text}")`);
});
