import { Match } from 'aws-cdk-lib/assertions';
import { CONNECTION } from '../support/configs';
import { about, allowedBy, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const delivery = shop((input) => {
  input.tools = TOOLS;
  delete input.branching;
  input.environments = ['dev', 'test', 'prod'].map((name, index) => ({
    name,
    network: { cidr: `10.${index}.0.0/16` },
    production: name === 'prod',
  }));
  input.services.push({
    name: 'stock',
    listenerPort: 8081,
    source: { kind: 'gitlabCi', project: 'acme/stock' },
  });
});
const main = new PipelineView(delivery, 'toolchain-web-main-pipeline');
const develop = new PipelineView(delivery, 'toolchain-web-develop-pipeline');
const adopted = new PipelineView(delivery, 'toolchain-stock-develop-pipeline');

describe('a service that the pipeline builds', () => {
  test('is verified, inspected and built side by side, then scanned', () => {
    expect(main.order.slice(0, 3)).toEqual(['Source', 'Build', 'Scan']);
    expect(main.orderIn('Build')).toEqual(['1 Verify', '1 Inspect', '1 Image']);
    expect(main.orderIn('Scan')).toEqual(['1 Scan']);
  });

  test('is all of the commit that started the run', () => {
    for (const name of ['Verify', 'Inspect', 'Image']) expect(main.inputsOf('Build', name)).toEqual(['Source']);
  });

  test('is scanned with the image that was built and what its source holds', () => {
    expect(main.outputsOf('Build', 'Image')).toEqual(['Image']);
    expect(main.outputsOf('Build', 'Inspect')).toEqual(['Inspection']);
    expect(main.inputsOf('Scan', 'Scan')).toEqual(['Image', 'Inspection']);
    // The first is the build's own directory, where the program looks for the image.
    expect(main.action('Scan', 'Scan')['Configuration'].PrimarySource).toBe('Image');
    expect(main.outputsOf('Scan', 'Scan')).toEqual(['Scan']);
  });

  test('reaches no environment before all of that', () => {
    const [first] = delivery.releaseLines.find(({ name }) => name === 'main')!.environments;
    const before = main.order.slice(0, main.order.indexOf(`approve-${first!.name}`));
    expect(before).toEqual(['Source', 'Build', 'Scan']);
  });

  test('has its own limits in the gates', () => {
    const { gates } = delivery.services[0]!;
    for (const name of ['inspect', 'scan']) {
      const project = Object.values(main.template.findResources('AWS::CodeBuild::Project')).find(
        ({ Properties }) => Properties.Name === `shop-web-main-${name}`,
      )!;
      const variables: { Name: string; Value: string }[] = project['Properties'].Environment.EnvironmentVariables;
      expect(JSON.parse(variables.find(({ Name }) => Name === 'GATES')!.Value)).toEqual(gates);
    }
  });
});

describe('the line that releases are merged back into', () => {
  test('fails beside the other builds while one is missing', () => {
    expect(develop.orderIn('Build')).toEqual(['1 Verify', '1 Inspect', '1 Image', '1 BackMerge']);
    expect(develop.inputsOf('Build', 'BackMerge')).toEqual(['Source']);
    expect(develop.projects).toContain('shop-web-develop-back-merge');
  });

  test('is the only one that does', () => {
    const release = new PipelineView(delivery, 'toolchain-web-release-pipeline');
    expect(release.projects).not.toContainEqual(expect.stringContaining('back-merge'));
    expect(main.orderIn('Build')).not.toContain('1 BackMerge');
  });
});

describe('a service that GitLab CI builds', () => {
  test('is taken over and scanned, not built', () => {
    expect(adopted.order.slice(0, 3)).toEqual(['Source', 'Build', 'Scan']);
    expect(adopted.orderIn('Build')).toEqual(['1 Adopt']);
    expect(adopted.projects).toEqual(
      ['adopt-image', 'record', 'render', 'scan'].map((name) => `shop-stock-develop-${name}`),
    );
  });

  test('is scanned all the same, without an inspection', () => {
    expect(adopted.outputsOf('Build', 'Adopt')).toEqual(['Image']);
    expect(adopted.inputsOf('Scan', 'Scan')).toEqual(['Image']);
    adopted.template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-stock-develop-scan',
      Environment: { EnvironmentVariables: Match.arrayWith([Match.objectLike({ Name: 'INSPECTED', Value: 'false' })]) },
    });
  });

  test('starts from the pushed image, which nothing but the CI announces', () => {
    expect(adopted.action('Source', 'Source')).toMatchObject({
      ActionTypeId: { Category: 'Source', Provider: 'ECR' },
      Configuration: { RepositoryName: 'shop-stock', ImageTag: 'candidate-develop' },
    });
    const rules = Object.values(adopted.template.findResources('AWS::Events::Rule'));
    expect(rules.map(({ Properties }) => Properties.EventPattern.source)).toEqual([['aws.ssm']]);
  });
});

test('each build clones from the host that the code is at', () => {
  const hosted = shop((input) => {
    input.tools = TOOLS;
    input.services[0] = {
      name: 'web',
      source: { kind: 'github', connectionArn: CONNECTION, repository: 'acme/web' },
    };
  });
  for (const policy of ['VerifyBuild', 'InspectProgram', 'ImageProgram']) {
    const statements = allowedBy(hosted, 'toolchain-web-main-pipeline', policy);
    expect(about(statements, 'codeconnections:UseConnection').flatMap(({ resources }) => resources)).toContain(
      CONNECTION,
    );
    expect(about(statements, 'codecommit:GitPull')).toEqual([]);
  }
});
