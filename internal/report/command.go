package report

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

// The exit codes.
const (
	exitDone    = 0
	exitFailed  = 1 // a cluster could not be read, or the file could not be written
	exitMisused = 2 // the command line is not valid
)

// Command is `terraform-provider-aks report`. It reads credentials from the same
// variables as the provider. It returns the exit code.
func Command(ctx context.Context, version string, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return command{options: azure.Options{UserAgent: "terraform-provider-aks/" + version + " report"}, now: time.Now, stdout: stdout, stderr: stderr}.run(ctx, args)
}

// command is the command, with the parts that a test replaces.
type command struct {
	options        azure.Options
	now            func() time.Time
	stdout, stderr io.Writer
}

func (c command) run(ctx context.Context, args []string) int {
	a, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(c.stdout, help())
		return exitDone
	case err != nil:
		_, _ = fmt.Fprintf(c.stderr, "report: %v\nRun terraform-provider-aks report -help for the flags.\n", err)
		return exitMisused
	}
	if err := c.report(ctx, a); err != nil {
		_, _ = fmt.Fprintf(c.stderr, "\nError: Unable to write the report\n\n%s\n", azure.DetailOf(err))
		return exitFailed
	}
	return exitDone
}

func (c command) report(ctx context.Context, a ask) error {
	client, err := azure.New(c.options)
	if err != nil {
		return err
	}
	clusters, err := client.Clusters(ctx, a.clusters)
	if err != nil {
		return err
	}
	reader := survey.Reader{Client: client, Now: c.now}
	if !a.noPrices {
		reader.Pricing = pricebook.NewQuoter(client, a.book, a.currency, c.now)
	}
	r := read(ctx, reader, survey.Ask{Clusters: clusters, Days: a.days, Interval: a.interval, Thresholds: a.thresholds}, a.managedBy)
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, w := range r.Warnings {
		_, _ = fmt.Fprintf(c.stderr, "\nWarning: %s\n\n%s\n", w.Title, strings.TrimSpace(w.Detail))
	}
	return c.write(r, a)
}

// write writes the page into its file, and JSON to standard output.
func (c command) write(r *Report, a ask) error {
	if a.json {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	switch a.out {
	case "":
		return nil
	case "-":
		return r.HTML(c.stdout)
	}
	var b strings.Builder
	if err := r.HTML(&b); err != nil {
		return err
	}
	if err := os.WriteFile(a.out, []byte(b.String()), 0o644); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(c.stderr, "%s: %s\n", a.out, r.summary())
	return nil
}

// summary is the contents of the report in one line.
func (r *Report) summary() string {
	text := fmt.Sprintf("%s, %s", counted(r.Pools(), "node pool"), counted(len(r.Clusters), "cluster"))
	if r.Saving != nil && *r.Saving > 0 {
		text += fmt.Sprintf("; the advice saves %s %s a month", money(*r.Saving), *r.Currency)
	}
	return text
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
