import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** What a token is made with, as the SDK's clients have it. */
export interface TokenSource {
  readonly region: string;
  readonly cluster: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly now?: Date;
}

/** EKS takes no other; the token itself is good for 15 minutes whatever this says. */
const EXPIRES_SECONDS = 60;

/**
 * A token for a cluster's API: the address of a call that says who made it (STS, GetCallerIdentity), signed, which EKS then
 * makes. Nothing is sent to make one. (EKS best practices, "Cluster access management"; `aws eks get-token` prints the same.)
 */
export async function clusterToken({ region, cluster, credentials, now }: TokenSource): Promise<string> {
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const hostname = `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const { path, query } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      // So that a token for one cluster is none for another.
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
    },
    { expiresIn: EXPIRES_SECONDS, signingDate: now },
  );
  const search = new URLSearchParams(query as Record<string, string>);
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}${path}?${search}`).toString('base64url')}`;
}

/** Node's own, in the form that the signer takes. */
class Sha256 {
  private readonly hash;

  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {}
}
