import { DOMAIN, shop, templateOf } from '../support/templates';

const cluster = templateOf(
  shop(({ environments: [dev], services: [web] }) => {
    Object.assign(dev!, { domain: DOMAIN });
    Object.assign(web!, { exposure: 'public' });
  }),
  'dev-cluster',
);

test('one certificate serves every name in the domain and is validated in its zone', () => {
  cluster.resourceCountIs('AWS::CertificateManager::Certificate', 1);
  cluster.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: '*.dev.example.com',
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ DomainName: '*.dev.example.com', HostedZoneId: DOMAIN.hostedZoneId }],
  });
});

test("the zone is the team's own: none is made", () => {
  cluster.resourceCountIs('AWS::Route53::HostedZone', 0);
});
