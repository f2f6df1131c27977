/** The table of incidents, and the function that opens and resolves them. */
export function incidentsName(delivery: string): string {
  return `${delivery}-incidents`;
}

/**
 * The role in an environment's account with which incidents look at its alarms and metrics; no service may be called
 * `incidents`.
 */
export function incidentMetricsRoleName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-incidents-metrics`;
}

/** The topic whose messages chat channels show. */
export function chatTopicName(delivery: string): string {
  return `${delivery}-chat`;
}

/** The bucket of an environment's collected diagnostics; S3's names are global, hence account and region. */
export function diagnosticsBucketName(delivery: string, environment: string, account: string, region: string): string {
  return `${delivery}-${environment}-diag-${account}-${region}`;
}

/** An SSM Automation document of an environment: `scale-out`, `diagnostics`. */
export function runbookDocumentName(delivery: string, environment: string, runbook: string): string {
  return `${delivery}-${environment}-${runbook}`;
}

/** What lets an environment's game days write their log. */
export function gameDayName(delivery: string, environment: string): string {
  return `${delivery}-${environment}-game-day`;
}

/** The log of an environment's game days. */
export function gameDayLogGroupName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/game-day`;
}
