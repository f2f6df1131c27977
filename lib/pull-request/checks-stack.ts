import { Stack, type StackProps } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ProgramsAsset } from '../build/programs-asset';
import { VerifyProject } from '../build/verify-project';
import type { Delivery } from '../config/delivery';
import { InspectProject } from '../gates/inspect-project';
import { allow } from '../shared/allow';
import { repositoryName } from '../shared/names';
import { CHECK } from './constants';
import type { CodeCommitService } from './repositories';

export interface ChecksStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly service: CodeCommitService;
  readonly key: kms.IKey;
}

/** What checks one service before a merge, with the commands and gates of its releases. It knows no pull request. */
export class ChecksStack extends Stack {
  constructor(scope: Construct, id: string, props: ChecksStackProps) {
    super(scope, id, props);
    const { delivery, service } = props;
    // By name, not by export: a stack has at most 200 outputs, and a delivery may have more services than that.
    const repository = codecommit.Repository.fromRepositoryName(this, 'Source', service.source.repositoryName);
    const context = {
      delivery,
      prefix: repositoryName(delivery.name, service.name),
      architecture: service.architecture,
      key: kms.Key.fromKeyArn(this, 'Key', props.key.keyArn),
      checkout: codebuild.Source.codeCommit({ repository }),
      cloneStatements: [allow(['codecommit:GitPull'], [repository.repositoryArn])],
      programs: new ProgramsAsset(this, 'Programs'),
    };
    new VerifyProject(this, 'Check', {
      ...context,
      name: CHECK,
      commands: service.commands,
      minimumCoverage: service.gates.coverage,
      path: service.source.path,
    });
    new InspectProject(this, 'Inspect', {
      ...context,
      service,
      part: service.source,
      images: ecr.Repository.fromRepositoryName(this, 'Images', repositoryName(delivery.name, service.name)),
    });
  }
}
