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

Carries out a day-2 operation on a node pool, and waits until AKS has finished. It
does the same as the provider's actions, for OpenTofu and Terraform before 1.14. It
shows what it would do, and asks before it sends anything. The credentials are those
of the provider: the variables ARM_*, else Azure's default chain.

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
	fmt.Fprintf(&b, "  -json\n%s\n", wrapped("Write one JSON object per line: plan, progress and result or error. Needs -yes.", 6))
	b.WriteString("\nThe exit code is 0 if the operation succeeded or nothing had to be done, 1 if it failed or was refused, and 2 if the command line is invalid.\n")
	return b.String()
}

// plain removes the marks from Markdown.
func plain(markdown string) string {
	return strings.NewReplacer("`", "", "**", "", "~> ", "").Replace(markdown)
}

// width is the width of a line of help.
const width = 88

// wrapped breaks the lines of a text and indents each by the given number of
// blanks.
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
