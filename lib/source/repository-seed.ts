import { join } from 'node:path';
import { AssetHashType, DockerImage, FileSystem, IgnoreMode } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { SEED_EXCLUDES } from './constants';

/** A directory, and where it is in the repository. */
export interface SeedPart {
  /** Absolute. */
  readonly directory: string;
  /** `.` for the top. */
  readonly path: string;
}

/** The files of a repository's first commit. What services share besides their directories is the team's to add. */
export class RepositorySeed extends Asset {
  constructor(scope: Construct, id: string, parts: readonly SeedPart[]) {
    const [first] = parts;
    if (parts.length === 1 && first!.path === '.') {
      super(scope, id, { path: first!.directory, exclude: SEED_EXCLUDES, ignoreMode: IgnoreMode.GIT });
      return;
    }
    super(scope, id, {
      path: first!.directory,
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Never pulled, as the local way below always works.
        image: DockerImage.fromRegistry('scratch'),
        // Tells this seed from others, as CDK keeps the result for equal options.
        command: [JSON.stringify(parts)],
        local: {
          tryBundle: (outdir) => {
            for (const { directory, path } of parts) {
              FileSystem.copyDirectory(directory, join(outdir, path), {
                exclude: SEED_EXCLUDES,
                ignoreMode: IgnoreMode.GIT,
              });
            }
            return true;
          },
        },
      },
    });
  }
}
