import { rmSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DeliveryInput } from '../../lib/config/input';
import { NetworkStack } from '../../lib/network/network-stack';
import { EnvironmentIncidentsStack } from '../../lib/runbooks/environment-incidents-stack';
import { newApp } from '../support/app';
import { onEks, type Writable } from '../support/configs';
import { shop, TOOLS } from '../support/templates';

/** What an environment has for incidents, and what cdk-nag finds there that nobody has acknowledged. */
function incidentsOf(change: (input: Writable<DeliveryInput>) => void) {
  const delivery = shop((input) => {
    input.tools = TOOLS;
    change(input);
  });
  const environment = delivery.environments[0]!;
  const env = { account: environment.account, region: environment.region };
  const app = newApp();
  try {
    const { vpc } = new NetworkStack(app, 'network', { env, environment });
    const stack = new EnvironmentIncidentsStack(app, 'incidents', { env, delivery, environment, vpc });
    const silenced = stack.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata.flatMap(({ data }) => Object.keys(Object(data)).map((id) => `${id} ${node.path}`)),
      );
    const open = new AwsSolutionsChecks(app)
      .validateScope(stack)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `AwsSolutions::${ruleName} ${constructPath}`),
      )
      .filter((finding) => !silenced.some((one) => finding.startsWith(one)));
    return { template: Template.fromStack(stack), open };
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}

const withAll = (input: Writable<DeliveryInput>) => {
  input.services[0]!.table = { partitionKey: 'id' };
  input.environments[0]!.faultInjection = true;
};

test('an environment beside the tools has runbooks and a game day, and forwards nothing', () => {
  const { template } = incidentsOf(withAll);
  template.resourceCountIs('AWS::SSM::Document', 3);
  template.resourceCountIs('AWS::FIS::ExperimentTemplate', 3);
  template.resourceCountIs('AWS::Events::Rule', 0);
});

test('one elsewhere forwards its events as well', () => {
  const { template } = incidentsOf((input) => {
    input.environments[0]!.account = '222222222222';
    input.environments[0]!.region = 'eu-central-1';
  });
  expect(Object.keys(template.findResources('AWS::Events::Rule')).length).toBeGreaterThan(0);
});

test('production has runbooks and no game day', () => {
  const { template } = incidentsOf((input) => {
    input.environments[0]!.production = true;
  });
  template.resourceCountIs('AWS::SSM::Document', 3);
  template.resourceCountIs('AWS::FIS::ExperimentTemplate', 0);
});

test.each<[string, (input: Writable<DeliveryInput>) => void]>([
  ['on ECS', withAll],
  ['on EKS', onEks],
  [
    'on both',
    (input) => {
      input.services.push({ ...input.services[0]!, name: 'orders', listenerPort: 8081 });
      withAll(input);
      onEks(input);
    },
  ],
])('the findings of cdk-nag are acknowledged one by one: services %s', (_, change) => {
  expect(incidentsOf(change).open).toEqual([]);
});
