/** The agent of Systems Manager, by version. */
export const AGENT_IMAGE = 'public.ecr.aws/amazon-ssm-agent/amazon-ssm-agent:3.2.2222.0';

/** What the script below is told. */
export const AGENT_VARIABLE = { region: 'AWS_REGION', managedInstanceRole: 'MANAGED_INSTANCE_ROLE_NAME' } as const;

/** The tags by which AWS FIS finds a task's managed instance. */
export const AGENT_TAG = {
  task: 'ECS_TASK_ARN',
  zone: 'ECS_TASK_AVAILABILITY_ZONE',
  sidecar: 'FAULT_INJECTION_SIDECAR',
} as const;
export const AGENT_TAGS: readonly string[] = Object.values(AGENT_TAG);

/**
 * Registers the task as a managed instance with the tags by which AWS FIS finds it, runs the agent, and takes both back
 * when the task stops. Once the agent has registered, the CLI finds its credentials before those of the task, which is why
 * leaving is a right of the managed instance. A task that is killed leaves its registration behind; Systems Manager shows
 * it as lost.
 */
export const AGENT_SCRIPT = String.raw`
set -euo pipefail
dnf install --assumeyes --quiet awscli jq procps
metadata=$(curl --silent --show-error --fail "$ECS_CONTAINER_METADATA_URI_V4/task")
task=$(jq -er .TaskARN <<< "$metadata")
zone=$(jq -er .AvailabilityZone <<< "$metadata")
activation=$(aws ssm create-activation --iam-role "$MANAGED_INSTANCE_ROLE_NAME" --registration-limit 1 --output json \
  --tags "Key=${AGENT_TAG.task},Value=$task" "Key=${AGENT_TAG.zone},Value=$zone" Key=${AGENT_TAG.sidecar},Value=true)
id=$(jq -er .ActivationId <<< "$activation")
leave() {
  aws ssm delete-activation --activation-id "$id" || echo "The activation $id is left behind" >&2
  instance=$(jq -er .ManagedInstanceID /var/lib/amazon/ssm/registration)
  aws ssm deregister-managed-instance --instance-id "$instance" || echo "The instance $instance is left behind" >&2
  kill "$agent"
}
amazon-ssm-agent -register -code "$(jq -er .ActivationCode <<< "$activation")" -id "$id" -region "$AWS_REGION"
amazon-ssm-agent &
agent=$!
trap leave TERM INT
wait "$agent"
`.trim();
