import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, type StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { AdoptProject } from '../build/adopt-project';
import { ImageProject } from '../build/image-project';
import { partOf } from '../build/part';
import { VerifyProject } from '../build/verify-project';
import { InspectProject } from '../gates/inspect-project';
import { ScanProject } from '../gates/scan-project';
import { backMergeDuty } from '../release/back-merge-line';
import { BackMergeProject } from '../release/back-merge-project';
import { buildAction } from './actions';
import type { Artifacts, StepContext } from './step-context';

/** What a pipeline does before the first environment. */
export interface BuildSteps {
  /** The projects that the pipeline starts. */
  readonly projects: readonly IProject[];
  /** @param artifacts those that the source action left, and those that are left here */
  stages(artifacts: Artifacts): StageOptions[];
}

/** @param scope the pipeline's stack; the projects are its own children */
export function buildSteps(scope: Construct, props: StepContext): BuildSteps {
  return props.source.buildsImage ? new OwnBuildSteps(scope, props) : new AdoptionSteps(scope, props);
}

/** Verify, inspect and build, side by side; then scan what was built. */
class OwnBuildSteps implements BuildSteps {
  private readonly verify: IProject;
  private readonly inspect: IProject;
  private readonly image: IProject;
  private readonly scan: IProject;
  /** In the line that releases are merged back into. */
  private readonly backMerge?: IProject;

  constructor(scope: Construct, props: StepContext) {
    const { service, source, delivery, releaseLine } = props;
    const part = partOf(service);
    const common = { ...props, cloneStatements: source.cloneStatements };
    this.verify = new VerifyProject(scope, 'Verify', {
      ...common,
      commands: service.commands,
      minimumCoverage: service.gates.coverage,
      path: part.path,
    }).project;
    this.inspect = new InspectProject(scope, 'Inspect', { ...common, part }).project;
    this.image = new ImageProject(scope, 'Image', { ...common, part }).project;
    this.scan = new ScanProject(scope, 'Scan', props).project;
    const duty = backMergeDuty(delivery, releaseLine);
    if (duty?.mode === 'check') this.backMerge = new BackMergeProject(scope, 'BackMerge', { ...props, duty }).project;
  }

  get projects(): IProject[] {
    const { verify, inspect, image, scan, backMerge } = this;
    return [verify, inspect, image, scan, ...(backMerge ? [backMerge] : [])];
  }

  stages({ source, image, scan }: Artifacts): StageOptions[] {
    const inspection = new Artifact('Inspection');
    return [
      {
        stageName: 'Build',
        actions: [
          buildAction('Verify', this.verify, [source]),
          buildAction('Inspect', this.inspect, [source], inspection),
          buildAction('Image', this.image, [source], image),
          ...(this.backMerge ? [buildAction('BackMerge', this.backMerge, [source])] : []),
        ],
      },
      { stageName: 'Scan', actions: [buildAction('Scan', this.scan, [image, inspection], scan)] },
    ];
  }
}

/** Take over what another CI has verified and built; scan it all the same. */
class AdoptionSteps implements BuildSteps {
  readonly projects: readonly IProject[];
  private readonly adopt: IProject;
  private readonly scan: IProject;

  constructor(scope: Construct, props: StepContext) {
    this.adopt = new AdoptProject(scope, 'Adopt', props).project;
    this.scan = new ScanProject(scope, 'Scan', { ...props, inspected: false }).project;
    this.projects = [this.adopt, this.scan];
  }

  stages({ source, image, scan }: Artifacts): StageOptions[] {
    return [
      { stageName: 'Build', actions: [buildAction('Adopt', this.adopt, [source], image)] },
      { stageName: 'Scan', actions: [buildAction('Scan', this.scan, [image], scan)] },
    ];
  }
}
