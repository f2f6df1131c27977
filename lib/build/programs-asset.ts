import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { allow } from '../shared/allow';
import { PROGRAMS_DIRECTORY, TOOLS_FOLDER } from './constants';

const LIB = join(__dirname, '..');

/** Where the programs' sources are, under the name that a build runs them by. */
const PROGRAMS = {
  image: join(LIB, 'build/programs/image.program.ts'),
  'adopt-image': join(LIB, 'build/programs/adopt-image.program.ts'),
  coverage: join(LIB, 'build/programs/coverage.program.ts'),
  inspect: join(LIB, 'gates/programs/inspect.program.ts'),
  scan: join(LIB, 'gates/programs/scan.program.ts'),
  render: join(LIB, 'deployment/programs/render.program.ts'),
  deploy: join(LIB, 'deployment/programs/deploy.program.ts'),
  rollout: join(LIB, 'deployment/programs/rollout.program.ts'),
  record: join(LIB, 'deployment/programs/record.program.ts'),
  notes: join(LIB, 'release/programs/notes.program.ts'),
  'back-merge': join(LIB, 'release/programs/back-merge.program.ts'),
  'service-test': join(LIB, 'validation/programs/service-test.program.ts'),
  'load-test': join(LIB, 'validation/programs/load-test.program.ts'),
  diff: join(LIB, 'infrastructure/programs/diff.program.ts'),
  bake: join(LIB, 'infrastructure/programs/bake.program.ts'),
};

export type ProgramName = keyof typeof PROGRAMS;

/** What the gates' tools are installed from. */
const TOOLS = join(LIB, 'gates/tools');

/**
 * The programs that CodeBuild runs, each bundled into one file with all that it needs but Node, and beside them the lock file
 * and the settings of the gates' tools.
 */
export class ProgramsAsset extends Asset {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      path: LIB,
      // A change of a construct beside a program changes no program.
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Never pulled, as the local way below always works.
        image: DockerImage.fromRegistry('scratch'),
        local: { tryBundle: bundlePrograms },
      },
    });
  }

  /** The commands of a build that fetch the programs; it needs {@link variables} and {@link statements}. */
  get commands(): string[] {
    return [
      `mkdir -p ${PROGRAMS_DIRECTORY}`,
      `aws s3 cp --only-show-errors "$SLIPWAY_PROGRAMS" ${PROGRAMS_DIRECTORY}.zip`,
      `unzip -q -o ${PROGRAMS_DIRECTORY}.zip -d ${PROGRAMS_DIRECTORY}`,
    ];
  }

  get variables(): Record<string, string> {
    return { SLIPWAY_PROGRAMS: this.s3ObjectUrl };
  }

  /** This very object; the asset's own grant would open the whole bucket. */
  get statements(): iam.PolicyStatement[] {
    const object = `arn:${Stack.of(this).partition}:s3:::${this.s3BucketName}/${this.s3ObjectKey}`;
    return [allow(['s3:GetObject'], [object])];
  }
}

/** Writes what ships into a directory. */
export function bundlePrograms(outdir: string): boolean {
  buildSync({
    entryPoints: PROGRAMS,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'error',
  });
  cpSync(TOOLS, join(outdir, TOOLS_FOLDER), { recursive: true, filter: (path) => !path.includes('node_modules') });
  return true;
}
