package provider

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// addError reports an error in the words of package azure. summary is the title.
func addError(diags *diag.Diagnostics, summary string, err error) {
	diags.AddError(summary, azure.DetailOf(err))
}

// addErrorAt reports an error at the attribute that it concerns, if it names one.
func (m *laneModel) addErrorAt(diags *diag.Diagnostics, summary string, err error) {
	var overtaken *rollout.OvertakenError
	if errors.As(err, &overtaken) {
		diags.AddAttributeError(m.at(overtaken.Field()), "Node pool has changed since the plan", overtaken.Error())
		return
	}
	var known *azure.Error
	if errors.As(err, &known) {
		switch known.Reason {
		case azure.NotFoundCluster, azure.NotSubscribed:
			diags.AddAttributeError(path.Root("cluster_id"), summary, known.Detail())
			return
		case azure.Exists, azure.InUse:
			diags.AddAttributeError(path.Root("name"), summary, known.Detail())
			return
		}
		if f := known.Field(); f != nil {
			diags.AddAttributeError(m.at(f), summary, known.Detail())
			return
		}
	}
	addError(diags, summary, err)
}

// withClusterID appends the ID of the cluster to a text that names the cluster.
// Users need the ID to follow up in Azure, but it would disturb them in the middle
// of a sentence.
func withClusterID(detail string, id azure.ClusterID) string {
	if id == (azure.ClusterID{}) || !strings.Contains(detail, "Cluster: "+id.Name) {
		return detail
	}
	return detail + "\n\nCluster ID: " + id.String()
}

// argumentError reports an error at an argument of a function. The CLIs write it
// after `Invalid value for "lanes" parameter:` and end the sentence.
func argumentError(argument int64, err error) *function.FuncError {
	return function.NewArgumentFuncError(argument, strings.TrimRight(err.Error(), ". \n"))
}
