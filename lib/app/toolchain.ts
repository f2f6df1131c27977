import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ArtifactsStack } from '../artifacts/artifacts-stack';
import type { Delivery } from '../config/delivery';
import { PipelineStack } from '../pipeline/pipeline-stack';
import { RegistryStack } from '../registry/registry-stack';
import { stackName } from '../shared/names';
import { SourceStack } from '../source/source-stack';
import { Tag, tagWithIdentity } from './tagging';

export interface ToolchainProps {
  readonly delivery: Delivery;
  /** The environments' stacks, by the environment's and then the service's name. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, Stack>>>>;
}

/** What turns commits into releases: artifacts, sources, images, and a pipeline for each service and release line. */
export class Toolchain extends Construct {
  constructor(scope: Construct, id: string, props: ToolchainProps) {
    super(scope, id);
    const { delivery, environments } = props;
    const common = (name: string, description: string) => ({
      stackName: stackName(delivery.name, 'toolchain', name),
      description,
      env: { ...delivery.tools },
      delivery,
    });
    const artifacts = new ArtifactsStack(this, 'artifacts', {
      ...common('artifacts', `Key and artifact bucket of ${delivery.name}`),
    });
    const source = new SourceStack(this, 'source', {
      ...common('source', `Source repositories of ${delivery.name}`),
      key: artifacts.key,
    });
    const registry = new RegistryStack(this, 'registry', {
      ...common('registry', `Image repositories of ${delivery.name}`),
      key: artifacts.key,
    });
    for (const service of delivery.services) {
      for (const releaseLine of delivery.releaseLines) {
        const name = `${service.name}-${releaseLine.name}-pipeline`;
        const targets = releaseLine.environments.map((environment) => environment.name).join(', ');
        const stack = new PipelineStack(this, name, {
          ...common(name, `${service.name} from ${releaseLine.branch} to ${targets}`),
          service,
          releaseLine,
          key: artifacts.key,
        });
        tagWithIdentity(stack, Tag.SERVICE, service.name);
        for (const needed of [artifacts, source, registry]) stack.addStackDependency(needed);
        // A new pipeline starts at once: what it deploys to has to be there.
        for (const { name } of releaseLine.environments) stack.addStackDependency(environments[name]![service.name]!);
      }
    }
  }
}
