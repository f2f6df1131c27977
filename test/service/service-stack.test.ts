import { evaluated, only, shop, templateOf } from '../support/templates';

/** What is the same on both platforms, because it stands in front of the service or beside it. */
describe.each(['ecs', 'eks'] as const)('a service on %s', (platform) => {
  const delivery = shop(({ services: [web] }) => {
    Object.assign(web!, { table: { partitionKey: 'id' }, alarms: { errorPercent: 3, p99Milliseconds: 700 } });
  }, platform);
  const template = templateOf(delivery, 'dev-web');

  test('has six alarms that roll a release back', () => {
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmName,
    );
    const sides = ['blue', 'green'].flatMap((side) =>
      ['errors', 'latency', 'unhealthy-hosts'].map((what) => `shop-dev-web-${side}-${what}`),
    );
    expect(names).toEqual(expect.arrayContaining(sides));
  });

  test('says where it answers', () => {
    for (const [name, port] of [
      ['Url', ''],
      ['TestUrl', ':10080'],
    ] as const) {
      const url = evaluated(delivery, 'dev-web', template.findOutputs(name)[name]!['Value']);
      expect(url).toMatch(new RegExp(`^http://shop-dev-internal[^:/]*${port === '' ? '(:8080)?' : ':18080'}$`));
    }
  });

  test('has a table', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  test.each(['shop-dev-web-probe', 'shop-dev-web-validate'])('has the function %s', (name) => {
    expect(only(template, 'AWS::Lambda::Function', { FunctionName: name }).id).toMatch(/^Validation/);
  });

  test('has one role to deploy with', () => {
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-dev-web-deploy' });
  });

  test('publishes its releases under one name', () => {
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/shop/dev/web/release' });
  });

  test('has a dashboard', () => {
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'shop-dev-web' });
  });
});
