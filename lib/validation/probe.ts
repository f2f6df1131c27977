import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { ServiceAccess } from '../compute/service-access';
import type { ServiceContext } from '../compute/service-context';
import type { ServiceSettings } from '../config/delivery';
import { SubnetGroup } from '../network/constants';
import { TEST_PORT_OFFSET } from '../shared/addresses';
import { BundledFunction } from '../shared/bundled-function';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { LOAD_SLICE_SECONDS, LOAD_TIMEOUT_MILLISECONDS, PROBE_EXTRA_SECONDS, PROBE_VARIABLES } from './constants';

export interface ProbeProps extends ServiceContext {
  readonly settings: ServiceSettings;
  readonly access: ServiceAccess;
}

/** A whole processor (Lambda gives one for 1769 MiB), so that a load test measures the service and not the probe. */
const MEMORY = 1769;

/**
 * Sends requests to the service's listeners from inside the environment's network, which is where an internal load balancer is
 * reached. It speaks to nothing else: to no other service, and to no API of AWS.
 */
export class Probe extends Construct {
  readonly functionName: string;
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: ProbeProps) {
    super(scope, id);
    const { delivery, environment, service, settings, access, vpc } = props;
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Probe of ${service.name} in ${delivery.name} ${environment.name}`,
      allowAllOutbound: false,
    });
    // Imported, so that the rules live in this stack and not in the one that all services share.
    const entrance = ec2.SecurityGroup.fromSecurityGroupId(
      this,
      'Entrance',
      props.loadBalancers[service.exposure]!.securityGroup.securityGroupId,
      { allowAllOutbound: false },
    );
    const { listenerPort } = settings;
    for (const port of [listenerPort, listenerPort + TEST_PORT_OFFSET]) {
      securityGroup.addEgressRule(entrance, ec2.Port.tcp(port), `Probe to ${service.name}`);
    }
    entrance.addIngressRule(securityGroup, ec2.Port.tcp(listenerPort), `Probe of ${service.name}`);
    if (service.exposure === 'public') {
      // The test listener of an internal service is open to the whole network.
      const test = ec2.Port.tcp(listenerPort + TEST_PORT_OFFSET);
      entrance.addIngressRule(securityGroup, test, `Probe of ${service.name}`);
    }

    this.functionName = names.probeFunctionName(delivery.name, environment.name, service.name);
    const longest = Math.max(settings.validation.timeoutSeconds, LOAD_SLICE_SECONDS + LOAD_TIMEOUT_MILLISECONDS / 1000);
    this.functionArn = new BundledFunction(this, 'Function', {
      entry: 'validation/probe.lambda.ts',
      functionName: this.functionName,
      description: `Sends requests to ${service.name} from inside its network`,
      statements: [],
      variables: { [PROBE_VARIABLES.production]: access.url, [PROBE_VARIABLES.test]: access.testUrl },
      timeout: Duration.seconds(longest + PROBE_EXTRA_SECONDS),
      memory: MEMORY,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
      network: { vpc, subnets: { subnetGroupName: SubnetGroup.TASKS }, securityGroup },
    }).function.functionArn;
  }
}
