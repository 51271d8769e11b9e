#!/bin/sh
# Reviews the node pools of a cluster in a pipeline. It writes report.html for people.
# It fails if the audit finds an error, if a node pool is short of memory, or if the
# advice would save more than a limit.
#
#   review.sh CLUSTER_ID [LIMIT]
#
# Needs jq, and the credentials of the provider in ARM_*. If the program is not in
# PATH, set PROVIDER. LIMIT is the allowed monthly saving of the advice; default 500.
set -eu

cluster=$1 limit=${2:-500}
"${PROVIDER:-terraform-provider-aks}" report -cluster-id "$cluster" -out report.html -json >report.json

jq -r --argjson limit "$limit" '
  [ (.clusters[] | .name as $cluster
      | (.findings[], .pools[].findings[] | select(.severity == "error") | "\($cluster): \(.message)"),
        (.pools[] | select(.memory.p95 != null and .memory.p95 > 85) | "\($cluster)/\(.name): memory is at \(.memory.p95) %")),
    (select(.saving != null and .saving > $limit) | "advice saves \(.saving) \(.currency) a month") ]
  | .[]' report.json >problems.txt

cat problems.txt
test ! -s problems.txt
