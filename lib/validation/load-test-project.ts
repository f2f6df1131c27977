import { Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { ProgramProject } from '../build/program-project';
import type { Environment } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { LOAD_TEST_VARIABLES, type LoadPlan } from './programs/constants';
import { environmentVariables, probeRoleArn, type TestProjectProps } from './test-project';
import { isTestedIn } from './tested';

export type LoadTestProjectProps = TestProjectProps;

/** Puts a deployed service under load and holds its answers against limits; in each environment that the action names. */
export class LoadTestProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadTestProjectProps,
  ) {
    super(scope, id);
    const { delivery, service, releaseLine } = props;
    const environments = releaseLine.environments.filter(({ name }) => isTestedIn(service.tests, name).underLoad);
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'load-test',
      description: `${service.name} under load, after a deployment`,
      hasOutput: false,
      roleName: names.loadTestRoleName(delivery.name, service.name, releaseLine.name),
      statements: [
        allow(
          ['sts:AssumeRole'],
          environments.map((environment) => probeRoleArn(Stack.of(this), props, environment)),
        ),
      ],
    }).project;
  }

  /** What an action adds, to run the load test in an environment. */
  variablesFor(environment: Environment): Record<string, string> {
    const { service } = this.props;
    const { load } = service.tests;
    if (!load?.in.includes(environment.name))
      throw new Error(`${service.name} has no load test in ${environment.name}`);
    const { alarms } = service.in[environment.name]!;
    const plan: LoadPlan = {
      path: load.path,
      requestsPerSecond: load.requestsPerSecond,
      seconds: load.seconds,
      // What would roll a deployment back is too slow and too bad here as well.
      p95Milliseconds: load.p95Milliseconds ?? alarms.p99Milliseconds,
      errorPercent: load.errorPercent ?? alarms.errorPercent,
    };
    return {
      ...environmentVariables(Stack.of(this), this.props, environment),
      [LOAD_TEST_VARIABLES.plan]: JSON.stringify(plan),
    };
  }
}
