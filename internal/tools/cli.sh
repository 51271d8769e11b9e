#!/usr/bin/env bash
# Finds the Terraform or OpenTofu binaries to use. Sourced by the other scripts.
#
#   find_clis        prints the path of each CLI found, one a line; builds
#                    OpenTofu into bin/ if there is none
#   build_tofu       builds OpenTofu into bin/ and prints its path
#   first_line       prints the first line of its input, and reads the rest: head
#                    would end the writer with a broken pipe, and pipefail this
#   install_provider DIR VERSION   builds the provider into a filesystem mirror
#                    below DIR and writes DIR/cli.tfrc
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

build_tofu() {
  local out="$root/bin/tofu"
  if [ ! -x "$out" ]; then
    echo "Building OpenTofu; this takes some minutes, once." >&2
    mkdir -p "$root/bin"
    (cd "$root/internal/tools/opentofu" && go build -ldflags "-s -w" -o "$out" github.com/opentofu/opentofu/cmd/tofu)
  fi
  echo "$out"
}

first_line() {
  local line
  IFS= read -r line
  cat >/dev/null
  printf '%s\n' "$line"
}

find_clis() {
  local found=0 cli
  for cli in terraform tofu; do
    if command -v "$cli" >/dev/null 2>&1; then
      command -v "$cli"
      found=1
    fi
  done
  if [ -x "$root/bin/tofu" ] && ! command -v tofu >/dev/null 2>&1; then
    echo "$root/bin/tofu"
    found=1
  fi
  [ "$found" = 1 ] || build_tofu
}

install_provider() {
  local dir=$1 version=$2 platform host path
  platform="$(go env GOOS)_$(go env GOARCH)"
  (cd "$root" && go build -trimpath -ldflags "-s -w -X main.version=$version" -o "$dir/terraform-provider-aks" .)
  # Terraform and OpenTofu ask different registries for the same source.
  for host in registry.terraform.io registry.opentofu.org; do
    path="$dir/mirror/$host/workload-lanes/aks/$version/$platform"
    mkdir -p "$path"
    cp "$dir/terraform-provider-aks" "$path/terraform-provider-aks_v$version"
  done
  cat >"$dir/cli.tfrc" <<EOF
disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = "$dir/mirror"
    include = ["registry.terraform.io/workload-lanes/aks", "registry.opentofu.org/workload-lanes/aks"]
  }
}
EOF
}
