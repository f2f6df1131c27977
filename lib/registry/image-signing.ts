import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import * as names from '../shared/names';

/**
 * ECR signs every image of the delivery when it is pushed, in the name of whoever pushes: the pusher needs
 * `signer:SignPayload` on the profile. Signatures are reference artifacts, which ECR removes within a day after their
 * image ("Sign images in Amazon ECR", considerations).
 *
 * The profile is there, and exported, also where nothing is signed: CloudFormation removes no export that a stack imports,
 * so that otherwise signing could not be turned off again. It costs nothing.
 */
export class ImageSigning extends Construct {
  readonly profileArn: string;

  constructor(scope: Construct, id: string, delivery: Delivery) {
    super(scope, id);
    // CloudFormation names it: a profile that is cancelled with its stack stays for years, and keeps its name.
    const profile = new signer.SigningProfile(this, 'Profile', {
      platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA,
    });
    Stack.of(this).exportValue(profile.signingProfileArn);
    this.profileArn = profile.signingProfileArn;
    // One for the whole registry, which may be another delivery's.
    if (!delivery.registry.signing) return;
    new ecr.CfnSigningConfiguration(this, 'Configuration', {
      rules: [
        {
          signingProfileArn: profile.signingProfileArn,
          repositoryFilters: [{ filterType: 'WILDCARD_MATCH', filter: names.repositoryName(delivery.name, '*') }],
        },
      ],
    });
  }
}
