import type { DeliveryInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const RULE = 'AWS::Events::Rule';
const NAME = 'toolchain-web-main-pipeline';
const OF_PARAMETERS = { EventPattern: { source: ['aws.ssm'] } };

function deliveryWith(...environments: Writable<DeliveryInput>['environments']) {
  return shop((input) => {
    input.tools = TOOLS;
    input.environments = environments.map((environment, index) => ({
      network: { cidr: `10.${index}.0.0/16` },
      ...environment,
    }));
  });
}

const near = deliveryWith({ name: 'dev' }, { name: 'test' });

test('a new release of an environment on the line starts the pipeline', () => {
  const rule = only(templateOf(near, NAME), RULE, OF_PARAMETERS).Properties!;
  expect(rule['EventPattern']).toEqual({
    source: ['aws.ssm'],
    'detail-type': ['Parameter Store Change'],
    detail: { name: ['/shop/dev/web/release', '/shop/test/web/release'], operation: ['Create', 'Update'] },
  });
  expect(rule['State']).toBe('ENABLED');
});

test('the names are those of the parameters that the environments publish', () => {
  const published = ['dev-web', 'test-web'].map(
    (name) => only(templateOf(near, name), 'AWS::SSM::Parameter').Properties!['Name'],
  );
  const { EventPattern } = only(templateOf(near, NAME), RULE, OF_PARAMETERS).Properties!;
  expect(EventPattern.detail.name).toEqual(published);
});

describe('the function behind the rule', () => {
  const template = templateOf(near, NAME);
  const [id] = Object.keys(template.findResources('AWS::Lambda::Function')).filter((one) =>
    one.startsWith('ConfigurationChangeRedeploy'),
  );

  test('gets the whole event, which says whose release it is', () => {
    const [target, ...others] = only(template, RULE, OF_PARAMETERS).Properties!['Targets'];
    expect(others).toEqual([]);
    expect(target.Arn).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    expect(target.Input ?? target.InputTransformer ?? target.InputPath).toBeUndefined();
  });

  test('lets this rule in', () => {
    const permission = only(template, 'AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
    }).Properties!;
    expect(permission['Action']).toBe('lambda:InvokeFunction');
    expect(permission['SourceArn']).toEqual({
      'Fn::GetAtt': [only(template, RULE, OF_PARAMETERS).id, 'Arn'],
    });
  });

  test('starts the pipeline of the line, with what its first environment runs', () => {
    const { Variables } = template.findResources('AWS::Lambda::Function')[id!]!['Properties'].Environment;
    expect(Variables['PIPELINE_NAME']).toBe('shop-web-main');
    expect(JSON.parse(Variables['DEPLOYED_RECORDS'])).toEqual({
      '111111111111:/shop/dev/web/release': '/shop/dev/web/deployed',
      '111111111111:/shop/test/web/release': '/shop/dev/web/deployed',
    });
    const started = about(
      allowedBy(near, NAME, 'ConfigurationChangeRedeployFunctionPolicy'),
      'codepipeline:StartPipelineExecution',
    );
    expect(started.flatMap(({ resources }) => resources)).toEqual([
      'arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main',
    ]);
  });
});

test('only environments of the line count', () => {
  const lines = shop((input) => {
    input.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' } });
    input.branching = {
      releaseLines: [
        { branches: ['develop'], environments: ['dev'] },
        { branches: ['main'], environments: ['test'] },
      ],
    };
  });
  const { EventPattern } = only(templateOf(lines, 'toolchain-web-develop-pipeline'), RULE, OF_PARAMETERS).Properties!;
  expect(EventPattern.detail.name).toEqual(['/shop/dev/web/release']);
});

test('an environment in another account counts, and forwards its event to the tools account', () => {
  const delivery = deliveryWith({ name: 'dev' }, { name: 'test', account: '222222222222' });
  const { EventPattern } = only(templateOf(delivery, NAME), RULE, OF_PARAMETERS).Properties!;
  expect(EventPattern.detail.name).toEqual(['/shop/dev/web/release', '/shop/test/web/release']);
  const forwarding = only(templateOf(delivery, 'test-web'), RULE, OF_PARAMETERS).Properties!;
  expect(forwarding['EventPattern'].detail.name).toEqual(['/shop/test/web/release']);
  expect(evaluated(delivery, 'test-web', forwarding['Targets'][0].Arn)).toBe(
    'arn:aws:events:eu-central-1:111111111111:event-bus/default',
  );
});

test('an environment in the tools account forwards nothing', () => {
  templateOf(near, 'test-web').resourceCountIs(RULE, 0);
});

test('the tools account takes events from the accounts of environments only', () => {
  const policy = 'AWS::Events::EventBusPolicy';
  const delivery = deliveryWith({ name: 'dev' }, { name: 'test', account: '222222222222' });
  templateOf(near, 'toolchain-source').resourceCountIs(policy, 0);
  const own = only(templateOf(delivery, 'toolchain-source'), policy).Properties;
  expect(evaluated(delivery, 'toolchain-source', own)).toEqual({
    StatementId: 'shop-222222222222',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::222222222222:root' },
      Action: 'events:PutEvents',
      Resource: 'arn:aws:events:eu-central-1:111111111111:event-bus/default',
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': expect.arrayContaining(['aws.ssm']),
          'events:detail-type': expect.arrayContaining(['Parameter Store Change']),
        },
      },
    },
  });
});
