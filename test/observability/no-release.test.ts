import type { DeliveryInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { only, shop, templateOf } from '../support/templates';

type Change = (delivery: Writable<DeliveryInput>) => void;

/** What a release of the service is made of; a change of it starts one. */
function releaseAfter(change?: Change): unknown {
  const template = templateOf(shop(change), 'dev-web');
  const [family, name] = ['shop-dev-web', '/shop/dev/web/release'];
  return [
    only(template, 'AWS::ECS::TaskDefinition', { Family: family }),
    only(template, 'AWS::SSM::Parameter', { Name: name }),
  ];
}

const web = (delivery: Writable<DeliveryInput>) => delivery.services[0]!;

test.each<[what: string, change: Change]>([
  ['a promise', (delivery) => Object.assign(web(delivery), { objectives: { availability: 99.9 } })],
  ['the runbook', (delivery) => Object.assign(delivery, { runbook: 'https://wiki.example.com/runbook' })],
  ['who is told', (delivery) => Object.assign(delivery, { notifications: { email: ['shop@example.com'] } })],
])('%s may change without a release of any service', (_what, change) => {
  expect(releaseAfter(change)).toEqual(releaseAfter());
});

test('the share of traces that are kept is part of the release', () => {
  const change: Change = (delivery) => Object.assign(web(delivery), { tracing: { percent: 50 } });
  expect(releaseAfter(change)).not.toEqual(releaseAfter());
});
