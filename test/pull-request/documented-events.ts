/**
 * Events as AWS documents them, with our names in them: "Monitoring CodeCommit events in Amazon EventBridge" in the
 * CodeCommit user guide, and "Build notifications input format reference" in the CodeBuild user guide.
 */

const ACCOUNT = '111111111111';
const REGION = 'eu-central-1';

const common = { version: '0', id: '98377d67-EXAMPLE', account: ACCOUNT, time: '2026-11-20T07:15:16Z', region: REGION };
const ofRepository = (repository: string) => ({
  ...common,
  source: 'aws.codecommit',
  resources: [`arn:aws:codecommit:${REGION}:${ACCOUNT}:${repository}`],
});

/** @param event `pullRequestCreated`, `pullRequestSourceBranchUpdated`, `pullRequestStatusChanged`, … */
export function pullRequestEvent(event: string, repository = 'shop-web', id = '1') {
  return {
    ...ofRepository(repository),
    'detail-type': 'CodeCommit Pull Request State Change',
    detail: {
      author: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/Mary_Major`,
      callerUserArn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/Mary_Major`,
      creationDate: 'Tue Feb 9 2019 10:18:42 PDT ',
      description: 'An example description.',
      destinationCommit: '12241970EXAMPLE',
      destinationReference: 'refs/heads/main',
      event,
      isMerged: 'False',
      lastModifiedDate: 'Tue Feb 9 2019 10:18:42 PDT',
      notificationBody: 'A pull request event occurred in the following AWS CodeCommit repository: …',
      pullRequestId: id,
      pullRequestStatus: event === 'pullRequestStatusChanged' ? 'Closed' : 'Open',
      repositoryNames: [repository],
      revisionId: 'bdc0cb9bEXAMPLE',
      sourceCommit: '2774290EXAMPLE',
      sourceReference: 'refs/heads/test-branch',
      title: 'My Example Pull Request',
    },
  };
}

/** @param event `referenceCreated`, `referenceUpdated` or `referenceDeleted` */
export function referenceEvent(event: string, branch: string, others: Record<string, string> = {}) {
  const repository = others['repositoryName'] ?? 'shop-web';
  return {
    ...ofRepository(repository),
    'detail-type': 'CodeCommit Repository State Change',
    detail: {
      event,
      repositoryName: repository,
      repositoryId: '12345678-1234-5678-abcd-12345678abcd',
      referenceType: 'branch',
      referenceName: branch,
      referenceFullName: `refs/heads/${branch}`,
      ...(event === 'referenceDeleted' ? { oldCommitId: '26a8f2EXAMPLE' } : { commitId: '3e5983DESTINATION' }),
      ...others,
    },
  };
}

/** @param build `<project>:<uuid>` */
export function buildEvent(status: string, build: string) {
  const arn = `arn:aws:codebuild:${REGION}:${ACCOUNT}:build/${build}`;
  return {
    ...common,
    source: 'aws.codebuild',
    'detail-type': 'CodeBuild Build State Change',
    resources: [arn],
    detail: {
      'build-status': status,
      'project-name': build.split(':')[0]!,
      'build-id': arn,
      'additional-information': {
        environment: {
          image: 'aws/codebuild/standard:2.0',
          'privileged-mode': false,
          'compute-type': 'BUILD_GENERAL1_SMALL',
          type: 'LINUX_CONTAINER',
          'environment-variables': [],
        },
        'timeout-in-minutes': 60,
        'build-complete': status !== 'IN_PROGRESS',
        initiator: 'MyCodeBuildDemoUser',
        phases: [{ 'phase-context': [], 'phase-type': 'SUBMITTED', 'phase-status': 'SUCCEEDED' }],
      },
      'current-phase': status === 'IN_PROGRESS' ? 'SUBMITTED' : 'COMPLETED',
      'current-phase-context': '[]',
      version: '1',
    },
  };
}
