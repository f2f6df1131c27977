import { rmSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { gitflow } from '../../lib/config/words';
import { newApp } from '../support/app';
import { smallDelivery, type Writable } from '../support/configs';
import { resolved, SERVICE_DIRECTORY } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { asList, type Properties, type SynthesizedStack } from '../support/template';
import { TOOLS } from '../support/templates';

/** The delivery `shop` with dev, test, prod and the service `web`, changed. */
export function shopToProduction(change: (delivery: Writable<DeliveryInput>) => void = () => {}): Delivery {
  return resolved(
    smallDelivery(SERVICE_DIRECTORY, (delivery) => {
      delivery.tools = TOOLS;
      delivery.branching = structuredClone(gitflow()) as Writable<ReturnType<typeof gitflow>>;
      delivery.environments = ['dev', 'test', 'prod'].map((name, index) => ({
        name,
        production: name === 'prod',
        network: { cidr: `10.${index}.0.0/16` },
      }));
      change(delivery);
    }) as DeliveryInput,
  );
}

/** A stack of the tools account with nothing but what a test puts into it. */
export class TestStack {
  readonly template: Template;
  /** What cdk-nag finds, without regard to what is acknowledged. */
  readonly findings: readonly { readonly rule: string; readonly path: string }[];
  private readonly synthesized: SynthesizedStack;

  constructor(fill: (stack: Stack) => void) {
    const app = newApp();
    try {
      const stack = new Stack(app, 'Test', { env: TOOLS });
      fill(stack);
      this.findings = new AwsSolutionsChecks(app)
        .validateScope(app)
        .violations.flatMap(({ ruleName, violatingResources }) =>
          violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath! })),
        );
      const { template } = app.synth().getStackByName(stack.stackName);
      this.template = Template.fromJSON(structuredClone(template));
      this.synthesized = { name: stack.stackName, ...TOOLS, template };
    } finally {
      rmSync(app.outdir, { recursive: true });
    }
  }

  /** A value of the template with its intrinsic functions evaluated. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
  evaluated(value: unknown): any {
    return evaluator([this.synthesized])(this.synthesized, value);
  }

  /** What the policies allow whose logical id starts so, one statement a line: `action on resource`. */
  allowed(policyId: string): string[] {
    const policies = Object.entries(this.template.findResources('AWS::IAM::Policy'));
    const found = policies.filter(([id]) => id.startsWith(policyId));
    if (found.length !== 1) throw new Error(`${found.length} policies with an id that starts with ${policyId}`);
    const statements: Properties[] = this.evaluated(found[0]![1]['Properties'].PolicyDocument.Statement);
    return statements.flatMap(({ Action, Resource }) =>
      asList<string>(Resource).flatMap((resource) =>
        asList<string>(Action).map((action) => `${action} on ${resource}`),
      ),
    );
  }
}
