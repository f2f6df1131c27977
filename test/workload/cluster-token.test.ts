import { clusterToken } from '../../lib/workload/cluster-token';

const SOURCE = {
  region: 'eu-central-1',
  cluster: 'shop-dev',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example-secret', sessionToken: 'example-session' },
  now: new Date('2026-11-23T08:00:00Z'),
};

async function urlOf(source = SOURCE): Promise<URL> {
  const token = await clusterToken(source);
  const [, text = ''] = /^k8s-aws-v1\.([A-Za-z0-9_-]+)$/.exec(token) ?? [];
  return new URL(Buffer.from(text, 'base64url').toString());
}

test('a token has the signature that `aws eks get-token` makes for the same moment', async () => {
  const url = await urlOf();
  expect(url.origin + url.pathname).toBe('https://sts.eu-central-1.amazonaws.com/');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIAEXAMPLE/20261123/eu-central-1/sts/aws4_request',
    'X-Amz-Date': '20261123T080000Z',
    'X-Amz-Expires': '60',
    'X-Amz-Security-Token': 'example-session',
    'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    // Of AWS CLI 1.45.
    'X-Amz-Signature': '3d295489bf58f4ee3638177db7f2b67e6d22df4f87003dd9396177deec2f7f42',
  });
});

test('a token for one cluster is none for another', async () => {
  const signature = async (cluster: string) =>
    (await urlOf({ ...SOURCE, cluster })).searchParams.get('X-Amz-Signature');
  expect(await signature('shop-dev')).not.toBe(await signature('shop-prod'));
});

test("in China STS has that partition's name", async () => {
  expect((await urlOf({ ...SOURCE, region: 'cn-north-1' })).host).toBe('sts.cn-north-1.amazonaws.com.cn');
});
