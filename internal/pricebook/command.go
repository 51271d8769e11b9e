package pricebook

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

const usage = `Usage: terraform-provider-aks prices -location LOCATION[,LOCATION…] -out FILE

Writes a price book: Azure's public list prices of VM sizes, for
provider "aks" { pricing = { file = "FILE" } }. No login is needed.
AKS_PRICES_ENDPOINT names another host of the price list, such as the simulator's.

`

// Command is `terraform-provider-aks prices`. It returns the exit code: 0 if the
// book was written, 1 if that failed, 2 for invalid flags.
func Command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return command{options: azure.Options{Anonymous: true, UserAgent: "terraform-provider-aks/prices"}, now: time.Now}.run(ctx, args, stdout, stderr)
}

// command is the command, with the parts that a test replaces.
type command struct {
	options azure.Options
	now     func() time.Time
}

func (c command) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("prices", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { _, _ = io.WriteString(stderr, usage); flags.PrintDefaults() }
	location := flags.String("location", "", "locations, such as westeurope, separated by commas")
	out := flags.String("out", "prices.json", "file to write")
	sizes := flags.String("sizes", "*", "only sizes that match this pattern, such as Standard_D*ds_v5")
	currency := flags.String("currency", "USD", "currency of the prices")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *location == "" || flags.NArg() > 0 {
		flags.Usage()
		return 2
	}
	if err := c.write(ctx, strings.Split(*location, ","), *sizes, strings.ToUpper(*currency), *out, stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, "prices:", err)
		return 1
	}
	return 0
}

func (c command) write(ctx context.Context, locations []string, pattern, currency, file string, stdout io.Writer) error {
	client, err := azure.New(c.options)
	if err != nil {
		return err
	}
	book := &Book{Currency: currency, AsOf: c.now().UTC().Format(time.DateOnly), Locations: map[string]map[string]lane.SizePrice{}}
	n := 0
	for _, location := range locations {
		location = strings.ToLower(strings.TrimSpace(location))
		prices, err := client.LocationPrices(ctx, location, currency)
		if err != nil {
			return fmt.Errorf("the price list of %s cannot be read: %w", location, err)
		}
		entries := map[string]lane.SizePrice{}
		for size, p := range prices {
			if lane.Matches(strings.ToLower(pattern), size) {
				entries[size] = p
			}
		}
		if len(entries) == 0 {
			return fmt.Errorf("no size in the price list matches %q in %s; write locations as in westeurope", pattern, location)
		}
		book.Locations[location] = entries
		n += len(entries)
	}
	if err := book.Write(file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s: %d prices in %s as of %s\n", file, n, currency, book.AsOf)
	return err
}
