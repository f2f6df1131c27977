#!/bin/sh
# Waits for ECR's scan of a pushed image, stops at findings over the limits, and hands the image over to the release
# pipeline, which looks at all of it once more.
set -eu
. "$(dirname "$0")/common.sh"

require SLIPWAY_DIGEST SLIPWAY_PIPELINE SLIPWAY_LINE
authenticate
image="--registry-id $account --repository-name $repository"

# One answer of the scan: its status and what ECR says about it, or SCAN_NOT_FOUND in the first moments.
scan_status() {
  # shellcheck disable=SC2086 # The options are words.
  if aws ecr describe-image-scan-findings $image --image-id "imageDigest=$SLIPWAY_DIGEST" --no-paginate \
    --query '[imageScanStatus.status,imageScanStatus.description]' --output text 2>"$work/errors"; then
    return
  fi
  grep -q ScanNotFoundException "$work/errors" || fail "cannot read the scan: $(last_line "$work/errors")"
  echo SCAN_NOT_FOUND
}

wait_for_scan() {
  left=${SLIPWAY_SCAN_ATTEMPTS:-60}
  while :; do
    answer=$(scan_status)
    status=$(echo "$answer" | cut -f 1)
    case $status in
      # COMPLETE is basic scanning's word, ACTIVE that of Amazon Inspector.
      COMPLETE | ACTIVE) return ;;
      IN_PROGRESS | PENDING | SCAN_NOT_FOUND) ;;
      *) fail "the image was not scanned: $(echo "$answer" | tr '\t' ' ')" ;;
    esac
    left=$((left - 1))
    [ "$left" -gt 0 ] || fail "the scan has not finished in time (its status is $status)"
    sleep "${SLIPWAY_SCAN_SECONDS:-10}"
  done
}

# Lines of an id and a severity, of either kind of scanning.
findings() {
  for query in 'imageScanFindings.findings[].[name,severity]' \
    'imageScanFindings.enhancedFindings[].[packageVulnerabilityDetails.vulnerabilityId,severity]'; do
    # shellcheck disable=SC2086 # The options are words.
    aws_call 'read the findings' ecr describe-image-scan-findings $image --image-id "imageDigest=$SLIPWAY_DIGEST" \
      --query "$query" --output text
  done >"$work/answers"
  # A page without any is the word None.
  sed '/^None$/d' "$work/answers"
}

# Limits are `critical=0 high=0`; accepted findings `CVE-2026-1=2026-12-31`, with the last day.
judge() {
  awk -F '\t' -v limits="${SLIPWAY_FINDINGS:-}" -v accepted="${SLIPWAY_ALLOW:-}" -v today="$(date -u +%Y-%m-%d)" '
    BEGIN {
      count = split(limits, list, " ")
      for (i = 1; i <= count; i++) { split(list[i], pair, "="); limit[toupper(pair[1])] = pair[2] }
      count = split(accepted, list, " ")
      for (i = 1; i <= count; i++) { split(list[i], pair, "="); until[pair[1]] = pair[2] }
    }
    NF < 2 { next }
    ($1 in until) && until[$1] >= today { print "accepted until " until[$1] ": " $1; next }
    { found[$2]++; if ($2 in limit) print $2 ": " $1 }
    END {
      for (severity in limit) if (found[severity] + 0 > limit[severity] + 0) {
        print severity ": " found[severity] ", allowed " limit[severity]
        over = 1
      }
      exit over
    }'
}

# Moves the tag of the line's newest image, for runs that are started by hand or by a new configuration.
mark_candidate() {
  # shellcheck disable=SC2086 # The options are words.
  manifest=$(aws_call 'read the manifest' ecr batch-get-image $image --image-ids "imageDigest=$SLIPWAY_DIGEST" \
    --accepted-media-types application/vnd.oci.image.manifest.v1+json application/vnd.docker.distribution.manifest.v2+json \
    --query 'images[0].imageManifest' --output text)
  [ "$manifest" != None ] || fail "$SLIPWAY_REPOSITORY has no image $SLIPWAY_DIGEST for one platform"
  # shellcheck disable=SC2086 # The options are words.
  aws ecr put-image $image --image-tag "candidate-$SLIPWAY_LINE" --image-manifest "$manifest" \
    --image-digest "$SLIPWAY_DIGEST" --query image.imageId.imageTag --output text >/dev/null 2>"$work/errors" ||
    grep -q ImageAlreadyExistsException "$work/errors" ||
    fail "cannot move the tag candidate-$SLIPWAY_LINE: $(last_line "$work/errors")"
}

wait_for_scan
findings >"$work/findings"
judge <"$work/findings" || fail 'the findings are over the limits'
echo 'the scan is within the limits'

mark_candidate
execution=$(aws_call "start $SLIPWAY_PIPELINE" codepipeline start-pipeline-execution --name "$SLIPWAY_PIPELINE" \
  --source-revisions "actionName=Source,revisionType=IMAGE_DIGEST,revisionValue=$SLIPWAY_DIGEST" \
  --query pipelineExecutionId --output text)
echo "started $SLIPWAY_PIPELINE: $execution"
echo "https://$region.console.aws.amazon.com/codesuite/codepipeline/pipelines/$SLIPWAY_PIPELINE/executions/$execution/timeline?region=$region"
