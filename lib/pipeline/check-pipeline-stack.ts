import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ProgramsAsset } from '../build/programs-asset';
import { VerifyProject } from '../build/verify-project';
import type { Delivery, Service, Source } from '../config/delivery';
import { InspectProject } from '../gates/inspect-project';
import * as names from '../shared/names';
import { ConnectionSource } from '../source/connection-source';
import { CheckPipeline } from './check-pipeline';

/** A service whose code is behind a connection. */
export type ConnectedService = Service & { readonly source: Extract<Source, { kind: 'github' | 'gitlab' }> };

/** Those of a delivery. */
export function connectedServices({ services }: Delivery): ConnectedService[] {
  return services.filter(
    (service): service is ConnectedService => service.source.kind === 'github' || service.source.kind === 'gitlab',
  );
}

export interface CheckPipelineStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly service: ConnectedService;
  readonly key: kms.IKey;
}

/** What checks one service before a merge, with the commands and gates of its releases. */
export class CheckPipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: CheckPipelineStackProps) {
    super(scope, id, props);
    const { delivery, service } = props;
    const { source } = service;
    const key = kms.Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const context = {
      delivery,
      prefix: names.checkPipelineName(delivery.name, service.name),
      architecture: service.architecture,
      key,
      service,
      part: source,
      images: ecr.Repository.fromRepositoryName(this, 'Images', names.repositoryName(delivery.name, service.name)),
      programs: new ProgramsAsset(this, 'Programs'),
      cloneStatements: new ConnectionSource({ source, sourceBranch: '', pushes: [] }).cloneStatements,
    };
    const verify = new VerifyProject(this, 'Verify', {
      ...context,
      commands: service.commands,
      minimumCoverage: service.gates.coverage,
      path: source.path,
    });
    const inspect = new InspectProject(this, 'Inspect', context);
    new CheckPipeline(this, 'Check', {
      delivery,
      service,
      source,
      key,
      checks: { Verify: { project: verify.project }, Inspect: { project: inspect.project, leaves: 'Inspection' } },
    });
  }
}
