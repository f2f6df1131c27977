import { accessIn, missing, placeOf, TABLES } from '../../../test/app/api-calls/proof';
import { RECORD_CHECKS } from '../../../test/support/checks/records';
import type { DashboardBody } from '../../../test/support/dashboard/body';
import { ownMetricsIn } from '../../../test/support/dashboard/own-metrics';
import { problemsIn } from '../../../test/support/dashboard/problems';
import { evaluator } from '../../../test/support/intrinsics';
import { asList, type Properties, resourcesIn } from '../../../test/support/template';
import type { Exercise } from './exercise';

export const LOST_PERMISSION: Exercise = {
  name: 'lost-permission',
  breaks: 'The build that pushes images loses the permission to do so.',
  run: async () => {
    accessIn('workshop');
    const table = TABLES.find(({ who }) => who === 'Image')!;
    const place = placeOf(table, table.spots.find(({ delivery }) => delivery === 'workshop')!);
    const without = (lost: string) => ({
      ...place.role,
      policies: place.role.policies.map((policy) => ({
        ...policy,
        Statement: policy['Statement'].map((statement: Properties) => ({
          ...statement,
          Action: asList<string>(statement['Action']).filter((action) => action !== lost),
        })),
      })),
    });
    const missed = async (role = place.role) =>
      // Where nothing is known about the account, the evaluation makes one up.
      (await missing(table, place, role)).map((line) => line.replace(/arn:aws:ecr:[^:]+:\d+:/, ''));
    return { intact: await missed(), broken: await missed(without('ecr:PutImage')) };
  },
};

export const NO_DEAD_LETTERS: Exercise = {
  name: 'no-dead-letters',
  breaks: 'A queue loses the place for what cannot be handled.',
  run: ({ deliveries: { sandbox: delivery }, synthesized }) => {
    const { find, planted } = RECORD_CHECKS.find(({ title }) => title.startsWith('a queue hides a message'))!;
    const stacks = synthesized(delivery);
    const spoilt = structuredClone(stacks);
    planted.find(({ defect }) => defect === 'no place for dead letters')!.plant(spoilt);
    return { intact: find({ delivery, stacks }), broken: find({ delivery, stacks: spoilt }) };
  },
};

export const BLIND_DASHBOARD: Exercise = {
  name: 'blind-dashboard',
  breaks: 'A dashboard asks for a metric by a misspelt name, for which CloudWatch shows an empty graph.',
  run: ({ deliveries, synthesized }) => {
    const stacks = synthesized(deliveries.sandbox);
    const evaluate = evaluator(stacks);
    const own = ownMetricsIn(stacks, evaluate);
    const { stack, properties } = resourcesIn(stacks, 'AWS::CloudWatch::Dashboard').find(
      ({ stack: { name } }) => name === 'sandbox-dev-storefront',
    )!;
    const text: string = evaluate(stack, properties['DashboardBody']);
    const problems = (body: string) => [...new Set(problemsIn(JSON.parse(body) as DashboardBody, own))];
    return {
      intact: problems(text),
      broken: problems(text.replaceAll('HTTPCode_Target_5XX_Count', 'HTTPCode_Target_5XX_Cuont')),
    };
  },
};
