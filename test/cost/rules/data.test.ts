import { ecsService, loaded, paidFor, planted, usdOf } from '../planted';

test('a table of a service costs reads, and writes once more for each index', () => {
  const table = { Type: 'AWS::DynamoDB::Table', Properties: { GlobalSecondaryIndexes: [{}] } };
  const report = loaded([planted({ ...ecsService(), Table: table })], 1);
  expect(paidFor(report, 'dynamodb.read')).toBeCloseTo(2.628e6 * 1.25e-7);
  expect(paidFor(report, 'dynamodb.write')).toBeCloseTo(2.628e6 * 0.2 * 2 * 6.25e-7);
});

test('a table under a key of its own has it asked while it is used', () => {
  const table = (SSESpecification: object) => ({
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { SSESpecification } },
  });
  const calls = (requests: number, sse: object) =>
    paidFor(loaded([planted({ ...ecsService(), ...table(sse) })], requests), 'kms.request');
  expect(calls(1, { SSEEnabled: true, KMSMasterKeyId: 'key' })).toBeCloseTo(12 * 730 * 0.000003);
  expect(calls(0, { SSEEnabled: true, KMSMasterKeyId: 'key' })).toBe(0);
  expect(calls(1, { SSEEnabled: true })).toBe(0);
});

test("a table that is no service's own does not grow with load", () => {
  const report = loaded(
    [planted(ecsService()), planted({ Table: { Type: 'AWS::DynamoDB::Table' } }, 'shop-dev-other')],
    9,
  );
  expect(paidFor(report, 'dynamodb.read')).toBe(0);
});

test('keys and secrets cost by the month', () => {
  expect(usdOf('AWS::KMS::Key')).toBeCloseTo(1);
  expect(usdOf('AWS::SecretsManager::Secret')).toBeCloseTo(0.4);
});

test('an image is sent once for each task in another region, and for none in its own', () => {
  const repository = { Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop-web' } } };
  const registry = { ...planted(repository, 'shop-toolchain-registry'), region: 'ap-southeast-1' };
  const sent = (region: string, name = 'web') => {
    const { Service, ...others } = ecsService({ minimum: 3 });
    const named = { ...Service!, Properties: { ...Service!.Properties, ServiceName: name } };
    const target = {
      ...others['Target']!,
      Properties: { ...others['Target']!.Properties, ResourceId: `service/shop/${name}` },
    };
    const service = { ...planted({ ...others, Service: named, Target: target }), region };
    return paidFor(loaded([registry, service], 0, 20), 'transfer.regions');
  };
  expect(sent('us-east-1')).toBeCloseTo(20 * 3 * 0.1 * 0.09);
  expect(sent('us-east-1', 'orders')).toBe(0);
  expect(sent('ap-southeast-1')).toBe(0);
});

test('an image is scanned once for a release where the registry scans for money', () => {
  const scanning = (ScanType: string) =>
    planted({
      Scanning: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { ScanType } },
      Repository: { Type: 'AWS::ECR::Repository' },
    });
  expect(paidFor(loaded([scanning('ENHANCED')], 0, 20), 'inspector.scan')).toBeCloseTo(20 * 0.09);
  expect(paidFor(loaded([scanning('BASIC')], 0, 20), 'inspector.scan')).toBe(0);
});
