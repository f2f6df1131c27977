import {
  type CodeDeployClient,
  GetDeploymentGroupCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { attempt } from '../../build/programs/problem';

/** A deployment group, by the names that CodeDeploy has for it. */
export interface DeploymentGroup {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
}

/**
 * Has the alarms of a group stop its deployments, or not. CodeDeploy asks the group and not the deployment, and CodePipeline's
 * action cannot say otherwise; so it stays like this until the next release is rendered, and matters to nobody until then.
 */
export async function setAlarms(client: CodeDeployClient, group: DeploymentGroup, enabled: boolean): Promise<void> {
  const what = `the deployment group ${group.deploymentGroupName}`;
  const { deploymentGroupInfo } = await attempt(`read ${what}`, () =>
    client.send(new GetDeploymentGroupCommand(group)),
  );
  const { alarmConfiguration } = deploymentGroupInfo ?? {};
  if (!alarmConfiguration?.alarms?.length || alarmConfiguration.enabled === enabled) return;
  await attempt(`turn the alarms of ${what} ${enabled ? 'on' : 'off'}`, () =>
    client.send(
      new UpdateDeploymentGroupCommand({
        applicationName: group.applicationName,
        currentDeploymentGroupName: group.deploymentGroupName,
        alarmConfiguration: { ...alarmConfiguration, enabled },
      }),
    ),
  );
}
