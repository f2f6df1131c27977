import { placesOf } from '../../lib/delivery-events/places';
import { DELIVERIES } from '../support/deliveries';
import { shop, TOOLS, templateOf } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', account: '222222222222', region: 'us-east-1' },
    { name: 'prod', network: { cidr: '10.1.0.0/16' } },
  ];
  input.services[0]!.source = { kind: 'codecommit', repository: 'mono', path: 'services/web' };
  input.services.push({
    ...input.services[0]!,
    name: 'orders',
    source: { kind: 'codecommit', repository: 'mono', path: 'services/orders' },
    listenerPort: 8081,
    controller: 'ecs',
  });
});
const places = placesOf(delivery);

test('pipelines lead to their service and the environments of their line', () => {
  expect(places.pipelines).toEqual({
    'shop-web-main': { service: 'web', environments: ['dev', 'prod'] },
    'shop-orders-main': { service: 'orders', environments: ['dev', 'prod'] },
  });
});

test('every pipeline of a GitFlow delivery deploys to its own environments alone', () => {
  const { pipelines } = placesOf(DELIVERIES.workshop);
  const of = (service: string) =>
    Object.entries(pipelines).flatMap(([name, one]) => (one.service === service ? [[name, one.environments]] : []));
  expect(of('orders')).toEqual(
    DELIVERIES.workshop.releaseLines.map(({ name, environments }) => [
      `workshop-orders-${name}`,
      environments.map((environment) => environment.name),
    ]),
  );
});

test('a repository leads to all services that share it', () => {
  expect(places.repositories).toEqual({ 'shop-mono': ['web', 'orders'] });
});

test("the alarms that say how a service is are among its stack's, by their exact names", () => {
  const names = Object.values(templateOf(delivery, 'dev-web').findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmName,
  );
  const known = Object.keys(places.alarms).filter((name) => places.alarms[name]!.service === 'web');
  const rollback = known.filter((name) => /^shop-dev-web-(blue|green)-/.test(name));
  expect(rollback).toHaveLength(6);
  expect(names).toEqual(expect.arrayContaining(rollback));
  expect(places.alarms['shop-dev-web-page']).toEqual({ service: 'web', environment: 'dev' });
  expect(places.alarms['shop-prod-orders-ticket']).toEqual({ service: 'orders', environment: 'prod' });
});

test('a rollout is known by whoever controls it', () => {
  expect(places.applications).toEqual({
    'shop-dev-web': { service: 'web', environment: 'dev' },
    'shop-prod-web': { service: 'web', environment: 'prod' },
  });
  expect(places.ecsServices).toEqual({
    'shop-dev/orders': { service: 'orders', environment: 'dev' },
    'shop-prod/orders': { service: 'orders', environment: 'prod' },
  });
});

test('an environment is where its configuration says, and nowhere in particular where it says nothing', () => {
  expect(places.environments).toEqual({
    dev: { account: '222222222222', region: 'us-east-1' },
    prod: { account: TOOLS.account, region: TOOLS.region },
  });
  expect(placesOf(DELIVERIES.sandbox).environments).toEqual({ dev: {} });
});

test('a hundred services in three environments fit beside a function', () => {
  const many = {
    ...DELIVERIES.workshop,
    services: Array.from({ length: 100 }, (_, index) => ({
      ...delivery.services[0]!,
      name: `service-${index}`,
      in: DELIVERIES.workshop.services[0]!.in,
    })),
  };
  expect(JSON.stringify(placesOf(many)).length).toBeLessThan(500_000);
});

test('no controller tells of a rollout on EKS: the pipeline does, and waits until the traffic is back', () => {
  const { applications, ecsServices, pipelines, alarms } = placesOf(shop(() => {}, 'eks'));
  expect([applications, ecsServices]).toEqual([{}, {}]);
  expect(pipelines).toEqual({ 'shop-web-main': { service: 'web', environments: ['dev'] } });
  expect(alarms['shop-dev-web-page']).toEqual({ service: 'web', environment: 'dev' });
});
