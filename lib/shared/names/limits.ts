/** Longest name of a load balancer or a target group (API reference of Elastic Load Balancing, CreateTargetGroup). */
export const LOAD_BALANCING_NAME_LIMIT = 32;
/** Longest name of an IAM role (IAM and STS quotas). */
export const ROLE_NAME_LIMIT = 64;
/** Longest name of an S3 bucket (bucket naming rules). */
export const BUCKET_NAME_LIMIT = 63;
/** Longest name of a pipeline (quotas in AWS CodePipeline). */
export const PIPELINE_NAME_LIMIT = 100;
