import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { partOf } from '../build/part';
import type { Environment } from '../config/delivery';
import { LoadTestProject } from '../validation/load-test-project';
import { ServiceTestProject } from '../validation/service-test-project';
import { isTestedIn } from '../validation/tested';
import { buildVariables } from './build-variables';
import type { Artifacts, StepContext } from './step-context';

/** What is tested after a deployment, where the configuration says so. */
export class TestSteps extends Construct {
  private readonly commands?: ServiceTestProject;
  private readonly load?: LoadTestProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly context: StepContext,
  ) {
    super(scope, id);
    const { service, source, releaseLine } = context;
    const tested = releaseLine.environments.map(({ name }) => isTestedIn(service.tests, name));
    if (tested.some(({ byCommand }) => byCommand)) {
      const { cloneStatements } = source;
      const { path } = partOf(service);
      this.commands = new ServiceTestProject(this, 'Commands', { ...context, cloneStatements, path });
    }
    if (tested.some(({ underLoad }) => underLoad)) this.load = new LoadTestProject(this, 'Load', context);
  }

  /** The projects that the pipeline starts. */
  get projects(): IProject[] {
    return [this.commands, this.load].flatMap((test) => (test ? [test.project] : []));
  }

  /** The tests in an environment: what the service does, and only then what it bears. */
  actionsIn(environment: Environment, artifacts: Artifacts, runOrder: number): IAction[] {
    const { tests } = this.context.service;
    const isStated = (test?: { readonly in: readonly string[] }) => test?.in.includes(environment.name);
    return [
      ...(isStated(tests.integration) ? [this.command('integration', environment, artifacts, runOrder)] : []),
      ...(isStated(tests.acceptance) ? [this.command('acceptance', environment, artifacts, runOrder)] : []),
      ...(isStated(tests.load) ? [this.underLoad(environment, artifacts, runOrder + 1)] : []),
    ];
  }

  private command(
    test: 'integration' | 'acceptance',
    environment: Environment,
    { source }: Artifacts,
    runOrder: number,
  ): IAction {
    return new actions.CodeBuildAction({
      actionName: test === 'integration' ? 'Integration' : 'Acceptance',
      runOrder,
      project: this.commands!.project,
      input: source,
      environmentVariables: buildVariables(this.commands!.variablesFor(environment, test)),
    });
  }

  private underLoad(environment: Environment, { image }: Artifacts, runOrder: number): IAction {
    return new actions.CodeBuildAction({
      actionName: 'Load',
      runOrder,
      project: this.load!.project,
      // It reads nothing of it; a build has to have something.
      input: image,
      environmentVariables: buildVariables(this.load!.variablesFor(environment)),
    });
  }
}
