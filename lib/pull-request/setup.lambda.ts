/** The custom resources of repositories: their standing branches, and their approval rule templates. */
import { setTimeout } from 'node:timers/promises';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answerCloudFormation, type CustomResourceWork } from '../shared/custom-resource';
import type { ApprovalRule } from './approval-rules';
import { putTemplate, removeTemplate } from './approval-template';
import { createMissing, type StandingBranches } from './branches';
import { APPROVAL_RULE_TYPE, BRANCHES_TYPE } from './constants';

const client = new CodeCommitClient({});
/** A role's new policy takes some seconds to reach all of AWS. */
const PATIENCE = { attempts: 6, milliseconds: 5_000 };

export async function handler(
  event: CloudFormationCustomResourceEvent,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'logStreamName'>,
): Promise<void> {
  const { physicalId, work } = workFor(event);
  await answerCloudFormation(event, context, { physicalId, work: () => patiently(work) });
}

function workFor(event: CloudFormationCustomResourceEvent): CustomResourceWork {
  const deletes = event.RequestType === 'Delete';
  if (event.ResourceType === BRANCHES_TYPE) {
    const branches = event.ResourceProperties as unknown as StandingBranches;
    return {
      physicalId: deletes ? event.PhysicalResourceId : `${branches.repository}/branches`,
      // Branches are the team's once they are there.
      work: async () => (deletes ? undefined : createMissing(client, branches)),
    };
  }
  if (event.ResourceType === APPROVAL_RULE_TYPE) {
    const { repositories, ...rule } = event.ResourceProperties as unknown as ApprovalRule & {
      readonly repositories: readonly string[];
    };
    // By the id: after a change of the name the deletion is about the old one.
    if (deletes) {
      const name = event.PhysicalResourceId;
      return { physicalId: name, work: () => removeTemplate(client, name) };
    }
    return { physicalId: rule.name, work: () => putTemplate(client, rule, repositories) };
  }
  return {
    physicalId: deletes ? event.PhysicalResourceId : event.LogicalResourceId,
    work: async () => {
      throw new Error(`unknown resource type ${event.ResourceType}: ${BRANCHES_TYPE} or ${APPROVAL_RULE_TYPE}`);
    },
  };
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).name !== 'AccessDeniedException' || attempt === PATIENCE.attempts) throw error;
      await setTimeout(PATIENCE.milliseconds);
    }
  }
}
