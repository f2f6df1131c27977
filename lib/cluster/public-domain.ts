import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Domain } from '../config/delivery';

export interface PublicDomainProps {
  readonly domain: Domain;
}

/** The environment's zone in Route 53 and one certificate for all services in it, validated by DNS. */
export class PublicDomain extends Construct {
  readonly name: string;
  readonly zone: route53.IHostedZone;
  readonly certificate: acm.ICertificate;

  constructor(scope: Construct, id: string, props: PublicDomainProps) {
    super(scope, id);
    this.name = props.domain.name;
    this.zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: props.domain.hostedZoneId,
      zoneName: props.domain.name,
    });
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName: `*.${props.domain.name}`,
      validation: acm.CertificateValidation.fromDns(this.zone),
    });
  }
}
