import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Result, Rule, type StageProps } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Delivery, Environment } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { formatQuestion } from './freeze';

export interface ReleaseGuardsProps {
  readonly delivery: Delivery;
  readonly pipelineName: string;
}

/**
 * What stands between a release and an environment beside the approval: the freeze switch, the deployment window, and the
 * way back when production's stage fails.
 *
 * A stage has one condition of each kind, whose rules CodePipeline starts together. The window's rule waits until it opens
 * and the others are not asked again ("DeploymentWindow" in CodePipeline's rule reference). Hence where there is an approval
 * the window closes off the approval's stage and the freeze switch opens the next: it is asked after all waiting, and a
 * rollback, which runs the environment's stage alone, does not wait for a window.
 */
export class ReleaseGuards {
  constructor(
    private readonly stack: Stack,
    private readonly props: ReleaseGuardsProps,
  ) {}

  /** For the stage that deploys to an environment. */
  stageOptions(environment: Environment): Pick<StageProps, 'beforeEntry' | 'onFailure'> {
    const rules = [this.freeze(environment), ...(environment.approval ? [] : window(environment))];
    return {
      // A stage that was not entered can be run again, once the switch is off.
      beforeEntry: { conditions: [{ result: Result.FAIL, rules }] },
      // Whatever failed in the stage, its tests too. After a deployment that was taken back, this deploys once more what
      // runs already, with today's configuration, and alarms judge it again. The first release has nothing to go back to, and stays as failed as it is.
      ...(environment.production && { onFailure: { result: Result.ROLLBACK } }),
    };
  }

  /** For the stage with the approval of releases into an environment. */
  approvalStageOptions(environment: Environment): Pick<StageProps, 'onSuccess'> {
    const rules = window(environment);
    return rules.length === 0 ? {} : { onSuccess: { conditions: [{ result: Result.FAIL, rules }] } };
  }

  /** What the pipeline's role does for the rules above. */
  statements(): PolicyStatement[] {
    const asked = this.stack.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: names.freezeFunctionName(this.props.delivery.name),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return [allow(['lambda:InvokeFunction'], [asked])];
  }

  private freeze({ name }: Environment): Rule {
    return new Rule({
      name: `Freeze-${name}`,
      provider: 'LambdaInvoke',
      version: '1',
      configuration: {
        FunctionName: names.freezeFunctionName(this.props.delivery.name),
        UserParameters: formatQuestion({
          environment: name,
          pipeline: this.props.pipelineName,
          executionId: '#{codepipeline.PipelineExecutionId}',
        }),
      },
    });
  }
}

/** Waits until the time is in the window. */
function window({ name, deploymentWindow }: Environment): Rule[] {
  if (!deploymentWindow) return [];
  const { cron, timeZone } = deploymentWindow;
  const configuration = { Cron: cron, TimeZone: timeZone };
  return [new Rule({ name: `Window-${name}`, provider: 'DeploymentWindow', version: '1', configuration })];
}
