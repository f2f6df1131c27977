import { Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ProgramProject } from '../build/program-project';
import type { Environment } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { SERVICE_TEST_VARIABLES } from './programs/constants';
import { environmentVariables, probeRoleArn, type TestProjectProps } from './test-project';
import { isTestedIn } from './tested';

export interface ServiceTestProjectProps extends TestProjectProps {
  /** What cloning takes: the source action hands over a reference, and the build clones by itself. */
  readonly cloneStatements: readonly iam.PolicyStatement[];
  /** The service's own directory in the repository, in which the commands run. @default - the top */
  readonly path?: string;
}

/**
 * Runs a team's tests against the deployed service, in the service's directory; they find it at `BASE_URL`. One project for
 * integration and acceptance tests in all environments of a release line: the action says which.
 */
export class ServiceTestProject extends Construct {
  readonly project: codebuild.IProject;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceTestProjectProps,
  ) {
    super(scope, id);
    const { delivery, service, releaseLine, path = '.' } = props;
    const environments = releaseLine.environments.filter(({ name }) => isTestedIn(service.tests, name).byCommand);
    this.project = new ProgramProject(this, 'Program', {
      ...props,
      program: 'service-test',
      description: `Tests of ${service.name} after a deployment, with its own commands`,
      hasOutput: false,
      roleName: names.testRoleName(delivery.name, service.name, releaseLine.name),
      statements: [
        ...props.cloneStatements,
        allow(
          ['sts:AssumeRole'],
          environments.map((environment) => probeRoleArn(Stack.of(this), props, environment)),
        ),
      ],
      variables: {
        [SERVICE_TEST_VARIABLES.sourcePath]: path,
        [SERVICE_TEST_VARIABLES.installCommand]: service.commands.install,
      },
    }).project;
  }

  /** What an action adds, to run a test in an environment. */
  variablesFor(environment: Environment, test: 'integration' | 'acceptance'): Record<string, string> {
    const { service } = this.props;
    const stated = service.tests[test];
    if (!stated?.in.includes(environment.name)) {
      throw new Error(`${service.name} has no ${test} test in ${environment.name}`);
    }
    return {
      ...environmentVariables(Stack.of(this), this.props, environment),
      [SERVICE_TEST_VARIABLES.testCommand]: stated.command,
    };
  }
}
