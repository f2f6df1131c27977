import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import { parse } from 'yaml';
import { ProgramsAsset } from '../../lib/build/programs-asset';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { InspectProject } from '../../lib/gates/inspect-project';
import { INSPECTION_ARTIFACT, SCAN_VARIABLES } from '../../lib/gates/programs/constants';
import { ScanProject } from '../../lib/gates/scan-project';
import { allow } from '../../lib/shared/allow';
import { newApp } from '../support/app';
import type { Writable } from '../support/configs';
import { temporaryDirectory } from '../support/program';
import type { Properties } from '../support/template';
import { only, shop, TOOLS } from '../support/templates';

const PROJECT = 'AWS::CodeBuild::Project';
const PROFILE = 'arn:aws:signer:eu-central-1:111111111111:/signing-profiles/shop';
const IMAGES = 'arn:aws:ecr:eu-central-1:111111111111:repository/shop-web';

const outdir = temporaryDirectory();
let count = 0;

function deliveryWith(change?: (input: Writable<DeliveryInput>) => void): Delivery {
  return shop((input) => {
    input.tools = TOOLS;
    change?.(input);
  });
}

function propsIn(stack: Stack, delivery: Delivery) {
  return {
    delivery,
    service: delivery.services[0]!,
    prefix: 'shop-web-main',
    architecture: 'arm64' as const,
    key: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:key/1'),
    images: ecr.Repository.fromRepositoryName(stack, 'Images', 'shop-web'),
    programs: new ProgramsAsset(stack, 'Programs'),
  };
}

function inspected(delivery: Delivery, checkout?: codebuild.ISource): Template {
  const stack = new Stack(newApp(join(outdir, String(count++))), 'inspect', { env: TOOLS });
  new InspectProject(stack, 'Inspect', {
    ...propsIn(stack, delivery),
    cloneStatements: [allow(['codecommit:GitPull'], ['arn:aws:codecommit:eu-central-1:111111111111:shop-web'])],
    part: { path: 'services/web', sharedPaths: ['packages/money'] },
    checkout,
  });
  return Template.fromStack(stack);
}

function scanned(delivery: Delivery, more: { signingProfileArn?: string; inspected?: boolean } = {}): Template {
  const stack = new Stack(newApp(join(outdir, String(count++))), 'scan', { env: TOOLS });
  new ScanProject(stack, 'Scan', { ...propsIn(stack, delivery), ...more });
  return Template.fromStack(stack);
}

function variablesIn(template: Template): Record<string, string> {
  const { Environment } = only(template, PROJECT).Properties!;
  return Object.fromEntries(Environment.EnvironmentVariables.map(({ Name, Value }: Properties) => [Name, Value]));
}

function buildSpecIn(template: Template) {
  return parse(only(template, PROJECT).Properties!['Source'].BuildSpec);
}

function statementsIn(template: Template): Properties[] {
  return only(template, 'AWS::IAM::Policy').Properties!['PolicyDocument'].Statement;
}

const actionsIn = (template: Template) => statementsIn(template).flatMap(({ Action }) => [Action].flat() as string[]);
const resourcesFor = (template: Template, action: string) =>
  statementsIn(template).flatMap(({ Action, Resource }) => ([Action].flat().includes(action) ? [Resource].flat() : []));

describe('the inspection', () => {
  const delivery = deliveryWith(({ services: [web] }) => Object.assign(web!, { gates: { coverage: 70 } }));
  const template = inspected(delivery);
  const variables = variablesIn(template);

  test('installs the tools by their lock file, and runs nothing of them on the way', () => {
    expect(buildSpecIn(template).phases.install.commands.at(-1)).toBe(
      'npm ci --ignore-scripts --no-audit --no-fund --prefix /tmp/slipway/tools',
    );
    expect(variables['TOOLS_DIRECTORY']).toBe('/tmp/slipway/tools');
  });

  test('works on the part of the repository that goes into the image, with the limits of the service', () => {
    expect(variables).toMatchObject({ SOURCE_PATH: 'services/web', SHARED_PATHS: '["packages/money"]' });
    expect(JSON.parse(variables['GATES']!)).toEqual(delivery.services[0]!.gates);
    expect(JSON.parse(variables['GATES']!)).toMatchObject({ coverage: 70, dependencies: 'high' });
  });

  test("takes base images from the delivery's own registry", () => {
    expect(JSON.stringify(variables['OWN_REGISTRY'])).toContain('111111111111.dkr.ecr.eu-central-1.');
  });

  test('shows its findings as a report, in a group of its own that it may write to', () => {
    expect(buildSpecIn(template).reports).toEqual({
      gates: { files: ['slipway-reports/gates.xml'], 'file-format': 'JUNITXML' },
    });
    const { id, Properties } = only(template, 'AWS::CodeBuild::ReportGroup');
    expect(Properties).toMatchObject({ Name: 'shop-web-main-inspect-gates', Type: 'TEST', DeleteReports: true });
    expect(resourcesFor(template, 'codebuild:BatchPutTestCases')).toEqual([{ 'Fn::GetAtt': [id, 'Arn'] }]);
  });

  test('leaves its own artifact and writes over no other, such as the image', () => {
    expect(INSPECTION_ARTIFACT.length).toBeLessThanOrEqual(10);
    expect(resourcesFor(template, 's3:PutObject').map((resource) => JSON.stringify(resource))).toEqual([
      expect.stringContaining(`/shop-web-main/${INSPECTION_ARTIFACT}/*`),
    ]);
  });

  test('reaches no image, no parameter and no other role', () => {
    expect(actionsIn(template).filter((action) => /^(ecr|iam|signer|ssm|sts):/.test(action))).toEqual([]);
  });

  test('runs the commands of the team where the team states an analysis, and else none', () => {
    expect(Object.keys(variables).filter((name) => name.endsWith('_COMMAND'))).toEqual([]);
    const own = deliveryWith(({ services: [web] }) => {
      Object.assign(web!, { commands: { install: 'make deps', analyze: 'make analyze' } });
    });
    expect(variablesIn(inspected(own))).toMatchObject({
      INSTALL_COMMAND: 'make deps',
      ANALYZE_COMMAND: 'make analyze',
    });
  });

  test('of a pull request leaves no artifact', () => {
    const checkout = codebuild.Source.gitHubEnterprise({ httpsCloneUrl: 'https://git.example/shop-web' });
    expect(actionsIn(inspected(delivery, checkout))).not.toContain('s3:PutObject');
    expect(actionsIn(template)).toContain('s3:PutObject');
  });
});

describe('the scan', () => {
  const template = scanned(deliveryWith(), { signingProfileArn: PROFILE });

  test("reads the service's images and changes none", () => {
    const actions = actionsIn(template).filter((action) => action.startsWith('ecr:'));
    expect(actions.sort()).toEqual([
      'ecr:BatchGetImage',
      'ecr:DescribeImageScanFindings',
      'ecr:DescribeImageSigningStatus',
      'ecr:GetDownloadUrlForLayer',
    ]);
    expect(new Set(actions.flatMap((action) => resourcesFor(template, action)))).toEqual(new Set([IMAGES]));
  });

  test('writes SBOMs of its own service and of no other', () => {
    expect(resourcesFor(template, 's3:PutObject')).toContain(
      'arn:aws:s3:::shop-sbom-111111111111-eu-central-1/sbom/web/*.json',
    );
    expect(variablesIn(template)).toMatchObject({
      SBOM_BUCKET: 'shop-sbom-111111111111-eu-central-1',
      SERVICE: 'web',
    });
  });

  test("asks for the signature of the delivery's profile", () => {
    expect(variablesIn(template)['SIGNING_PROFILE']).toBe(PROFILE);
    expect(variablesIn(scanned(deliveryWith()))).not.toHaveProperty('SIGNING_PROFILE');
  });

  test('finds the inspection where CodeBuild puts an artifact of its name', () => {
    // https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html
    expect(SCAN_VARIABLES.inspectionDirectory).toBe(`CODEBUILD_SRC_DIR_${INSPECTION_ARTIFACT}`);
    expect(variablesIn(template)).toMatchObject({ INSPECTED: 'true', IMAGE_DIRECTORY: '.' });
  });

  test('of an image of another CI stores no SBOM', () => {
    const foreign = scanned(deliveryWith(), { inspected: false });
    expect(variablesIn(foreign)['INSPECTED']).toBe('false');
    expect(
      resourcesFor(foreign, 's3:PutObject').filter((resource) => JSON.stringify(resource).includes('sbom')),
    ).toEqual([]);
  });

  test("reads Inspector's findings where Inspector scans, and only there", () => {
    const enhanced = scanned(deliveryWith((input) => Object.assign(input, { registry: { scanning: 'enhanced' } })));
    expect(resourcesFor(enhanced, 'inspector2:ListFindings')).toEqual(['*']);
    expect(actionsIn(template).filter((action) => action.startsWith('inspector2:'))).toEqual([]);
  });
});
