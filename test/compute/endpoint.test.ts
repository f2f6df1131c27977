import { Match } from 'aws-cdk-lib/assertions';
import { DOMAIN, evaluated, only, shop, templateOf } from '../support/templates';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const overHttp = shop(({ services: [web] }) => Object.assign(web!, { exposure: 'public', listenerPort: 8080 }));
const overTls = shop(({ environments: [dev], services: [web] }) => {
  Object.assign(dev!, { domain: DOMAIN });
  Object.assign(web!, { exposure: 'public' });
});
const http = templateOf(overHttp, 'dev-web');
const https = templateOf(overTls, 'dev-web');
const blue = only(http, TARGET_GROUP, { Name: 'shop-dev-web-blue' }).id;

test('there are two target groups, for blue and green', () => {
  http.resourceCountIs(TARGET_GROUP, 2);
  http.hasResourceProperties(TARGET_GROUP, { Name: 'shop-dev-web-blue' });
  http.hasResourceProperties(TARGET_GROUP, { Name: 'shop-dev-web-green' });
});

test('both sides take tasks by address and ask them for /health', () => {
  http.allResourcesProperties(TARGET_GROUP, {
    TargetType: 'ip',
    Protocol: 'HTTP',
    HealthCheckPath: '/health',
    Matcher: { HttpCode: '200' },
  });
});

test('a health check has answered before the next one starts', () => {
  for (const { Properties } of Object.values(http.findResources(TARGET_GROUP))) {
    expect(Properties.HealthCheckTimeoutSeconds).toBeLessThan(Properties.HealthCheckIntervalSeconds);
  }
});

test.each([
  ['production', 8080],
  ['test', 18_080],
])('the %s listener has port %i and leads to blue', (_, port) => {
  http.hasResourceProperties(LISTENER, {
    Port: port,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: blue } }],
  });
});

test('where nobody turns listeners, the test listener leads to green from the start', () => {
  const onEks = templateOf(shop(undefined, 'eks'), 'dev-web');
  const { id } = only(onEks, TARGET_GROUP, { Name: 'shop-dev-web-next' });
  const [test] = Object.values(onEks.findResources(LISTENER)).filter(({ Properties }) => Properties.Port === 18_080);
  expect(test!['Properties'].DefaultActions).toEqual([{ Type: 'forward', TargetGroupArn: { Ref: id } }]);
});

test('there is no third listener', () => {
  http.resourceCountIs(LISTENER, 2);
});

test('a listener by itself opens nothing', () => {
  http.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { CidrIp: Match.anyValue() }, 0);
});

test('without a domain the listeners speak plain HTTP', () => {
  http.allResourcesProperties(LISTENER, { Protocol: 'HTTP', Certificates: Match.absent(), SslPolicy: Match.absent() });
});

test('with a domain both listeners speak TLS from 1.2 on, under a policy that no update of CDK changes', () => {
  https.resourceCountIs(LISTENER, 2);
  https.allResourcesProperties(LISTENER, { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' });
});

test('with a domain both listeners show its certificate', () => {
  const certificate = only(templateOf(overTls, 'dev-cluster'), 'AWS::CertificateManager::Certificate').id;
  const expected = evaluated(overTls, 'dev-cluster', { Ref: certificate });
  for (const { Properties } of Object.values(https.findResources(LISTENER))) {
    expect(evaluated(overTls, 'dev-web', Properties.Certificates)).toEqual([{ CertificateArn: expected }]);
  }
});

test('an internal service is reached over plain HTTP in an environment with a domain, too', () => {
  const internal = shop(({ environments: [dev] }) => Object.assign(dev!, { domain: DOMAIN }));
  templateOf(internal, 'dev-web').allResourcesProperties(LISTENER, { Protocol: 'HTTP', Certificates: Match.absent() });
});
