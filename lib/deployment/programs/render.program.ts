/**
 * Renders what whoever deploys gets: the environment's current task definition with the built image, and an AppSpec file
 * for CodeDeploy or an update of the service for ECS; on EKS what the chart is rendered with.
 */
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECSClient, type ECSClientConfig } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { IMAGE_DETAIL_FILE, IMAGE_FILE, type ImagePlatform } from '../../build/programs/constants';
import { readArtifactFile, writeFiles } from '../../build/programs/files';
import { imageUri, parseImageDetail, parseImagePlatform } from '../../build/programs/image-uri';
import { readVariables, runProgram } from '../../build/programs/program';
import { ANNOUNCE_ATTEMPTS, announce } from '../../delivery-events/announce';
import * as names from '../../shared/names';
import { AT_ONCE, describeShift } from '../../shared/traffic-shift';
import { type EcsRelease, parseReleaseManifest } from '../release-manifest';
import { RENDER_VARIABLES } from './constants';
import { readDeployedRecord } from './deployed-parameter';
import { deploymentFiles, rolloutFiles } from './deployment-files';
import { type DeploymentGroup, setAlarms } from './deployment-group';
import { assumeRole, readParameter, readTaskDefinition } from './environment-account';
import { preparedRelease } from './prepared-release';
import { isRollback } from './rollback';
import { requireArchitecture } from './rollout-release';
import { sessionName } from './session';
import { renderTaskDefinition, requirePlatform, requirePort } from './task-definition';

runProgram(async (environment) => {
  const variables = readVariables(environment, RENDER_VARIABLES);
  const image = imageUri(parseImageDetail(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE)));

  const platform = parseImagePlatform(await readArtifactFile(variables.imageDirectory, IMAGE_FILE));
  const rollback = await isRollback(new CodePipelineClient({}), variables.pipelineName, variables.environmentName);

  // STS in the pipeline's own region: the environment's may be one that this account has not opted in to.
  const credentials = await assumeRole(new STSClient({}), variables.deployRoleArn, sessionName(variables.executionId));
  const client = { region: variables.region, credentials };
  const manifest = parseReleaseManifest(await readParameter(new SSMClient(client), variables.releaseParameter));
  if (manifest.platform === 'eks') {
    requireArchitecture(manifest, platform);
    await writeFiles(variables.outputDirectory, rolloutFiles(manifest, image, rollback));
    // Names only: variables are nobody's business in a build log.
    console.log(`service:         ${manifest.values.service}, port ${manifest.values.port}`);
    console.log(`image:           ${image}`);
  } else {
    const path = [variables.deliveryName, variables.environmentName, variables.serviceName] as const;
    await renderForEcs(manifest, {
      ...{ image, platform, client, rollback },
      outputDirectory: variables.outputDirectory,
      group: {
        applicationName: names.codeDeployApplicationName(...path),
        deploymentGroupName: names.deploymentGroupName(...path),
      },
    });
  }
  // CodeDeploy takes the steps of the deployment group for a rollback, too.
  const isAtOnce = rollback && (manifest.platform === 'eks' || manifest.native !== undefined);
  if (rollback) console.log('a rollback:      no alarm judges it');

  // Both under the build's own role: the environment's account knows nothing of records.
  await announce(new EventBridgeClient({ maxAttempts: ANNOUNCE_ATTEMPTS }), variables.deliveryName, async () =>
    preparedRelease(
      { ...variables, ...(isAtOnce && atOnce()) },
      await readDeployedRecord(new SSMClient({}), variables.deployedParameter),
      new Date(),
    ),
  );
});

/** As the variables say how traffic moves. */
function atOnce() {
  return { strategy: describeShift(AT_ONCE.strategy), bakeMinutes: String(AT_ONCE.bakeMinutes) };
}

interface EcsRendering {
  readonly image: string;
  readonly platform: ImagePlatform;
  /** Of the environment's account. */
  readonly client: ECSClientConfig;
  readonly rollback: boolean;
  readonly outputDirectory: string;
  /** Where CodeDeploy deploys. */
  readonly group: DeploymentGroup;
}

async function renderForEcs(manifest: EcsRelease, rendering: EcsRendering) {
  const { image, platform, client, rollback, outputDirectory, group } = rendering;
  const current = await readTaskDefinition(new ECSClient(client), manifest.taskDefinition);
  const taskDefinition = renderTaskDefinition(current, manifest.container, image);
  requirePort(taskDefinition, manifest.container, manifest.port);
  requirePlatform(taskDefinition, platform);
  if (!manifest.native) await setAlarms(new CodeDeployClient(client), group, !rollback);
  await writeFiles(outputDirectory, deploymentFiles(manifest, taskDefinition, rollback));
  // Names only: a task definition's variables are nobody's business in a build log.
  console.log(`task definition: ${manifest.taskDefinition}`);
  console.log(`container:       ${manifest.container}, port ${manifest.port}`);
  console.log(`image:           ${image}`);
}
