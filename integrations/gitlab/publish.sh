#!/bin/sh
# Builds the image of a Git tree and pushes it, once: a tree that has an image in ECR is not built again. Leaves its digest
# in slipway.env for release.sh.
set -eu
. "$(dirname "$0")/common.sh"

require CI_COMMIT_SHA SLIPWAY_PLATFORM
path=${SLIPWAY_PATH:-.}
# The runner's clone belongs to another user than the job's, and Git refuses to read it unless told so.
in_clone() {
  git -c safe.directory='*' --literal-pathspecs "$@"
}
commit=$(in_clone rev-parse --verify --quiet HEAD) || fail 'this is no Git clone with a commit'
[ "$commit" = "$CI_COMMIT_SHA" ] || fail "the clone is at $commit, but the job is for $CI_COMMIT_SHA"
no_directory="'$path' is no directory in commit $commit"
object=$(in_clone rev-parse --verify --quiet "HEAD:./${path#./}") || fail "$no_directory"
# A file has a hash too; peeled to a tree it has none.
tree=$(in_clone rev-parse --verify --quiet "$object^{tree}" 2>/dev/null) || fail "$no_directory"
changed=$(in_clone status --porcelain --untracked-files=normal -- "$path")
# The tag would not be true: what jobs before this one have left must be ignored by Git, or not be handed over.
[ -z "$changed" ] || fail "'$path' has changes that are not committed: $(echo "$changed" | head -n 5 | tr '\n' ' ')"

authenticate
tag=tree-$tree
reference=$SLIPWAY_REPOSITORY:$tag

digest=$(digest_of "$tag")
if [ -n "$digest" ]; then
  echo "$tag is in ECR already: reusing it, nothing is built"
else
  password=$(aws_call 'get a password for ECR' ecr get-login-password)
  # Through stdin, where neither `ps` nor a log sees it.
  printf '%s' "$password" | docker login --username AWS --password-stdin "$registry" ||
    fail 'docker login failed; its own message is above'
  unset password
  # Provenance would make an index of a one-platform image, and ECR's basic scan refuses an index.
  BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker build --platform "$SLIPWAY_PLATFORM" --tag "$reference" \
    --label "org.opencontainers.image.revision=$commit" --label "slipway.source-tree=$tree" "$path" ||
    fail 'docker build failed; its own message is above'
  if ! docker push "$reference" 2>"$work/push"; then
    cat "$work/push" >&2
    tr -s ' \n' ' ' <"$work/push" | grep -q "image tag '[^']*' already exists .* because the \(tag\|repository\) is immutable" ||
      fail 'docker push failed; its own message is above'
    echo "a concurrent job has pushed $tag first: using its image"
  fi
  # Asked of ECR and not of Docker: what counts is what the registry stores.
  digest=$(digest_of "$tag")
  [ -n "$digest" ] || fail "$tag was pushed, but $SLIPWAY_REPOSITORY has no such image"
fi

printf 'SLIPWAY_DIGEST=%s\n' "$digest" >slipway.env
echo "image: $SLIPWAY_REPOSITORY@$digest"
