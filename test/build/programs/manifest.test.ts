import { indexPlatforms, requirePlatform } from '../../../lib/build/programs/manifest';

test('an index has the platforms of its images, and none for attestations', () => {
  const manifests = [
    { platform: { os: 'linux', architecture: 'arm64' } },
    { platform: { os: 'linux', architecture: 'amd64' } },
    { platform: { os: 'unknown', architecture: 'unknown' } },
    {},
  ];
  expect(indexPlatforms({ manifests })).toEqual(['linux/arm64', 'linux/amd64']);
});

test('an image that has the platform among others will do', () => {
  expect(() => requirePlatform('tree-1', ['linux/arm64', 'linux/amd64'], 'linux/amd64')).not.toThrow();
});

test('an image of another platform is refused with a way out', () => {
  expect(() => requirePlatform('tree-1', ['linux/arm64'], 'linux/amd64')).toThrow(
    'the existing image tree-1 is for linux/arm64, not for linux/amd64, and its tag is immutable: ' +
      "commit a change to the service's directory, so that a new image is built",
  );
});
