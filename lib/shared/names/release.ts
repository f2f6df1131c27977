import { pipelineName } from './pipeline';

/** The SSM parameter, in the tools account, with what a service runs in an environment. */
export function deployedParameterName(delivery: string, environment: string, service: string): string {
  return `/${delivery}/${environment}/${service}/deployed`;
}

/** The SSM parameter, in the tools account, that stops releases into an environment. */
export function freezeParameterName(delivery: string, environment: string): string {
  return `/${delivery}/${environment}/freeze`;
}

/** The function that every pipeline asks before it enters an environment. */
export function freezeFunctionName(delivery: string): string {
  return `${delivery}-release-freeze`;
}

/** The SSM Automation document that takes a service back to its last good release. */
export function rollbackDocumentName(delivery: string, service: string, releaseLine: string): string {
  return `${pipelineName(delivery, service, releaseLine)}-rollback`;
}

/** The topic of the delivery's messages to people. */
export function notificationsTopicName(delivery: string): string {
  return `${delivery}-notifications`;
}
