import { problemsAfter } from './problems';

const ALLOWED =
  "six or seven fields as in '* * 8-15 ? * MON-THU': second, minute, hour, day of the month, month, day of the week, year";

function problemsOf(cron: string, timeZone?: string): string[] {
  return problemsAfter((delivery) => (delivery.environments[0]!.deploymentWindow = { cron, timeZone }));
}

describe('a deployment window', () => {
  test.each([
    '* * 8-15 ? * MON-THU',
    '* 0-29,30,31 9 ? * 2-5',
    '*  */5  8/2 1,15 * ?  2026-2030',
    '* * 22-2 ? JAN-MAR,6 SAT,SUN',
    '* * * L * ?',
    '* * * LW * ?',
    '* * * L-3 * ?',
    '* * * 15W * ?',
    '* * * ? * L',
    '* * * ? * 6L',
    '* * * ? * FRIL',
    '* * * ? * MON#2',
    '* * * ? * * 2026/2',
  ])('may be %s', (cron) => {
    expect(problemsOf(cron)).toEqual([]);
  });

  test.each([
    ['8-15', 'is no cron expression'],
    ['* 8-15 ? * MON', 'is no cron expression'],
    ['* * 8 ? * MON 2026 *', 'is no cron expression'],
    ['cron(* * 8 ? * MON)', 'must have * for the seconds, not cron(*'],
    ['0 0 8 ? * MON', 'must have * for the seconds, not 0'],
    ['* * 8 1 * MON', 'must have ? for either the day of the month or the day of the week, and say the other'],
    ['* * 8 ? * ?', 'must have ? for either the day of the month or the day of the week, and say the other'],
    ['* 60 8 ? * MON', "has '60' for the minutes, which goes from 0 to 59"],
    ['* * 24 ? * MON', "has '24' for the hours, which goes from 0 to 23"],
    ['* * 8- ? * MON', "has '8-' for the hours, which goes from 0 to 23"],
    ['* * 8-9-10 ? * MON', "has '8-9-10' for the hours, which goes from 0 to 23"],
    ['* * 8/0 ? * MON', "has '8/0' for the hours, which goes from 0 to 23"],
    ['* * 8/2/2 ? * MON', "has '8/2/2' for the hours, which goes from 0 to 23"],
    ['* * 8,,9 ? * MON', "has '' for the hours, which goes from 0 to 23"],
    ['* * ? 1 * ?', "has '?' for the hours, which goes from 0 to 23"],
    ['* * 8 32 * ?', "has '32' for the day of the month, which goes from 1 to 31"],
    ['* * 8 0 * ?', "has '0' for the day of the month, which goes from 1 to 31"],
    ['* * 8 L-31 * ?', "has 'L-31' for the day of the month, which goes from 1 to 31"],
    ['* * 8 ? 13 MON', "has '13' for the month, which goes from 1 to 12"],
    ['* * 8 ? MAI MON', "has 'MAI' for the month, which goes from 1 to 12"],
    ['* * 8 ? * 0', "has '0' for the day of the week, which goes from 1 to 7"],
    ['* * 8 ? * mon', "has 'mon' for the day of the week, which goes from 1 to 7"],
    ['* * 8 ? * MON#6', "has 'MON#6' for the day of the week, which goes from 1 to 7"],
    ['* * 8 ? * MON 1969', "has '1969' for the year, which goes from 1970 to 2199"],
  ])('is not %s', (cron, message) => {
    expect(problemsOf(cron)).toEqual([
      `environments[0].deploymentWindow.cron: ${message} (got '${cron}', allowed ${ALLOWED})`,
    ]);
  });

  test.each(['UTC', 'Europe/Berlin', 'America/Port-au-Prince', 'America/Argentina/Buenos_Aires'])(
    'may be in %s',
    (timeZone) => {
      expect(problemsOf('* * * ? * MON', timeZone)).toEqual([]);
    },
  );

  test.each(['Europe/Bonn', 'europe/berlin', 'CET', '+01:00', ''])('is not in %s', (timeZone) => {
    expect(problemsOf('* * * ? * MON', timeZone)).toEqual([
      `environments[0].deploymentWindow.timeZone: is no time zone (got '${timeZone}', allowed a name such as 'Europe/Berlin', or UTC)`,
    ]);
  });
});
