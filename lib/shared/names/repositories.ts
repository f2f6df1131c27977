/** The service's repository of source in CodeCommit, and that of its images in ECR. */
export function repositoryName(delivery: string, service: string): string {
  return `${delivery}-${service}`;
}

/** The repository of this application's own code, which its pipeline starts from. */
export function infrastructureRepositoryName(delivery: string): string {
  return `${delivery}-infrastructure`;
}

/** The bucket of the images' SBOMs; S3's names are global, hence account and region. */
export function sbomBucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-sbom-${account}-${region}`;
}

/** A CodeBuild project that checks a service before a merge, for example with the end `check`. */
export function checkProjectName(delivery: string, service: string, check: string): string {
  return `${delivery}-${service}-${check}`;
}

/** The function that answers pull requests, and its role, by which the approval rules know it. */
export function pullRequestsName(delivery: string): string {
  return `${delivery}-pull-requests`;
}

/** An approval rule of the delivery's repositories, as people see it on a pull request. */
export function approvalRuleName(delivery: string, rule: string): string {
  return `${delivery}-${rule}`;
}
