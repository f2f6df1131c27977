import type { Stack } from 'aws-cdk-lib';
import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { located } from '../artifacts/artifact-access';
import type { Delivery, Environment } from '../config/delivery';
import * as names from '../shared/names';
import { DEPLOY_ACTION, ENVIRONMENT_EVENTS, OWN_EVENT } from './constants';

/** What a rule looks for, by the id of the rule. */
export type Patterns = Readonly<Record<string, EventPattern>>;

/** Of one environment, or of several. */
export interface EnvironmentPatternsProps {
  readonly delivery: Pick<Delivery, 'name' | 'services'>;
  readonly environments: readonly Pick<Environment, 'name' | 'account' | 'region'>[];
  /** Where the rules are: the account and region of an environment that states none. */
  readonly stack: Stack;
}

/**
 * What environments tell of themselves. A pattern has no room for the names of hundreds of services, so that these look at
 * what names start with; who reads the events knows the names. Nor are there wildcards, of which EventBridge takes a
 * handful ("Rule is too complex").
 */
export function environmentPatterns({ delivery, environments, stack }: EnvironmentPatternsProps): Patterns {
  const controllers = delivery.services.flatMap((service) =>
    environments.flatMap(({ name }) => service.in[name]?.controller ?? []),
  );
  const prefixes = environments.map(({ name }) => ({
    prefix: `${names.environmentDashboardName(delivery.name, name)}-`,
  }));
  const { alarm, codeDeploy, ecs } = ENVIRONMENT_EVENTS;
  return {
    Alarms: pattern(alarm, { detail: { alarmName: prefixes, state: { value: ['ALARM', 'OK'] } } }),
    ...(controllers.includes('codedeploy') && {
      CodeDeploy: pattern(codeDeploy, {
        detail: { application: prefixes, state: ['SUCCESS', 'FAILURE', 'STOP'] },
      }),
    }),
    ...(controllers.includes('ecs') && {
      Ecs: pattern(ecs, {
        resources: environments.flatMap((environment) => {
          const resourceName = `${names.clusterName(delivery.name, environment.name)}/`;
          return Match.prefix(
            stack.formatArn({ service: 'ecs', ...located(environment), resource: 'service', resourceName }),
          );
        }),
        detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
      }),
    }),
  };
}

/** What the tools account tells of a delivery: its pipelines, its repositories, and what it says itself. */
export function toolsPatterns({ name, services }: Pick<Delivery, 'name' | 'services'>): Patterns {
  const prefix = `${name}-`;
  return {
    Own: pattern(OWN_EVENT, { detail: { delivery: [name] } }),
    Pipelines: pattern(
      { source: 'aws.codepipeline', detailType: 'CodePipeline Action Execution State Change' },
      { detail: { pipeline: [{ prefix }], action: [DEPLOY_ACTION] } },
    ),
    ...(services.some(({ source }) => source.kind === 'codecommit') && {
      Pushes: pattern(
        { source: 'aws.codecommit', detailType: 'CodeCommit Repository State Change' },
        {
          detail: {
            repositoryName: [{ prefix }],
            event: ['referenceCreated', 'referenceUpdated'],
            referenceType: ['branch'],
          },
        },
      ),
    }),
  };
}

function pattern(
  { source, detailType }: { readonly source: string; readonly detailType: string },
  more: EventPattern,
): EventPattern {
  return { source: [source], detailType: [detailType], ...more };
}
