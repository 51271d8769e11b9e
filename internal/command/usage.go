package command

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// usage is the help of all operations, or of the one that the command line names.
func usage(args []string) string {
	if len(args) > 0 {
		if a := rollout.FindAction(args[0]); a != nil && a.Verb == args[0] {
			return Usage(a)
		}
	}
	var b strings.Builder
	b.WriteString(`Usage: terraform-provider-aks do OPERATION [flags]

Carries out a day-2 operation on a node pool, and follows AKS to its end. It is what
the actions of the provider do, for OpenTofu and Terraform before 1.14. It says what
it would do, and asks before it sends anything. The credentials are those of the
provider: the variables ARM_*, else Azure's default chain.

`)
	for _, a := range rollout.Actions() {
		fmt.Fprintf(&b, "  %-16s %s\n", a.Verb, a.Does)
	}
	b.WriteString("\nRun terraform-provider-aks do OPERATION -help for the flags of one.\n")
	return b.String()
}

// Usage is the help of one operation, from the same table as its documentation.
func Usage(a *rollout.Action) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: terraform-provider-aks do %s [flags]\n\n%s\n\n", a.Verb, wrapped(plain(a.Doc), 0))
	for _, o := range a.AllOptions() {
		value := map[rollout.OptionKind]string{rollout.TextOption: " TEXT", rollout.TextsOption: " NAME,NAME…"}[o.Kind]
		fmt.Fprintf(&b, "  -%s%s\n%s\n", flagName(o), value, wrapped(plain(o.Doc), 6))
	}
	fmt.Fprintf(&b, "  -yes\n%s\n", wrapped("Do not ask before anything is sent.", 6))
	fmt.Fprintf(&b, "  -json\n%s\n", wrapped("Write a JSON object a line: plan, progress and result or error. Needs -yes.", 6))
	b.WriteString("\nThe exit code is 0 where it was done or nothing was to do, 1 where it failed or was refused, and 2 for a command line that makes no sense.\n")
	return b.String()
}

// plain is Markdown without its marks.
func plain(markdown string) string {
	return strings.NewReplacer("`", "", "**", "", "~> ", "").Replace(markdown)
}

// width is that of a line of help.
const width = 88

// wrapped breaks the lines of a text, each behind so many blanks.
func wrapped(text string, indent int) string {
	margin := strings.Repeat(" ", indent)
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := margin
		for _, word := range strings.Fields(paragraph) {
			switch {
			case line == margin:
				line += word
			case len(line)+1+len(word) > width:
				out = append(out, line)
				line = margin + word
			default:
				line += " " + word
			}
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return strings.Join(out, "\n")
}
