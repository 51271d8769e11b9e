package main

import (
	"strings"
	"testing"
)

const page = "# lane\n\n### Optional\n\n- `capacity` (Attributes) Range.\n- `name` (String) Name.\n\n### Read-Only\n\n- `pool` (Attributes) What the lane decides.\n\n" +
	"<a id=\"nestedatt--capacity\"></a>\n### Nested Schema for `capacity`\n\n- `max` (Number) Most.\n\n\n" +
	"<a id=\"nestedatt--pool\"></a>\n### Nested Schema for `pool`\n\nRead-Only:\n\n- `capacity` (Attributes) Range.\n- `name` (String) Name of the pool.\n- `os_type` (String) System.\n\n" +
	"<a id=\"nestedatt--pool--capacity\"></a>\n### Nested Schema for `pool.capacity`\n\n- `max` (Number) Most.\n\n\n"

const rest = "<a id=\"nestedatt--status\"></a>\n### Nested Schema for `status`\n\n- `nodes` (Number) Live.\n"

func TestFold(t *testing.T) {
	t.Parallel()
	begin, _, _ := strings.Cut(page, "<a id=\"nestedatt--pool\">")
	want := begin + "<a id=\"nestedatt--pool\"></a>\n### Nested Schema for `pool`\n\nThe names of the inputs above, each with the value that the lane decides, and null where it leaves the setting to AKS. Only computed:\n\n" +
		"- `name` (String) Name of the pool.\n- `os_type` (String) System.\n\n\n"
	for name, tt := range map[string]struct{ page, want string }{
		"in the middle": {page + rest, want + rest},
		"at the end":    {page + "\n## Import\n", want + "\n## Import\n"},
	} {
		got, err := fold(tt.page, "pool")
		if err != nil || got != tt.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, tt.want)
		}
	}
	if _, err := fold(page, "status"); err == nil {
		t.Error("an object that the page does not have is folded")
	}
}
