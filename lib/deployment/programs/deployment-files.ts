import { toJson } from '../../build/programs/files';
import type { ReleaseManifest } from '../release-manifest';
import { renderAppSpec } from './app-spec';
import { APP_SPEC_FILE, SERVICE_UPDATE_FILE, TASK_DEFINITION_FILE } from './constants';
import { serviceUpdate } from './service-update';
import type { RenderedTaskDefinition } from './task-definition';

/** The files of one deployment, for the controller that the manifest is about. */
export function deploymentFiles(
  manifest: ReleaseManifest,
  taskDefinition: RenderedTaskDefinition,
): Readonly<Record<string, string>> {
  return {
    [TASK_DEFINITION_FILE]: toJson(taskDefinition),
    ...(manifest.native
      ? { [SERVICE_UPDATE_FILE]: toJson(serviceUpdate(manifest, manifest.native)) }
      : { [APP_SPEC_FILE]: renderAppSpec(manifest) }),
  };
}
