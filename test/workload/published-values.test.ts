import { rolloutRelease } from '../../lib/deployment/programs/rollout-release';
import { type EksRelease, parseReleaseManifest } from '../../lib/deployment/release-manifest';
import { requirePublished } from '../../lib/workload/published-values';
import { IMAGE, valuesWith } from '../support/chart-values';
import { EKS_MANIFEST } from '../support/eks-release';

/** What a stack publishes: with a value of each kind that the chart takes. */
const { image: _, ...values } = valuesWith({
  secrets: { TOKEN: 'ssm:/shop/token' },
  sidecars: [{ name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3', memory: 64, variables: { A: 'b' } }],
});
const MANIFEST = JSON.stringify({ ...EKS_MANIFEST, values });

test.each([
  ['a release', false],
  ['a rollback', true],
])('what Render makes of %s is what is published', (_name, rollback) => {
  const rendered = rolloutRelease(parseReleaseManifest(MANIFEST) as EksRelease, IMAGE, rollback);
  expect(() => requirePublished(JSON.parse(JSON.stringify(rendered.values)), MANIFEST)).not.toThrow();
});

test('a value is compared at every depth, and whatever it is called', () => {
  const change = (text: string) => () => requirePublished({ ...values, ...JSON.parse(text) }, MANIFEST);
  const variables = JSON.stringify({ ...values.app, variables: { ...values.app.variables, EXTRA: '1' } });
  expect(change(`{"app": ${variables}}`)).toThrow('has published (app): ');
  expect(change('{"constructor": {}}')).toThrow('has published (constructor): ');
});

test('a service that is not on EKS any more has published nothing for it', () => {
  expect(() => requirePublished(values, '{"taskDefinition": "arn"}')).toThrow(
    /has published \(analysis, app, .*validation\): /,
  );
});
