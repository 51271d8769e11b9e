package azure

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestEveryReasonIsReached(t *testing.T) {
	t.Parallel()
	// Reasons without a code of their own are set by a status, or by this package.
	reached := map[Reason]bool{Exists: true, InUse: true, Taken: true, Interrupted: true, Unreachable: true, OperationVanished: true}
	for _, status := range []int{400, 401, 403, 404, 408, 409, 412, 418, 429, 500, 503} {
		reached[reasonFor(status, "", "", batch)] = true
	}
	seen := map[string]Reason{}
	for _, row := range reasonRows {
		for _, code := range row.codes {
			if other, twice := seen[strings.ToLower(code)]; twice {
				t.Errorf("%s means both %q and %q", code, other, row.reason)
			}
			seen[strings.ToLower(code)] = row.reason
			for _, spelled := range []string{code, strings.ToUpper(code)} {
				// The code decides, whatever the status is, and even without a status.
				for _, status := range []int{0, 400, 403, 409, 500} {
					got := reasonFor(status, spelled, "any text", batch)
					reached[got] = true
					if got != row.reason {
						t.Errorf("%d %s is %q, want %q", status, spelled, got, row.reason)
					}
				}
			}
		}
	}
	for _, row := range reasonRows {
		if !reached[row.reason] {
			t.Errorf("nothing leads to %q", row.reason)
		}
	}
}

func TestEveryReasonHasWordsAndANextStep(t *testing.T) {
	t.Parallel()
	seen := map[Reason]bool{}
	for _, row := range reasonRows {
		if seen[row.reason] {
			t.Errorf("%q has two rows", row.reason)
		}
		seen[row.reason] = true
		if !strings.HasSuffix(row.words, ".") || !strings.HasSuffix(row.next, ".") && !strings.HasSuffix(row.next, "}.") {
			t.Errorf("%q: words and next are no sentences: %q, %q", row.reason, row.words, row.next)
		}
	}
	if _, ok := rowOf("no such reason"); ok {
		t.Error("found a row that there is not")
	}
}

func TestStatusesWithoutAKnownCode(t *testing.T) {
	t.Parallel()
	aCluster := PoolRef{Cluster: cluster}
	for _, tt := range []struct {
		status int
		code   string
		about  PoolRef
		want   Reason
	}{
		{404, "", batch, NotFoundPool}, {404, "", aCluster, NotFoundCluster},
		{404, "NotFound", batch, NotFoundPool}, {404, "NotFound", aCluster, NotFoundCluster},
		{404, "ResourceNotFound", batch, NotFoundCluster},
		{401, "", batch, Login}, {403, "", batch, Forbidden}, {412, "", batch, Changed}, {429, "", batch, Throttled},
		{500, "InternalServerError", batch, Down}, {502, "", batch, Down}, {503, "", batch, Down}, {408, "", batch, Down},
		{400, "SomethingNew", batch, Invalid}, {422, "", batch, Refused}, {0, "SomethingNew", batch, Refused},
		// A conflict is waited for only if it may be another operation.
		{409, "", batch, Busy}, {409, "SomethingInProgress", batch, Busy}, {409, "SomethingNew", batch, Refused},
	} {
		if got := reasonFor(tt.status, tt.code, "", tt.about); got != tt.want {
			t.Errorf("%d %s is %q, want %q", tt.status, tt.code, got, tt.want)
		}
	}
}

// TestOperationNotAllowed: AKS uses one code for half a dozen errors.
func TestOperationNotAllowed(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]Reason{
		"Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation.": Busy,
		"Operation is not allowed: Another agentpool operation (nodepool1 - Creating) is in progress, please wait for it to finish":            Busy,
		"Managed Cluster operation is not allowed: Another operation (Upgrading) is in progress on agent pool (batch), please wait":            Busy,
		"See https://aka.ms/aks-pending-operation for more details":                                                                            Busy,
		"": Busy,
		"Unable to perform 'Scaling' operation on 'batch' since deletion was issued on 'batch'. The only allowed operation is deletion once deletion has started.": Deleting,
		"Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager": Quota,
		"Upgrading Kubernetes version 1.24.9 to 1.26.6 is not allowed. Available upgrades: [1.25.6]":                                                               Version,
		"managed cluster is not currently running, stopping cannot be performed; please start it":                                                                  Refused,
	} {
		if got := reasonFor(http.StatusConflict, "OperationNotAllowed", message, batch); got != want {
			t.Errorf("%q is %q, want %q", message, got, want)
		}
	}
	if got := reasonFor(400, "BadRequest", "The VM size of Standard_D2_v2 is not allowed in your subscription in location 'eastus'.", batch); got != SizeUnavailable {
		t.Errorf("a size that is not allowed is %q", got)
	}
}

// TestTheRealCodesAreKnown: codes that AKS is known to return.
func TestTheRealCodesAreKnown(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]Reason{
		"EtagMismatch": Race, "AKSOperationPreempted": Race, "AKSOperationPreemptedByDelete": Deleting,
		"ErrCode_InsufficientVCPUQuota": Quota, "PropertyChangeNotAllowed": Immutable, "MustDefineAtLeastOneSystemPool": LastSystemPool,
		"PodDrainFailure": DrainBlocked, "PreviewFeatureNotRegistered": FeatureMissing, "NodesNotReady": NodesNotReady, "SkuNotAvailable": NoCapacity, "RequestDisallowedByPolicy": Policy,
	} {
		if !slices.ContainsFunc(reasonRows, func(r reasonRow) bool { return r.reason == want && slices.Contains(r.codes, code) }) {
			t.Errorf("%s is not a code of %q", code, want)
		}
	}
}

// TestANetworkThatAnotherCreateUpdates: an Updating network passes with time, and a
// Failed one does not.
func TestANetworkThatAnotherCreateUpdates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		code, message string
		want          Reason
	}{
		{"SetVNetOwnershipFailed", "Virtual network vnet-lanes is in Updating state. It needs to be in Succeeded state in order to set resource ownership.", Race},
		{"ReferencedResourceNotProvisioned", "The resource is not in Succeeded state. Resource is in Updating state.", Race},
		{"SetVNetOwnershipFailed", "Virtual network vnet-lanes is in Failed state.", Refused},
		{"SomethingNew", "Virtual network vnet-lanes is in Updating state.", Refused},
	} {
		if got := reasonFor(0, tt.code, tt.message, batch); got != tt.want {
			t.Errorf("%s %q is %q, want %q", tt.code, tt.message, got, tt.want)
		}
	}
}

// A conflict with another operation passes. Any other conflict never does, so waiting
// for it would be useless.
func TestConflict(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]Reason{
		"Conflict with another operation in progress.":                  Race,
		"See https://aka.ms/aks-pending-operation for more details":     Race,
		"The subnet is used by another resource and cannot be changed.": Refused,
	} {
		if got := reasonFor(http.StatusConflict, "Conflict", message, batch); got != want {
			t.Errorf("%q is %q, want %q", message, got, want)
		}
	}
}
