import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BuildContext } from '../build/build-project';
import { OUTPUT_DIRECTORY, PROGRAMS_DIRECTORY, TOOLS_FOLDER } from '../build/constants';
import { ProgramProject } from '../build/program-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { RepositoryPart, Service } from '../config/delivery';
import { REPORTS_DIRECTORY } from './constants';
import { GATES_REPORT, INSPECT_VARIABLES, INSPECTION_ARTIFACT } from './programs/constants';

export interface InspectProjectProps extends BuildContext {
  readonly service: Service;
  /** What cloning takes: the source action hands over a reference, and the build clones by itself. */
  readonly cloneStatements: readonly iam.PolicyStatement[];
  /** What of the repository goes into the image. */
  readonly part: RepositoryPart;
  /** Only its name is read: base images may come from the same registry. */
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
  /** For a build without a pipeline, which leaves no artifact. @default - the pipeline hands the code over */
  readonly checkout?: codebuild.ISource;
}

/** Where a build puts the tools of the gates. */
const TOOLS_DIRECTORY = `${PROGRAMS_DIRECTORY}/${TOOLS_FOLDER}`;

/**
 * The gates of a source: secrets, Dockerfile, SBOM, dependencies and static analysis. It leaves the SBOM and a summary for
 * {@link ScanProject}.
 */
export class InspectProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(scope: Construct, id: string, props: InspectProjectProps) {
    super(scope, id);
    const { service, part, images } = props;
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'inspect',
      description: 'Gates of the source: secrets, Dockerfile, SBOM, dependencies, static analysis',
      hasOutput: props.checkout === undefined,
      // As a team's own analysis runs here: what another action has left, such as the image, is not to be written over.
      artifactName: INSPECTION_ARTIFACT,
      statements: props.cloneStatements,
      // The lock file's hashes say what is installed; nothing of it is run on the way.
      installCommands: [`npm ci --ignore-scripts --no-audit --no-fund --prefix ${TOOLS_DIRECTORY}`],
      reports: { gates: `${REPORTS_DIRECTORY}/${GATES_REPORT}` },
      variables: {
        [INSPECT_VARIABLES.gates]: JSON.stringify(service.gates),
        [INSPECT_VARIABLES.ownRegistry]: images.registryUri,
        [INSPECT_VARIABLES.sourcePath]: part.path,
        [INSPECT_VARIABLES.sharedPaths]: JSON.stringify(part.sharedPaths),
        [INSPECT_VARIABLES.toolsDirectory]: TOOLS_DIRECTORY,
        [INSPECT_VARIABLES.outputDirectory]: OUTPUT_DIRECTORY,
        [INSPECT_VARIABLES.reportsDirectory]: REPORTS_DIRECTORY,
        ...(service.commands.analyze !== undefined && {
          [INSPECT_VARIABLES.installCommand]: service.commands.install,
          [INSPECT_VARIABLES.analyzeCommand]: service.commands.analyze,
        }),
      },
    }).project;
  }
}
