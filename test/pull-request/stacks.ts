import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Delivery } from '../../lib/config/delivery';
import { ChecksStack } from '../../lib/pull-request/checks-stack';
import { PullRequestStack } from '../../lib/pull-request/pull-request-stack';
import { codeCommitServices } from '../../lib/pull-request/repositories';
import { newApp } from '../support/app';
import { evaluator } from '../support/intrinsics';
import { asList, type Properties } from '../support/template';
import { TOOLS } from '../support/templates';

/** A stack's template, with its intrinsic functions evaluated as far as that can be done without AWS. */
export class Synthesized {
  readonly template: Template;
  private readonly evaluate: (value: unknown) => unknown;

  constructor(build: (app: App) => Stack) {
    const outdir = mkdtempSync(join(tmpdir(), 'slipway-synth-'));
    try {
      const app = newApp(outdir);
      const { stackName, artifactId } = build(app);
      const { template } = app.synth().getStackArtifact(artifactId);
      const stack = { name: stackName, ...TOOLS, template };
      this.template = Template.fromJSON(template);
      this.evaluate = (value) => evaluator([stack])(stack, value);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  /** The properties of all resources of a type, by logical id. */
  all(type: string): Record<string, Properties> {
    return Object.fromEntries(
      Object.entries(this.template.findResources(type)).map(([id, resource]) => [
        id,
        this.evaluate(resource['Properties']) as Properties,
      ]),
    );
  }

  /** The statements of inline and managed policies whose logical id starts so, by action. */
  allowed(start: string): Record<string, readonly string[]> {
    const policies = { ...this.all('AWS::IAM::Policy'), ...this.all('AWS::IAM::ManagedPolicy') };
    const found: Record<string, string[]> = {};
    for (const [id, { PolicyDocument }] of Object.entries(policies)) {
      if (!id.startsWith(start)) continue;
      for (const { Effect, Action, Resource } of PolicyDocument.Statement) {
        if (Effect !== 'Allow') throw new Error(`${id}: a statement that denies`);
        for (const action of asList<string>(Action)) {
          found[action] = [...(found[action] ?? []), ...asList<string>(Resource)];
        }
      }
    }
    return found;
  }
}

export function pullRequestStack(delivery: Delivery): Synthesized {
  return new Synthesized((app) => new PullRequestStack(app, 'pull-requests', { env: TOOLS, delivery }));
}

/** The checks of the delivery's first service. */
export function checksStack(delivery: Delivery): Synthesized {
  return new Synthesized((app) => {
    const key = Key.fromKeyArn(
      new Stack(app, 'artifacts'),
      'Key',
      `arn:aws:kms:${TOOLS.region}:${TOOLS.account}:key/1`,
    );
    return new ChecksStack(app, 'checks', {
      env: TOOLS,
      delivery,
      service: codeCommitServices(delivery)[0]!,
      key,
    });
  });
}
