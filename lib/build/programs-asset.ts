import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

const LIB = join(__dirname, '..');

/** Where the programs' sources are, under the name that a build runs them by. */
const PROGRAMS = {
  image: join(LIB, 'build/programs/image.program.ts'),
  render: join(LIB, 'deployment/programs/render.program.ts'),
  record: join(LIB, 'deployment/programs/record.program.ts'),
};

export type ProgramName = keyof typeof PROGRAMS;

/** The programs that CodeBuild runs, each bundled into one file with all that it needs but Node. */
export class ProgramsAsset extends Asset {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      path: LIB,
      // A change of a construct beside a program changes no program.
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Never pulled, as the local way below always works.
        image: DockerImage.fromRegistry('scratch'),
        local: { tryBundle: bundleInto },
      },
    });
  }
}

function bundleInto(outdir: string): boolean {
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
  return true;
}
