import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { removalPolicyOf, retentionOf } from '../shared/life';
import { LARGE_SUBNET_BITS, LOAD_BALANCER_PREFIX, MAX_ZONES, SubnetGroup } from './constants';

export interface NetworkStackProps extends StackProps {
  readonly environment: Environment;
}

/**
 * The environment's VPC: subnets for public load balancers, for services, and for the internal load balancer; flow logs, gateway
 * endpoints.
 */
export class NetworkStack extends Stack {
  readonly vpc: ec2.IVpc;
  /** Those through which tasks reach the internet; none where they have public addresses. */
  readonly natGateways: readonly ec2.CfnNatGateway[];

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const { cidr, zones, natGateways } = environment.network;

    const cidrMask = Number(cidr.split('/')[1]) + LARGE_SUBNET_BITS;
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(cidr),
      maxAzs: zones,
      // The address plan is always drawn for three zones, so that a zone more moves no existing subnet.
      reservedAzs: MAX_ZONES - zones,
      natGateways,
      subnetConfiguration: [
        { name: SubnetGroup.PUBLIC, cidrMask, subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        {
          name: SubnetGroup.TASKS,
          cidrMask,
          subnetType: natGateways > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PUBLIC,
          ...(natGateways > 0 ? {} : { mapPublicIpOnLaunch: false }),
        },
        {
          name: SubnetGroup.INTERNAL,
          cidrMask: LOAD_BALANCER_PREFIX,
          subnetType: ec2.SubnetType.PRIVATE_ISOLATED,
        },
      ],
      natGatewaySubnets: { subnetGroupName: SubnetGroup.PUBLIC },
      // Gateway endpoints cost nothing and keep image layers and table traffic off the NAT gateways' bill.
      gatewayEndpoints: {
        S3: { service: ec2.GatewayVpcEndpointAwsService.S3 },
        DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new logs.LogGroup(this, 'FlowLogs', {
          retention: retentionOf(environment),
          removalPolicy: removalPolicyOf(environment),
        }),
      ),
      trafficType: ec2.FlowLogTrafficType.ALL,
    });
    this.vpc = vpc;
    this.natGateways = vpc.node.findAll().filter((node) => node instanceof ec2.CfnNatGateway);
  }

  /** Zones are chosen at deployment: a synth asks no AWS account, whether or not the CLI has credentials. */
  override get availabilityZones(): string[] {
    return Array.from({ length: MAX_ZONES }, (_, index) => Fn.select(index, Fn.getAzs()));
  }
}
