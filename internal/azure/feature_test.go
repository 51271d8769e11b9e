package azure

import (
	"errors"
	"strings"
	"testing"
)

// D25: if a feature of the subscription is missing, the error contains the command that
// registers it.
func TestD25FeatureToRegister(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  Error
		says string // "" = no command
	}{
		"SSH": {Error{Reason: FeatureMissing, Code: "PreviewFeatureNotRegistered", Target: "agentPoolProfile.securityProfile.sshAccess"},
			"az feature register --namespace Microsoft.ContainerService --name DisableSSHPreview\naz provider register --namespace Microsoft.ContainerService"},
		"encryption at host": {Error{Reason: FeatureMissing, Code: "SubscriptionNotEnabledEncryptionAtHost"},
			"az feature register --namespace Microsoft.Compute --name EncryptionAtHost\naz provider register --namespace Microsoft.Compute"},
		"a setting that is not named": {Error{Reason: FeatureMissing, Code: "PreviewFeatureNotRegistered"}, ""},
		"another reason":              {Error{Reason: Invalid, Target: "agentPoolProfile.securityProfile.sshAccess"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			detail := tc.err.Detail()
			if tc.says == "" && strings.Contains(detail, "az feature register") || !strings.Contains(detail, tc.says) {
				t.Errorf("the error says\n%s\nwant %q in it", detail, tc.says)
			}
		})
	}
}

// D13: the advice depends on what was being done.
func TestD13Advise(t *testing.T) {
	t.Parallel()
	blocked := error(&Error{Reason: DrainBlocked, Code: "PodDrainFailure"})
	if d := DetailOf(Advise(blocked, DrainBlocked, "Wait longer.")); !strings.HasSuffix(d, "\n\nWait longer.") {
		t.Errorf("the advice is not there:\n%s", d)
	}
	if d := DetailOf(blocked); strings.Contains(d, "Wait longer.") || strings.Contains(d, "on_destroy") {
		t.Errorf("the error was changed:\n%s", d)
	}
	other := errors.New("other")
	if got := Advise(other, DrainBlocked, "Wait longer."); !errors.Is(got, other) || got.Error() != "other" {
		t.Errorf("another error became %v", got)
	}
}
