import { rmSync } from 'node:fs';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { InfrastructurePipelineStack } from '../../lib/infrastructure/infrastructure-pipeline-stack';
import { newApp } from '../support/app';
import type { Writable } from '../support/configs';
import { evaluator } from '../support/intrinsics';
import { asList, type Properties } from '../support/template';
import { type PolicyStatement, shop, TOOLS } from '../support/templates';

export const NAME = 'shop-toolchain-infrastructure';
export const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/artifacts';

/** The delivery `shop` with dev, and with prod in two regions of an account of their own, deployed by its own pipeline. */
export function deployed(change: (input: Writable<DeliveryInput>) => void = () => {}): Delivery {
  return shop((input) => {
    input.tools = TOOLS;
    input.infrastructure = {};
    input.environments.push(
      { name: 'prod', account: '444444444444', production: true, network: { cidr: '10.1.0.0/16' } },
      {
        name: 'prod-us',
        account: '444444444444',
        region: 'us-east-1',
        production: true,
        network: { cidr: '10.2.0.0/16' },
      },
    );
    change(input);
  });
}

/** The stack by itself, with its values evaluated. */
export class PipelineUnderTest {
  readonly template: Template;
  readonly findings: readonly string[];
  private readonly raw: Properties;

  constructor(readonly delivery: Delivery) {
    const app: App = newApp();
    const toolchain = new Construct(app, 'shop-toolchain');
    const { infrastructure } = delivery;
    const stack = new InfrastructurePipelineStack(toolchain, 'infrastructure', {
      stackName: NAME,
      env: { ...delivery.tools },
      delivery,
      infrastructure: infrastructure!,
      key: kms.Key.fromKeyArn(new Stack(app, 'keys'), 'Key', KEY_ARN),
      toolchainPath: toolchain.node.path,
      base: ['shop-toolchain/artifacts', 'shop-toolchain/source'],
      environmentPaths: Object.fromEntries(delivery.environments.map(({ name }) => [name, `shop-${name}`])),
    });
    this.template = Template.fromStack(stack);
    this.raw = this.template.toJSON();
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const silenced = acknowledged(app);
    this.findings = violations
      .flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      )
      .filter((finding) => !silenced.some((one) => finding.startsWith(one)));
    rmSync(app.outdir, { recursive: true });
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
  evaluated(value: unknown): any {
    const stack = { name: NAME, ...this.delivery.tools, template: this.raw as never };
    return evaluator([stack])(stack, value);
  }

  get pipeline(): Properties {
    const [pipeline] = Object.values(this.template.findResources('AWS::CodePipeline::Pipeline'));
    return this.evaluated(pipeline!['Properties']);
  }

  stage(name: string): Properties {
    return this.pipeline['Stages'].find((stage: Properties) => stage['Name'] === name);
  }

  /** What the role of one project may do, by the end of the project's name. */
  allowed(project: string): readonly PolicyStatement[] {
    const [found] = Object.values(
      this.template.findResources('AWS::CodeBuild::Project', {
        Properties: { Name: `shop-infrastructure-${project}` },
      }),
    );
    return this.allowedTo(found!['Properties'].ServiceRole['Fn::GetAtt'][0]);
  }

  allowedTo(role: string): readonly PolicyStatement[] {
    return Object.values(this.template.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => Properties.Roles.some((one: Properties) => one['Ref'] === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map((statement: Properties) => this.evaluated(statement))
      .map(({ Action, Resource, Condition }) => ({
        actions: asList<string>(Action),
        resources: asList<string>(Resource),
        ...(Condition && { conditions: Condition }),
      }));
  }
}

function acknowledged(app: App): readonly string[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata.flatMap(({ data }) =>
      Object.keys(Object(data))
        .filter((id) => id.startsWith('AwsSolutions::'))
        .map((id) => `${id.slice('AwsSolutions::'.length)} ${node.path}`),
    ),
  );
}
