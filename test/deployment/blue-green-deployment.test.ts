import { Match } from 'aws-cdk-lib/assertions';
import { rollbackAlarmNames } from '../../lib/shared/names';
import { only, shop, templateOf } from '../support/templates';

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

const template = templateOf(shop(), 'dev-web');
const production = templateOf(
  shop(({ environments: [dev] }) => Object.assign(dev!, { production: true })),
  'dev-web',
);

test('application and group are of the service in its environment', () => {
  template.hasResourceProperties('AWS::CodeDeploy::Application', {
    ApplicationName: 'shop-dev-web',
    ComputePlatform: 'ECS',
  });
  template.hasResourceProperties(GROUP, {
    DeploymentGroupName: 'shop-dev-web',
    ECSServices: [Match.objectLike({ ServiceName: 'web' })],
  });
});

test('traffic moves from one set of tasks to another, at once', () => {
  template.hasResourceProperties(GROUP, {
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    BlueGreenDeploymentConfiguration: {
      DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT', WaitTimeInMinutes: 0 },
    },
  });
});

test('a deployment that fails, is stopped or raises an alarm is rolled back', () => {
  template.hasResourceProperties(GROUP, {
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
    },
  });
});

test('the six alarms on both sides stop a deployment', () => {
  const names = rollbackAlarmNames('shop', 'dev', 'web');
  const alarms = names.map((AlarmName) => only(template, 'AWS::CloudWatch::Alarm', { AlarmName }).id);
  expect(alarms).toHaveLength(6);
  const { Alarms, ...rest } = only(template, GROUP).Properties!['AlarmConfiguration'];
  expect(Alarms.map(({ Name }: { Name: { Ref: string } }) => Name.Ref).sort()).toEqual(alarms.sort());
  expect(rest).toEqual({ Enabled: true });
});

test.each([
  ['for half an hour in production', production, 30],
  ['for five minutes elsewhere', template, 5],
])('the old tasks stay, ready for a rollback, %s', (_, stack, minutes) => {
  stack.hasResourceProperties(GROUP, {
    BlueGreenDeploymentConfiguration: {
      TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: minutes },
    },
  });
});

test('the old tasks stay as long as the configuration says', () => {
  const stated = shop(({ services: [web] }) => Object.assign(web!, { bakeMinutes: 90 }));
  templateOf(stated, 'dev-web').hasResourceProperties(GROUP, {
    BlueGreenDeploymentConfiguration: {
      TerminateBlueInstancesOnDeploymentSuccess: { TerminationWaitTimeInMinutes: 90 },
    },
  });
});

test('production traffic and test traffic have a listener each, and both sides a target group', () => {
  const ref = (type: string, props: object) => ({ Ref: only(template, type, props).id });
  const name = (color: string) => {
    const { id } = only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', { Name: `shop-dev-web-${color}` });
    return { Name: { 'Fn::GetAtt': [id, 'TargetGroupName'] } };
  };
  template.hasResourceProperties(GROUP, {
    LoadBalancerInfo: {
      TargetGroupPairInfoList: [
        {
          ProdTrafficRoute: { ListenerArns: [ref(LISTENER, { Port: 8080 })] },
          TestTrafficRoute: { ListenerArns: [ref(LISTENER, { Port: 18_080 })] },
          TargetGroups: [name('blue'), name('green')],
        },
      ],
    },
  });
});

test('the group waits for the service and for what CodeDeploy may do', () => {
  const policies = Object.keys(template.findResources('AWS::IAM::Policy'));
  const policy = policies.filter((id) => id.startsWith('DeploymentServiceRole'));
  expect(policy).toHaveLength(1);
  expect(only(template, GROUP).DependsOn).toEqual(
    expect.arrayContaining([...policy, only(template, 'AWS::ECS::Service').id]),
  );
});
