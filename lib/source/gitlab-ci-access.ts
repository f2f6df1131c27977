import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery, ReleaseLine, Service, Source } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { GITLAB_AUDIENCE } from './constants';
import { type GitlabIssuer, gitlabIssuer, providerArn, type Subjects, subjectsOf } from './gitlab-issuer';

export interface GitlabCiAccessProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly source: Extract<Source, { kind: 'gitlabCi' }>;
  /** The profile that signs the delivery's images in the name of who pushes them. @default - they are not signed */
  readonly signingProfileArn?: string;
}

/**
 * The role that GitLab's jobs take on for one service and one release line: they push that service's images, read their
 * scans, and start that line's pipeline. Only jobs of that project on the line's branches get in, with a token that was
 * made out to AWS.
 */
export class GitlabCiAccess extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: GitlabCiAccessProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { delivery, service, releaseLine, source } = props;
    const issuer = gitlabIssuer(source.url);
    const provider = providerArn(stack.partition, stack.account, issuer);
    const principals = trustConditions(issuer, subjectsOf(source.project, releaseLine.branches)).map(
      (conditions) => new iam.WebIdentityPrincipal(provider, conditions),
    );
    this.role = new iam.Role(this, 'Role', {
      roleName: names.gitlabRoleName(delivery.name, service.name, releaseLine.name),
      description: `GitLab's jobs of ${source.project} on ${releaseLine.branches.join(', ')}`,
      assumedBy: new iam.CompositePrincipal(...principals),
    });
    const repository = stack.formatArn({
      service: 'ecr',
      resource: 'repository',
      resourceName: names.repositoryName(delivery.name, service.name),
    });
    const isEnhanced = delivery.registry.scanning === 'enhanced';
    const policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        // The call takes no resource.
        allow(['ecr:GetAuthorizationToken'], ['*']),
        allow(
          [
            'ecr:BatchCheckLayerAvailability',
            'ecr:BatchGetImage',
            'ecr:CompleteLayerUpload',
            'ecr:DescribeImageScanFindings',
            'ecr:DescribeImages',
            'ecr:InitiateLayerUpload',
            'ecr:PutImage',
            'ecr:UploadLayerPart',
          ],
          [repository],
        ),
        // Neither call takes a resource.
        ...(isEnhanced ? [allow(['inspector2:ListCoverage', 'inspector2:ListFindings'], ['*'])] : []),
        ...(props.signingProfileArn === undefined ? [] : [allow(['signer:SignPayload'], [props.signingProfileArn])]),
        allow(
          ['codepipeline:StartPipelineExecution'],
          [
            stack.formatArn({
              service: 'codepipeline',
              resource: names.pipelineName(delivery.name, service.name, releaseLine.name),
            }),
          ],
        ),
      ],
    });
    acknowledge(
      policy,
      'IAM5[Resource::*]',
      "Neither ecr:GetAuthorizationToken nor the reading of Inspector's findings, which ECR does in the caller's name, takes a resource.",
    );
  }
}

/** One entry for the branches by name and one for the patterns, as within an entry all conditions must hold. */
function trustConditions({ name }: GitlabIssuer, { exact, like }: Subjects): iam.Conditions[] {
  const audience = { [`${name}:aud`]: GITLAB_AUDIENCE };
  return [
    ...(exact.length > 0 ? [{ StringEquals: { ...audience, [`${name}:sub`]: exact } }] : []),
    ...(like.length > 0 ? [{ StringEquals: audience, StringLike: { [`${name}:sub`]: like } }] : []),
  ];
}
