import type { ServiceInput } from '../../lib/config/input';
import { problemsAfter, SERVICE_DIRECTORY } from './problems';

const directory = SERVICE_DIRECTORY;
const domain = { name: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
const FREE = 'a port that is free there, as is the port 10000 higher';

function problemsOf(services: Omit<ServiceInput, 'directory'>[], withDomain = false): string[] {
  return problemsAfter((delivery) => {
    Object.assign(delivery, { services: services.map((service) => ({ directory, ...service })) });
    if (withDomain) delivery.environments[0]!.domain = domain;
  });
}

test('two services cannot both have the default port of the internal load balancer', () => {
  expect(problemsOf([{ name: 'web' }, { name: 'orders' }])).toEqual([
    'services[1].listenerPort: needs port 8080, which the production listener of services[0] has on the internal load ' +
      `balancer of dev (got the default 8080, allowed ${FREE})`,
  ]);
});

test('a public and an internal service may have the same port', () => {
  expect(problemsOf([{ name: 'web', exposure: 'public', listenerPort: 8080 }, { name: 'orders' }])).toEqual([]);
});

test('a production port cannot be the test port of another service', () => {
  expect(problemsOf([{ name: 'web' }, { name: 'orders', listenerPort: 18_080 }])).toEqual([
    'services[1].listenerPort: needs port 18080, which the test listener of services[0] has on the internal load ' +
      `balancer of dev (got 18080, allowed ${FREE})`,
  ]);
});

test('a test port cannot be the production port of another service', () => {
  expect(problemsOf([{ name: 'web', listenerPort: 18_080 }, { name: 'orders' }])).toEqual([
    'services[1].listenerPort: needs port 18080, which the production listener of services[0] has on the internal load ' +
      `balancer of dev (got the default 8080, allowed ${FREE})`,
  ]);
});

test('port 80 belongs to the redirect where there is a domain', () => {
  expect(problemsOf([{ name: 'web', exposure: 'public', listenerPort: 80 }], true)).toEqual([
    'services[0].listenerPort: needs port 80, which the redirect to HTTPS has on the public load balancer of dev ' +
      `(got 80, allowed ${FREE})`,
  ]);
});

test('port 80 is free where there is no domain', () => {
  expect(problemsOf([{ name: 'web', exposure: 'public', listenerPort: 80 }])).toEqual([]);
});

test('a port that is taken in every environment is one problem', () => {
  const problems = problemsAfter((delivery) => {
    delivery.environments.push({ name: 'test', network: { cidr: '10.1.0.0/16' } });
    delivery.services.push({ name: 'orders', directory });
  });
  expect(problems).toHaveLength(1);
});
