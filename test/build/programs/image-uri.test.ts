import { imageUri, parseImageDetail, parsePlatform, parseRepositoryUri } from '../../../lib/build/programs/image-uri';

const URI = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/sandbox/storefront';
const DIGEST = `sha256:${'a1'.repeat(32)}`;

test('a repository URI is taken apart into registry, account, region and name', () => {
  expect(parseRepositoryUri(URI)).toEqual({
    uri: URI,
    registry: '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
    account: '111122223333',
    region: 'eu-central-1',
    name: 'sandbox/storefront',
  });
});

test.each([
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a1', 'cn-north-1'],
  ['111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/a1', 'us-gov-west-1'],
])('%s is a repository of %s', (uri, region) => {
  expect(parseRepositoryUri(uri)).toMatchObject({ region, name: 'a1' });
});

test.each([
  '',
  'storefront',
  '/storefront',
  '11112222333.dkr.ecr.eu-central-1.amazonaws.com/storefront',
  '111122223333.dkr.ecr.cn-north-1.amazonaws.com/storefront',
  '111122223333.dkr.ecr.eu-central-1.amazonaws.com.cn/storefront',
  '111122223333.dkr.ecr.eu-central-1.amazonaws.com.example.org/storefront',
  'https://111122223333.dkr.ecr.eu-central-1.amazonaws.com/storefront',
  'public.ecr.aws/docker/library/node',
])('%p is refused as a repository URI', (uri) => {
  expect(() => parseRepositoryUri(uri)).toThrow(
    'the repository URI must be <12-digit account>.dkr.ecr.<region>.amazonaws.com/<name>, ' +
      `with amazonaws.com.cn in the regions of China (got ${JSON.stringify(uri)})`,
  );
});

test.each(['', 'a', 'Storefront', 'a//b', 'a/', '-a', 'a:latest', 'a@sha256', 'b'.repeat(257)])(
  '%p is refused as a repository name',
  (name) => {
    expect(() => parseRepositoryUri(`111122223333.dkr.ecr.eu-central-1.amazonaws.com/${name}`)).toThrow(
      `(got ${JSON.stringify(name)})`,
    );
  },
);

test('an imageDetail.json gives the image that it names', () => {
  const image = parseImageDetail(JSON.stringify({ ImageURI: `${URI}@${DIGEST}` }));
  expect(image).toMatchObject({ digest: DIGEST, repository: { name: 'sandbox/storefront' } });
  expect(imageUri(image)).toBe(`${URI}@${DIGEST}`);
});

test.each([
  ['{', 'imageDetail.json is not JSON'],
  ['null', 'imageDetail.json must have a string member "ImageURI"'],
  ['[]', 'imageDetail.json must have a string member "ImageURI"'],
  ['{"ImageURI": 1}', 'imageDetail.json must have a string member "ImageURI"'],
  [
    JSON.stringify({ ImageURI: `${URI}:latest` }),
    `the image must be pinned by digest, <repository>@sha256:<64 hex digits> (got "${URI}:latest")`,
  ],
  [
    JSON.stringify({ ImageURI: `${URI}@sha256:abc` }),
    `the image must be pinned by digest, <repository>@sha256:<64 hex digits> (got "${URI}@sha256:abc")`,
  ],
])('%s is refused: %s', (text, message) => {
  expect(() => parseImageDetail(text)).toThrow(message);
});

test('a platform that no build environment has is refused with those that are allowed', () => {
  expect(() => parsePlatform('windows/amd64')).toThrow(
    'the platform must be one of linux/arm64, linux/amd64 (got "windows/amd64")',
  );
});
