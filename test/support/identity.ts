import { hash } from './intrinsics';
import type { Resource } from './template';

/**
 * The properties with which CloudFormation makes another resource in place of the old one, for the types that an ECS
 * service, a listener or a target group refers to. (CloudFormation's reference, "Update requires: Replacement".)
 */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  'AWS::CertificateManager::Certificate': [
    'CertificateAuthorityArn',
    'DomainName',
    'DomainValidationOptions',
    'SubjectAlternativeNames',
    'ValidationMethod',
  ],
  'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
  'AWS::EC2::Subnet': ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  'AWS::EC2::VPC': ['CidrBlock', 'InstanceTenancy'],
  'AWS::ECS::Cluster': ['ClusterName'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name', 'Scheme', 'Type'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId'],
};

/** Changes whenever CloudFormation would replace the resource, so that whoever refers to it sees another value. */
export function identityOf(resource: Resource, evaluate: (value: unknown) => unknown): string {
  const properties = REPLACED_BY[resource.Type];
  if (!properties) return '';
  const values = properties.map((property) => evaluate(resource.Properties?.[property]));
  return `-${hash(JSON.stringify(values)).slice(0, 8)}`;
}
