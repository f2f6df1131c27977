#!/bin/bash
# usage: offline-base-image.sh TAG [storage options of buildah]
# Makes a stand-in for the Node base image of the services where no image registry can be reached: a minimal Debian with
# this machine's own node and npm. It serves to try the Dockerfiles out, and nothing else.
# Needs root and: apt-get install buildah mmdebstrap
set -euo pipefail
tag=${1:?usage: offline-base-image.sh TAG [storage options of buildah]}
store=("${@:2}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A chroot is all that one command in a build needs, and works where namespaces are restricted.
export BUILDAH_ISOLATION=chroot

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mmdebstrap --quiet --variant=minbase --include=ca-certificates,libstdc++6,libatomic1 "$suite" "$work/debian.tar"

local=$work/node/usr/local
mkdir -p "$local/bin" "$local/lib/node_modules"
cp -L "$(command -v node)" "$local/bin/node"
cp -aL "$(npm root --global)/npm" "$local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$local/bin/npm"

container=$(buildah "${store[@]}" from scratch)
buildah "${store[@]}" add --quiet "$container" "$work/debian.tar" / >/dev/null
buildah "${store[@]}" add --quiet "$container" "$work/node" / >/dev/null
buildah "${store[@]}" run "$container" -- useradd --uid 1000 --user-group --create-home node
buildah "${store[@]}" config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$container"
buildah "${store[@]}" commit --quiet --rm "$container" "$tag" >/dev/null
