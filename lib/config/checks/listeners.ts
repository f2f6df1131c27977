import { REDIRECT_PORT, TEST_PORT_OFFSET } from '../../shared/addresses';
import type { Cursor } from '../cursor';
import { defaultListenerPort } from '../defaults';
import type { EnvironmentInput, ServiceInput } from '../input';
import type { Finding } from '../issues';
import { formatPath } from '../problem';
import { type Check, where } from './check';

export const checkListeners: Check = (delivery) => {
  const services = delivery.at('services').items();
  const findings = delivery
    .at('environments')
    .items()
    .flatMap((environment) => [
      ...collisions(environment, services, 'public'),
      ...collisions(environment, services, 'internal'),
    ]);
  // A port that is taken in every environment is one mistake.
  return findings.filter(
    (finding, index) => findings.findIndex((other) => formatPath(other.path) === formatPath(finding.path)) === index,
  );
};

function collisions(
  environment: Cursor<EnvironmentInput>,
  services: readonly Cursor<ServiceInput>[],
  exposure: 'public' | 'internal',
): Finding[] {
  const hasDomain = environment.at('domain').stated;
  const taken = new Map<number, string>();
  if (exposure === 'public' && hasDomain) taken.set(REDIRECT_PORT, 'the redirect to HTTPS');
  return services
    .filter((service) => service.at('exposure').or('internal') === exposure)
    .flatMap((service) => {
      const place = service.at('listenerPort');
      const port = place.or(defaultListenerPort(exposure, hasDomain));
      if (port === undefined) return [];
      const test = port + TEST_PORT_OFFSET;
      const clash = [port, test].find((number) => taken.has(number));
      if (clash !== undefined) {
        const scope = environment.at('name').value ?? where(environment);
        return [
          {
            path: place.path,
            message: `needs port ${clash}, which ${taken.get(clash)} has on the ${exposure} load balancer of ${scope}`,
            got: place.stated ? String(port) : `the default ${port}`,
            allowed: 'a port that is free there, as is the port 10000 higher',
          },
        ];
      }
      taken.set(port, `the production listener of ${where(service)}`);
      taken.set(test, `the test listener of ${where(service)}`);
      return [];
    });
}
