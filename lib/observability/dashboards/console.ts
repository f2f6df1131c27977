/** A dashboard's page in the console. @param region a token is fine */
export function dashboardUrl(region: string, name: string): string {
  return `${cloudWatch(region)}dashboards/dashboard/${name}`;
}

/** The lines of a log group. @param name as addresses have it; CloudFormation's own names need no encoding */
export function logGroupUrl(region: string, name: string): string {
  return `${cloudWatch(region)}logsV2:log-groups/log-group/${name}`;
}

/** Where saved queries wait, at the right. */
export function logsInsightsUrl(region: string): string {
  return `${cloudWatch(region)}logsV2:logs-insights`;
}

/** An EKS cluster, with what runs in it. */
export function clusterUrl(region: string, name: string): string {
  return `https://${region}.console.aws.amazon.com/eks/home?region=${region}#/clusters/${name}`;
}

/** A link to the runbook, or its path where it is not on the web. */
export function runbookText(runbook: string): string {
  return /^https?:/.test(runbook) ? `[Runbook](${runbook})` : `Runbook: \`${runbook}\``;
}

function cloudWatch(region: string): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#`;
}
