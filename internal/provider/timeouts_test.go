package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A timeout that is not a positive duration is refused at its attribute. Otherwise
// the apply would fail later, with an error that does not name the cause.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for text, wants := range map[string]string{
		"90m": "", "1ms": "", "2h30m": "",
		"0s":    `which is not above 0`,
		"0":     `which is not above 0`,
		"-5m":   `which is not above 0`,
		"":      `which is not a duration`,
		"90":    `which is not a duration`,
		"1 day": `which is not a duration`,
	} {
		for _, name := range []string{"create", "read", "update", "delete"} {
			got := s.validate(s.config(map[string]any{"timeouts": s.object("timeouts", map[string]any{name: text})}))
			if wants == "" {
				if len(got) > 0 {
					t.Errorf("%s %q: %v", name, text, got)
				}
				continue
			}
			all := strings.Join(got, "\n")
			if len(got) != 1 || !strings.Contains(all, `AttributeName("timeouts"): Invalid timeout: timeouts.`+name+" is ") || !strings.Contains(all, wants) || !strings.Contains(all, `such as "90m"`) {
				t.Errorf("%s %q: %v", name, text, got)
			}
		}
	}
	unknown := s.object("timeouts", map[string]any{"create": tftypes.UnknownValue})
	if got := s.validate(s.config(map[string]any{"timeouts": unknown})); len(got) > 0 {
		t.Errorf("not known yet: %v", got)
	}
}
