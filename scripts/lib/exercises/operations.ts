import type { Deployment } from '../../../lib/delivery-events/deployment';
import { suspectOf } from '../../../lib/delivery-events/suspect';
import { findingsOf, messageOf, resultOf } from '../../../lib/drift/model';
import type { Exercise } from './exercise';

const STACK = { name: 'sandbox-dev-storefront', region: 'eu-central-1' };

export const DRIFT: Exercise = {
  name: 'drift',
  breaks: 'Somebody opens a port in the console. What CodeDeploy changed in the listener is no drift.',
  run: () => {
    const differs = (type: string, id: string, path: string) => ({
      LogicalResourceId: id,
      PhysicalResourceId: `${id.toLowerCase()}-1`,
      ResourceType: type,
      StackResourceDriftStatus: 'MODIFIED',
      PropertyDifferences: [{ PropertyPath: path, DifferenceType: 'NOT_EQUAL' }],
    });
    const deployed = differs('AWS::ElasticLoadBalancingV2::Listener', 'Production', '/DefaultActions/0/TargetGroupArn');
    const opened = differs('AWS::EC2::SecurityGroup', 'Tasks', '/SecurityGroupIngress/0/CidrIp');
    const told = (drifts: readonly ReturnType<typeof differs>[]) =>
      messageOf('sandbox', 'dev', [resultOf(STACK, findingsOf(drifts))])?.text.split('\n') ?? [];
    return { intact: told([deployed]), broken: told([deployed, opened]).filter((line) => line !== '') };
  },
};

/** A release of the storefront to production. */
function release(execution: string, startedAt: string, endedAt: string): Deployment {
  return {
    service: 'storefront',
    environment: 'prod',
    execution,
    attempts: [],
    commit: `${execution}abcdef0123456789`,
    startedAt,
    endedAt,
    outcome: 'succeeded',
    kind: 'new',
    hotfix: false,
  };
}

export const BAD_RELEASE: Exercise = {
  name: 'bad-release',
  breaks: 'A release ends well, and twenty minutes later the service pages. Before it there was one three days ago.',
  run: () => {
    const old = release('e1', '2026-11-20T09:00:00Z', '2026-11-20T09:40:00Z');
    const bad = release('e2', '2026-11-23T09:00:00Z', '2026-11-23T09:40:00Z');
    const told = (deployments: readonly Deployment[]) => {
      const suspect = suspectOf(deployments, '2026-11-23T10:00:00Z');
      return [suspect ? `suspect: execution ${suspect.execution}, commit ${suspect.commit}` : 'suspect: none'];
    };
    return { intact: told([old]), broken: told([old, bad]) };
  },
};
