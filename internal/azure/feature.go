package azure

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// feature is a feature of a subscription that a setting needs.
type feature struct{ namespace, name string }

// features are the features that AKS requires, by setting. Sources: the AKS
// documentation, manage-ssh-node-access and enable-host-encryption.
var features = map[*lane.Field]feature{
	lane.SSH:            {"Microsoft.ContainerService", "DisableSSHPreview"},
	lane.HostEncryption: {"Microsoft.Compute", "EncryptionAtHost"},
}

// registration returns the commands that register the missing feature. It returns ""
// for other errors, and if AKS does not name the setting.
func (e *Error) registration() string {
	need, ok := features[e.Field()]
	switch {
	case e.Reason != FeatureMissing:
		return ""
	case strings.EqualFold(e.Code, "SubscriptionNotEnabledEncryptionAtHost"):
		need, ok = features[lane.HostEncryption], true
	}
	if !ok {
		return ""
	}
	return fmt.Sprintf("az feature register --namespace %s --name %s\naz provider register --namespace %s", need.namespace, need.name, need.namespace)
}
