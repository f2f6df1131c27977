import { DescribeNetworkInterfacesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { attempt, Problem } from '../build/programs/problem';

/**
 * The private addresses of an application load balancer. AWS says nowhere else what they are; its interfaces are told by
 * their description, `ELB app/NAME/ID`.
 */
export async function loadBalancerAddresses(client: EC2Client, name: string, signal?: AbortSignal): Promise<string[]> {
  const { NetworkInterfaces: interfaces = [] } = await attempt(`look up the addresses of ${name}`, () =>
    client.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [
          { Name: 'description', Values: [`ELB app/${name}/*`] },
          { Name: 'status', Values: ['in-use'] },
        ],
      }),
      { abortSignal: signal },
    ),
  );
  const addresses = interfaces.flatMap(({ PrivateIpAddress: address }) => address ?? []);
  if (addresses.length === 0) throw new Problem(`the load balancer ${name} has no network interface in use`);
  return addresses.sort();
}
