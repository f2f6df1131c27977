import { OidcProviderNative } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { GITLAB_AUDIENCE } from './constants';
import { gitlabIssuer } from './gitlab-issuer';

export interface GitlabProvidersProps {
  readonly delivery: Delivery;
}

/**
 * Lets the tools account take the tokens of each GitLab that builds a service; which jobs may do what is for roles to say.
 * An account can have one provider for each address, so that all services share it, and one that is there already is
 * not made again.
 */
export class GitlabProviders extends Construct {
  constructor(scope: Construct, id: string, { delivery }: GitlabProvidersProps) {
    super(scope, id);
    const sources = delivery.services.flatMap(({ source }) => (source.kind === 'gitlabCi' ? [source] : []));
    const existing = sources.filter(({ existingProvider }) => existingProvider).map(({ url }) => gitlabIssuer(url).url);
    const issuers = new Map(sources.map(({ url }) => [gitlabIssuer(url).url, gitlabIssuer(url).name]));
    for (const [url, name] of issuers) {
      if (!existing.includes(url)) new OidcProviderNative(this, name, { url, clientIds: [GITLAB_AUDIENCE] });
    }
  }
}
