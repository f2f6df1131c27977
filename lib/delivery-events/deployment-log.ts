import { HOTFIX_BRANCHES } from './constants';
import type { BranchPushed, DeliveryEvent } from './events';
import { getOrAdd } from './get-or-add';
import { PlaceLog } from './place-log';
import type { TimedDeployment } from './timed-deployments';
import { timeOf } from './times';

/**
 * Collects what deployments are made of, from events in any order. It keeps no events: what has the same meaning twice
 * takes its place once, so that memory grows with the deployments.
 */
export class DeploymentLog {
  private readonly logs = new Map<string, Map<string, PlaceLog>>();
  private readonly hotfixes = new Map<string, Map<string, number>>();

  /**
   * Takes an event; those that say nothing about deployments are ignored.
   *
   * @throws Error where its time is none
   */
  add(event: DeliveryEvent): void {
    switch (event.kind) {
      case 'branch-pushed':
        if (event.branch.startsWith(HOTFIX_BRANCHES)) this.addHotfix(event);
        return;
      case 'release-prepared':
        this.placeOf(event).prepare(event);
        return;
      case 'deployment-started':
        this.placeOf(event).start(event);
        return;
      case 'deployment-ended':
        this.placeOf(event).end(event);
        return;
      case 'rollout-ended':
        this.placeOf(event).addRollout(event);
        return;
      case 'release-recorded':
        this.placeOf(event).record(event);
    }
  }

  /** Each service in each environment, ordered by their names; deployments are put together when they are asked for. */
  *places(): Generator<{ service: string; environment: string; deployments: () => TimedDeployment[] }> {
    for (const service of [...this.logs.keys()].sort()) {
      const inService = this.logs.get(service)!;
      for (const environment of [...inService.keys()].sort()) {
        const deployments = () => inService.get(environment)!.deployments(this.hotfixesOf(service));
        yield { service, environment, deployments };
      }
    }
  }

  private placeOf({ service, environment }: { readonly service: string; readonly environment: string }): PlaceLog {
    const inService = getOrAdd(this.logs, service, () => new Map<string, PlaceLog>());
    return getOrAdd(inService, environment, () => new PlaceLog());
  }

  private addHotfix(event: BranchPushed): void {
    const hotfixes = this.hotfixesOf(event.service);
    const known = hotfixes.get(event.commit) ?? Number.POSITIVE_INFINITY;
    hotfixes.set(event.commit, Math.min(known, timeOf(event)));
  }

  private hotfixesOf(service: string): Map<string, number> {
    return getOrAdd(this.hotfixes, service, () => new Map());
  }
}
