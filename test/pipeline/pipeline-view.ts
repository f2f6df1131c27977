import type { Template } from 'aws-cdk-lib/assertions';
import type { Delivery } from '../../lib/config/delivery';
import type { Properties } from '../support/template';
import { evaluated, only, templateOf } from '../support/templates';

/** The one pipeline of a stack, as CodePipeline gets it. */
export class PipelineView {
  readonly template: Template;
  readonly properties: Properties;
  readonly stages: readonly Properties[];

  /** @param stackName without the delivery's name, such as `toolchain-web-main-pipeline` */
  constructor(delivery: Delivery, stackName: string) {
    this.template = templateOf(delivery, stackName);
    this.properties = evaluated(delivery, stackName, only(this.template, 'AWS::CodePipeline::Pipeline').Properties);
    this.stages = this.properties['Stages'];
  }

  /** The names of the stages, in their order. */
  get order(): string[] {
    return this.stages.map(({ Name }) => Name);
  }

  stage(name: string): Properties {
    const found = this.stages.find(({ Name }) => Name === name);
    if (!found) throw new Error(`No stage ${name} in ${this.order}`);
    return found;
  }

  /** The actions of a stage: `1 Render`, `2 Deploy`. */
  orderIn(stage: string): string[] {
    return this.stage(stage)['Actions'].map(({ Name, RunOrder }: Properties) => `${RunOrder} ${Name}`);
  }

  action(stage: string, name: string): Properties {
    const found = this.stage(stage)['Actions'].find(({ Name }: Properties) => Name === name);
    if (!found) throw new Error(`No action ${name} in ${this.orderIn(stage)}`);
    return found;
  }

  /** The names of what an action takes. */
  inputsOf(stage: string, name: string): string[] {
    return artifactNames(this.action(stage, name)['InputArtifacts']);
  }

  /** The names of what an action leaves. */
  outputsOf(stage: string, name: string): string[] {
    return artifactNames(this.action(stage, name)['OutputArtifacts']);
  }

  /** The variables that an action gives to its build. */
  variablesOf(stage: string, name: string): Record<string, string> {
    const variables: Properties[] = JSON.parse(this.action(stage, name)['Configuration'].EnvironmentVariables);
    return Object.fromEntries(variables.map((variable) => [variable['name'], variable['value']]));
  }

  /** The rules of the conditions of a stage, by the kind of the condition. */
  rulesOf(stage: string): Record<string, readonly string[]> {
    const { BeforeEntry, OnSuccess, OnFailure } = this.stage(stage);
    const kinds: Record<string, Properties | undefined> = { BeforeEntry, OnSuccess, OnFailure };
    return Object.fromEntries(
      Object.entries(kinds).flatMap(([kind, conditions]) =>
        conditions?.['Conditions']
          ? [[kind, conditions['Conditions'].flatMap(({ Rules }: Properties) => Rules.map(ruleName))]]
          : [],
      ),
    );
  }

  /** The names of all projects of the stack. */
  get projects(): string[] {
    return Object.values(this.template.findResources('AWS::CodeBuild::Project'))
      .map(({ Properties }) => Properties.Name)
      .sort();
  }
}

const artifactNames = (artifacts: readonly Properties[] = []): string[] => artifacts.map(({ Name }) => Name);
const ruleName = ({ Name }: Properties): string => Name;
