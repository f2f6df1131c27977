import type { AwsServer } from '../support/aws-server';
import { digestOf, type FakeRegistry } from '../support/fake-registry';

/** Stores an image that runs as a user, and returns its digest. */
export function storeImage(server: AwsServer, registry: FakeRegistry, user?: string): string {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm64', config: { User: user } });
  const digest = digestOf(config);
  server.on({ [`/blobs/${digest}?X-Amz-Signature=signed-away`]: () => JSON.parse(config) });
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest }, layers: [] });
  return registry.put(manifest, 'application/vnd.oci.image.manifest.v1+json', `tree-${digest.slice(7, 47)}`);
}

/** A finding of ECR's basic scan, in the shape of its API. */
export function basicFinding(name: string, severity: string): object {
  const attributes = [
    { key: 'package_name', value: 'openssl' },
    { key: 'package_version', value: '3.0.1' },
  ];
  return { name, severity, uri: `https://security.example/${name}`, description: 'It leaks.', attributes };
}

/** A finding of Inspector, in the shape of ECR's API. */
export function enhancedFinding(vulnerabilityId: string, severity: string, status = 'ACTIVE'): object {
  return {
    awsAccountId: '111122223333',
    findingArn: `arn:aws:inspector2:eu-west-1:111122223333:finding/${vulnerabilityId}`,
    severity,
    status,
    title: `${vulnerabilityId} - openssl`,
    type: 'PACKAGE_VULNERABILITY',
    packageVulnerabilityDetails: {
      vulnerabilityId,
      source: 'NVD',
      vulnerablePackages: [{ name: 'openssl', version: '3.0.1', packageManager: 'OS' }],
    },
  };
}
