import { costed, loaded, one, paidFor } from '../planted';

const action = (Category: string) => ({ ActionTypeId: { Category } });

test('a pipeline costs minutes of its actions, but not of a person or a source', () => {
  const Stages = [
    { Actions: [action('Source')] },
    { Actions: [action('Build'), action('Approval'), action('Deploy')] },
  ];
  const report = loaded([one('AWS::CodePipeline::Pipeline', { Stages })], 0, 20);
  expect(paidFor(report, 'codepipeline.minute')).toBeCloseTo(20 * (2 + 15) * 0.002);
});

test('artifacts are put once, got by each that takes them, and sent to another region', () => {
  const [source, image] = [{ Name: 'source' }, { Name: 'image' }];
  const Stages = [
    { Actions: [{ ...action('Source'), OutputArtifacts: [source] }] },
    { Actions: [{ ...action('Build'), InputArtifacts: [source], OutputArtifacts: [image] }] },
    { Actions: [{ ...action('Deploy'), InputArtifacts: [source, image], Region: 'us-east-1' }] },
  ];
  const pipeline = (ArtifactStore: object) =>
    loaded([one('AWS::CodePipeline::Pipeline', { Stages, ArtifactStore })], 0, 1000);
  const report = pipeline({ EncryptionKey: { Id: 'key', Type: 'KMS' } });
  expect(paidFor(report, 's3.put')).toBeCloseTo(1000 * 2 * 0.000005);
  expect(paidFor(report, 's3.get')).toBeCloseTo(1000 * 3 * 0.0000004);
  expect(paidFor(report, 'kms.request')).toBeCloseTo(1000 * 5 * 0.000003);
  expect(paidFor(report, 'transfer.regions')).toBeCloseTo(1000 * 2 * 0.05 * 0.02);
  expect(paidFor(pipeline({ Type: 'S3' }), 'kms.request')).toBe(0);
});

test('a build costs by its size', () => {
  const build = (ComputeType: string) => one('AWS::CodeBuild::Project', { Environment: { ComputeType } });
  expect(paidFor(loaded([build('BUILD_GENERAL1_SMALL')], 0, 20), 'codebuild.small')).toBeCloseTo(20 * 2 * 0.005);
  expect(paidFor(loaded([build('BUILD_GENERAL1_LARGE')], 0, 20), 'codebuild.large')).toBeCloseTo(20 * 2 * 0.02);
});

test('a build of a size without a price is refused', () => {
  const build = one('AWS::CodeBuild::Project', { Environment: { ComputeType: 'BUILD_GENERAL1_2XLARGE' } });
  expect(() => costed([build])).toThrow(
    'It must be of BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE (got BUILD_GENERAL1_2XLARGE)',
  );
});
