/** The table of what happened to services. */
export function deliveryEventsName(delivery: string): string {
  return `${delivery}-delivery-events`;
}

/** The bucket that keeps what happened as it came; S3's names are global, hence account and region. */
export function eventArchiveBucketName(delivery: string, account: string, region: string): string {
  return `${delivery}-events-${account}-${region}`;
}

/** The dashboard of delivery metrics. */
export function deliveryMetricsName(delivery: string): string {
  return `${delivery}-delivery-metrics`;
}
