package provider

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// addError tells an error in the words of package azure: its title where it
// knows the reason, else the summary given.
func addError(diags *diag.Diagnostics, summary string, err error) {
	var known *azure.Error
	if errors.As(err, &known) {
		diags.AddError(summary, known.Detail())
		return
	}
	diags.AddError(summary, sentence(err.Error()))
}
