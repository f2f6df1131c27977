/** Waits after a region of production and stops the others if an alarm rings meanwhile. */
import { setTimeout } from 'node:timers/promises';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { STSClient } from '@aws-sdk/client-sts';
import { attempt } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { assumeRole } from '../../deployment/programs/environment-account';
import { sessionName } from '../../deployment/programs/session';
import { bake, parseMinutes } from './bake';
import { BAKE_VARIABLES } from './constants';

runProgram(async (environment) => {
  const { alarmPrefix, ...variables } = readVariables(environment, BAKE_VARIABLES, { executionId: '' });
  const minutes = parseMinutes(variables.minutes);
  await bake(minutes, {
    ringing: () =>
      attempt(`read the alarms ${alarmPrefix}*`, async () => {
        // Each time anew: a session is shorter than a bake.
        const role = variables.lookupRoleArn;
        const credentials = await assumeRole(new STSClient({}), role, sessionName(variables.executionId));
        const client = new CloudWatchClient({ region: variables.region, credentials });
        const asked = { AlarmNamePrefix: alarmPrefix, StateValue: 'ALARM' as const };
        const names: string[] = [];
        for await (const page of paginateDescribeAlarms({ client }, asked)) {
          names.push(...(page.MetricAlarms ?? []).flatMap(({ AlarmName: name }) => name ?? []));
        }
        return names;
      }),
    pause: (seconds) => setTimeout(seconds * 1000),
  });
  console.log(`no alarm ${alarmPrefix}* in ${minutes} minutes`);
});
