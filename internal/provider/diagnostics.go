package provider

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// detailOf is the text of an error in the words of package azure.
func detailOf(err error) string {
	var known *azure.Error
	if errors.As(err, &known) {
		return known.Detail()
	}
	return sentence(err.Error())
}

// addError tells an error in the words of package azure: its title where it
// knows the reason, else the summary given.
func addError(diags *diag.Diagnostics, summary string, err error) {
	diags.AddError(summary, detailOf(err))
}
