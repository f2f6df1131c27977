# shellcheck shell=sh
# What the two scripts share. Where its variables come from: the inputs of slipway.gitlab-ci.yml, and GitLab's own.

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# require NAME...: all that are missing are said at once.
require() {
  missing=
  for name in "$@"; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || missing="$missing $name"
  done
  [ -z "$missing" ] || fail "missing variables:$missing"
}

# last_line FILE: what the AWS CLI said, on one line.
last_line() {
  tr -s ' \n' ' ' <"$1" | sed 's/^ //; s/ $//'
}

# aws_call WHAT ARGUMENTS...: one call; when it fails, so does the job, with what was being done.
aws_call() {
  what=$1
  shift
  aws "$@" 2>"$work/errors" || fail "cannot $what: $(last_line "$work/errors")"
}

# Takes <account>.dkr.ecr.<region>.amazonaws.com[.cn]/<name> apart.
read_repository() {
  registry=${SLIPWAY_REPOSITORY%%/*}
  repository=${SLIPWAY_REPOSITORY#*/}
  account=$(printf '%s' "$registry" | sed -n 's/^\([0-9]\{12\}\)\.dkr\.ecr\.[a-z0-9-]*\.amazonaws\.com\(\.cn\)\{0,1\}$/\1/p')
  region=$(printf '%s' "$registry" | sed -n 's/^[0-9]\{12\}\.dkr\.ecr\.\([a-z0-9-]*\)\.amazonaws\.com\(\.cn\)\{0,1\}$/\1/p')
  if [ -z "$account" ] || [ "$repository" = "$SLIPWAY_REPOSITORY" ]; then
    fail "SLIPWAY_REPOSITORY must be <account>.dkr.ecr.<region>.amazonaws.com/<name> (got '$SLIPWAY_REPOSITORY')"
  fi
}

# Takes on the role with the job's own token. The AWS CLI exchanges it by itself (AssumeRoleWithWebIdentity), so that no
# key is stored or handed on; the token is in a file that nobody else may read and that goes with the job.
authenticate() {
  require SLIPWAY_ID_TOKEN SLIPWAY_ROLE SLIPWAY_REPOSITORY
  for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || fail "$name is set and would be used in place of the job's token: remove it from the CI/CD variables"
  done
  read_repository
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (umask 077 && printf '%s' "$SLIPWAY_ID_TOKEN" >"$work/token")
  unset SLIPWAY_ID_TOKEN
  export AWS_REGION="$region" AWS_DEFAULT_REGION="$region" AWS_PAGER=
  export AWS_WEB_IDENTITY_TOKEN_FILE="$work/token" AWS_ROLE_ARN="$SLIPWAY_ROLE"
  export AWS_ROLE_SESSION_NAME="gitlab-${CI_PROJECT_ID:-0}-${CI_JOB_ID:-0}"
  identity=$(aws_call "take on $SLIPWAY_ROLE" sts get-caller-identity --query Arn --output text)
  echo "working as $identity"
}

# digest_of TAG: the digest behind a tag, or nothing where there is no such tag.
digest_of() {
  if aws ecr describe-images --registry-id "$account" --repository-name "$repository" --image-ids "imageTag=$1" \
    --query 'imageDetails[0].imageDigest' --output text 2>"$work/errors"; then
    return
  fi
  grep -q ImageNotFoundException "$work/errors" || fail "cannot look for $1 in $repository: $(last_line "$work/errors")"
}
