import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Delivery, Source } from '../../lib/config/delivery';
import { GitlabProviders } from '../../lib/source/gitlab-providers';
import { newApp } from '../support/app';
import { shop } from '../support/templates';

const PROVIDER = 'AWS::IAM::OIDCProvider';

function withSources(...sources: Source[]): Delivery {
  const delivery = shop();
  return { ...delivery, services: sources.map((source) => ({ ...delivery.services[0]!, source })) };
}

const gitlab = (url: string, existingProvider?: boolean): Source => ({
  kind: 'gitlabCi',
  project: 'acme/web',
  url,
  existingProvider,
});

function providersOf(delivery: Delivery): Template {
  const stack = new Stack(newApp(), 'stack');
  new GitlabProviders(stack, 'Providers', { delivery });
  return Template.fromStack(stack);
}

test('services of one GitLab share its provider, as an account has but one', () => {
  const template = providersOf(withSources(gitlab('https://gitlab.com'), gitlab('https://gitlab.com/')));
  template.resourceCountIs(PROVIDER, 1);
  template.hasResourceProperties(PROVIDER, { Url: 'https://gitlab.com', ClientIdList: ['sts.amazonaws.com'] });
});

test('each GitLab has a provider', () => {
  providersOf(withSources(gitlab('https://gitlab.com'), gitlab('https://git.example.com'))).resourceCountIs(
    PROVIDER,
    2,
  );
});

test.each([
  [true, false],
  [false, true],
])('a provider that the account has already is not made again', (one, other) => {
  const template = providersOf(withSources(gitlab('https://gitlab.com/', one), gitlab('https://gitlab.com', other)));
  template.resourceCountIs(PROVIDER, 0);
});

test('that one GitLab is known says nothing about another', () => {
  const delivery = withSources(gitlab('https://gitlab.com', true), gitlab('https://git.example.com'));
  providersOf(delivery).hasResourceProperties(PROVIDER, { Url: 'https://git.example.com' });
});

test('without GitLab CI there is none', () => {
  providersOf(shop()).resourceCountIs(PROVIDER, 0);
});
