import { changesBetween } from '../../../lib/cloudformation/changes';
import { deliveryOf, type Edit, edited } from '../../../lib/comparison/configuration';
import { ConfigurationError } from '../../../lib/config/problem';
import type { Exercise, Surroundings } from './exercise';

/** What the checks of a synth say of a configuration with edits. */
function problemsOf({ project, read }: Surroundings, file: string, edits: readonly Edit[]): readonly string[] {
  try {
    deliveryOf(edited(read(file), edits), file, project);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n');
  }
}

export const ONE_ZONE: Exercise = {
  name: 'one-zone',
  breaks: 'Production gets one zone, one task, and no way out to the internet.',
  run: (surroundings) => {
    const file = 'config/workshop.ts';
    const edits = [
      {
        find: "network: { cidr: '10.30.0.0/16', zones: 3 }",
        replace: "network: { cidr: '10.30.0.0/16', zones: 1, natGateways: 0 }",
      },
      { after: "name: 'storefront'", find: 'scaling: { minimum: 3, maximum: 12 }', replace: 'scaling: { minimum: 1 }' },
    ];
    return { intact: problemsOf(surroundings, file, []), broken: problemsOf(surroundings, file, edits) };
  },
};

export const POD_SHARE: Exercise = {
  name: 'pod-share',
  breaks: 'The orders, which are on EKS, are to get a tenth of the traffic on their new version, with three pods.',
  run: (surroundings) => {
    const file = 'config/workshop.ts';
    const edits = [{ find: 'linear({ percent: 25, minutes: 3 })', replace: 'linear({ percent: 10, minutes: 3 })' }];
    return { intact: problemsOf(surroundings, file, []), broken: problemsOf(surroundings, file, edits) };
  },
};

export const BAD_CRON: Exercise = {
  name: 'bad-cron',
  breaks: 'The window in which production is deployed to names a day that does not exist.',
  run: (surroundings) => {
    const file = 'config/workshop.ts';
    const edits = [{ find: 'MON-THU', replace: 'MON-THR' }];
    return { intact: problemsOf(surroundings, file, []), broken: problemsOf(surroundings, file, edits) };
  },
};

export const ANOTHER_KEY: Exercise = {
  name: 'another-key',
  breaks: 'The table of orders gets another partition key, which nothing forbids.',
  run: (surroundings) => {
    const { deliveries, synthesized, read, project } = surroundings;
    const file = 'config/sandbox.ts';
    const before = synthesized(deliveries.sandbox);
    const lost = (edits: readonly Edit[]) =>
      synthesized(deliveryOf(edited(read(file), edits), file, project)).flatMap(({ name, template }) => {
        const current = before.find((stack) => stack.name === name)!.template;
        return changesBetween(current, template)
          .filter(({ type, impact }) => type === 'AWS::DynamoDB::Table' && impact !== 'changed')
          .map(({ type, impact, properties }) => `${name}: ${type} ${impact} (${properties.join(', ')})`);
      });
    return { intact: lost([]), broken: lost([{ find: "partitionKey: 'orderId'", replace: "partitionKey: 'id'" }]) };
  },
};
