package report

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

const (
	defaultOut      = "report.html"
	defaultCurrency = "USD"
)

// help is the text of -help.
func help() string {
	var b strings.Builder
	b.WriteString(`Usage: terraform-provider-aks report -cluster-id ID[,ID…] [flags]

Writes one page of HTML about the node pools of AKS clusters: what each is for, its
size, range, zones and node image, what its nodes used, what an audit finds, what it
costs, and what to do about it. The page needs no network and no script. The command
only reads. The credentials are those of the provider: the variables ARM_*, else
Azure's default chain.

  -cluster-id ID     ARM resource ID of an AKS cluster; several separated by commas,
                     or the flag several times
  -out FILE          file to write the page to; - is standard output (default
                     report.html, and no page with -json alone)
  -json              write the report as JSON to standard output; with -out the page
                     too
  -days N            number of days to read, 1 to 90 (default 14)
  -interval LENGTH   length of the intervals whose averages are counted: `)
	b.WriteString(strings.Join(slices.Sorted(maps.Keys(azure.MetricIntervals)), ", ") + "\n                     (default " + survey.DefaultInterval + ")\n")
	b.WriteString(`  -prices FILE       price book that terraform-provider-aks prices has written
                     (default: Azure's live price list)
  -currency CODE     currency of the live prices, such as EUR (default USD)
  -no-prices         leave prices and savings out
  -managed-by KEYS   tag keys by which other tools mark the node pools that they
                     manage, separated by commas: they are not reported as unmanaged
  -threshold NAME=N  threshold of the advice; repeat the flag for several:
`)
	defaults := usage.DefaultThresholds()
	for _, t := range usage.ThresholdList() {
		fmt.Fprintf(&b, "                       %s (default %s)\n", t.Name, decimal(*t.At(&defaults)))
	}
	b.WriteString(`
The exit code is 0 if the report was written, 1 if that failed, and 2 if the command
line is invalid. What the credentials may not read, such as metrics, is null in the
report, with a warning on standard error.
`)
	return b.String()
}

// ask is the parsed command line.
type ask struct {
	clusters   []azure.ClusterID
	out        string // "" = no page
	json       bool
	days       int
	interval   string
	book       *pricebook.Book // nil = the live price list
	currency   string
	noPrices   bool
	managedBy  []string
	thresholds usage.Thresholds
}

// parse reads a command line. For help it returns flag.ErrHelp.
func parse(args []string) (a ask, err error) {
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	a.thresholds = usage.DefaultThresholds()
	flags.Func("cluster-id", "", a.addClusters)
	flags.StringVar(&a.out, "out", "", "")
	flags.BoolVar(&a.json, "json", false, "")
	flags.IntVar(&a.days, "days", survey.DefaultDays, "")
	flags.StringVar(&a.interval, "interval", survey.DefaultInterval, "")
	file := flags.String("prices", "", "")
	flags.StringVar(&a.currency, "currency", "", "")
	flags.BoolVar(&a.noPrices, "no-prices", false, "")
	flags.Func("managed-by", "", func(s string) error { a.managedBy = append(a.managedBy, parts(s)...); return nil })
	flags.Func("threshold", "", a.setThreshold)
	if err := flags.Parse(args); err != nil {
		return a, err
	}
	if a.out == "" && !a.json {
		a.out = defaultOut
	}
	a.currency = strings.ToUpper(a.currency)
	_, known := azure.MetricIntervals[a.interval]
	switch {
	case flags.NArg() > 0:
		return a, fmt.Errorf("%q is not expected: write every value after its flag", flags.Arg(0))
	case len(a.clusters) == 0:
		return a, errors.New("-cluster-id is missing: write the ARM resource ID of an AKS cluster")
	case a.days < 1 || a.days > 90:
		return a, fmt.Errorf("-days is %d; Azure Monitor keeps 1 to 90", a.days)
	case !known:
		return a, fmt.Errorf("-interval is %q; write one of %s", a.interval, strings.Join(slices.Sorted(maps.Keys(azure.MetricIntervals)), ", "))
	case a.json && a.out == "-":
		return a, errors.New("-json and -out - both write to standard output: write the page to a file")
	case a.noPrices && (*file != "" || a.currency != ""):
		return a, errors.New("-no-prices excludes -prices and -currency: leave them out")
	}
	return a, a.takePrices(*file)
}

func (a *ask) addClusters(text string) error {
	for _, id := range parts(text) {
		parsed, err := azure.ParseClusterID(id)
		if err != nil {
			return err
		}
		a.clusters = append(a.clusters, parsed)
	}
	return nil
}

func (a *ask) setThreshold(text string) error {
	name, number, _ := strings.Cut(text, "=")
	var names []string
	for _, t := range usage.ThresholdList() {
		names = append(names, t.Name)
		if t.Name == name {
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || !(n >= 0) {
				return fmt.Errorf("%s is %q; write a number of 0 or more", name, number)
			}
			*t.At(&a.thresholds) = n
			return nil
		}
	}
	return fmt.Errorf("%q is not one of the thresholds %s", name, strings.Join(names, ", "))
}

// takePrices reads the price book if the flag names one.
func (a *ask) takePrices(file string) error {
	if file == "" {
		a.currency = cmp.Or(a.currency, defaultCurrency)
		return nil
	}
	book, err := pricebook.Read(file)
	if err != nil {
		return fmt.Errorf("-prices: %w", err)
	}
	if a.currency != "" && a.currency != book.Currency {
		return fmt.Errorf("the price book is in %s, and -currency is %s: leave -currency out", book.Currency, a.currency)
	}
	a.book, a.currency = book, book.Currency
	return nil
}

// parts splits a text at commas.
func parts(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
