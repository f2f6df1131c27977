import { parseImageUri } from '../../../lib/build/programs/image-uri';
import { manifestsOf } from '../../../lib/gates/programs/manifests';
import { forImage, packagesOf, parseSbom } from '../../../lib/gates/programs/sbom';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = parseImageUri(`111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web@${DIGEST}`);
const sbom = (...purls: string[]) =>
  parseSbom(
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: purls.map((purl) => ({ purl })) }),
  );

test('each package is asked about once, by its name and version alone', () => {
  expect(
    packagesOf(sbom('pkg:maven/org.x/y@1?type=jar', 'pkg:maven/org.x/y@1?type=pom', 'pkg:npm/%40aws/z@2#src')),
  ).toEqual({ purls: ['pkg:maven/org.x/y@1', 'pkg:npm/%40aws/z@2'], others: 0 });
});

test('what OSV has no database for, and what has no version, is counted', () => {
  expect(packagesOf(sbom('pkg:npm/a@1', 'pkg:generic/b@1', 'pkg:npm/%40x/c'))).toEqual({
    purls: ['pkg:npm/a@1'],
    others: 2,
  });
});

test('components of components are packages too', () => {
  const nested = { bomFormat: 'CycloneDX', components: [{ components: [{ purl: 'pkg:npm/a@1' }] }] };
  expect(packagesOf(parseSbom(JSON.stringify(nested))).purls).toEqual(['pkg:npm/a@1']);
});

test("an image's SBOM is named after its digest and keeps the source that it was made from", () => {
  const own = { name: 'web', 'bom-ref': 'pkg:npm/web@1' };
  const { metadata } = forImage({ ...sbom('pkg:npm/a@1'), metadata: { component: own } }, IMAGE);
  expect(metadata!.component).toEqual({
    type: 'container',
    'bom-ref': `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web@${DIGEST}`,
    name: 'shop/web',
    version: DIGEST,
    purl: `pkg:oci/web@sha256%3A${'a'.repeat(64)}?repository_url=111122223333.dkr.ecr.eu-west-1.amazonaws.com%2Fshop%2Fweb`,
    hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }],
    components: [own],
  });
});

test.each([
  ['nonsense', 'the SBOM is not JSON'],
  ['{"spdxVersion":"SPDX-2.3"}', 'the SBOM is not CycloneDX'],
  ['null', 'the SBOM is not CycloneDX'],
])('is refused: %s', (text, message) => {
  expect(() => parseSbom(text)).toThrow(message);
});

test.each([
  ['package.json', '{"dependencies":{"a":"1"}}', true],
  ['package.json', '{"devDependencies":{"a":"1"}}', true],
  ['package.json', '{"dependencies":{}}', false],
  ['package.json', 'broken', true],
  ['api/requirements-dev.txt', '', true],
  ['api/Api.csproj', '', true],
  ['go.mod', '', true],
  ['README.md', '', false],
])('%s with %s names packages: %s', (file, text, expected) => {
  expect(manifestsOf([file], () => text)).toEqual(expected ? [file] : []);
});
