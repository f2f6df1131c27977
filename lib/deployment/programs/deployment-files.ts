import { toJson } from '../../build/programs/files';
import type { EcsRelease, EksRelease } from '../release-manifest';
import { renderAppSpec } from './app-spec';
import { APP_SPEC_FILE, ROLLOUT_FILE, SERVICE_UPDATE_FILE, TASK_DEFINITION_FILE } from './constants';
import { rolloutRelease } from './rollout-release';
import { serviceUpdate } from './service-update';
import type { RenderedTaskDefinition } from './task-definition';

/** The files of one deployment on ECS, for the controller that the manifest is about. @param rollback see `isRollback` */
export function deploymentFiles(
  manifest: EcsRelease,
  taskDefinition: RenderedTaskDefinition,
  rollback: boolean,
): Readonly<Record<string, string>> {
  return {
    [TASK_DEFINITION_FILE]: toJson(taskDefinition),
    ...(manifest.native
      ? { [SERVICE_UPDATE_FILE]: toJson(serviceUpdate(manifest, manifest.native, rollback)) }
      : { [APP_SPEC_FILE]: renderAppSpec(manifest) }),
  };
}

/** The one file of a deployment on EKS. @param image pinned by its digest @param rollback see `isRollback` */
export function rolloutFiles(manifest: EksRelease, image: string, rollback: boolean): Readonly<Record<string, string>> {
  return { [ROLLOUT_FILE]: toJson(rolloutRelease(manifest, image, rollback)) };
}
