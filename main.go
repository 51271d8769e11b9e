// terraform-provider-aks serves the Terraform provider workload-lanes/aks. With one of
// these words as its first argument, it does something else instead:
//
//	simulate  serves the simulator that the provider is tested on
//	world     changes the world of a simulator between runs
//	prices    writes a price book
//	report    writes a page about the node pools of clusters
//	do        carries out a day-2 operation
package main

import (
	"context"
	"flag"
	"log"
	"os"
	runtimedebug "runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/workload-lanes/terraform-provider-aks/internal/command"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
	"github.com/workload-lanes/terraform-provider-aks/internal/report"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// version is set by the release.
var version = "dev"

const address = "registry.terraform.io/workload-lanes/aks"

func main() {
	if len(os.Args) > 1 {
		switch ctx := context.Background(); os.Args[1] {
		case "simulate":
			os.Exit(simulator.Command(ctx, os.Args[2:], os.Stdout, os.Stderr))
		case "prices":
			os.Exit(pricebook.Command(ctx, os.Args[2:], os.Stdout, os.Stderr))
		case "report":
			os.Exit(report.Command(ctx, version, os.Args[2:], os.Stdout, os.Stderr))
		case "world":
			os.Exit(simulator.WorldCommand(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		case "do":
			os.Exit(command.Do(ctx, version, os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	limitMemory()
	debug := flag.Bool("debug", false, "serve for a debugger that attaches to this process")
	flag.Parse()
	var opts []tf6server.ServeOpt
	if *debug {
		opts = append(opts, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(address, func() tfprotov6.ProviderServer { return provider.NewServer(version) }, opts...); err != nil {
		log.Fatal(err)
	}
}

// limitMemory sets a memory limit, which keeps an inventory of many node pools from
// holding twice the memory that it uses. GOMEMLIMIT takes precedence.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		runtimedebug.SetMemoryLimit(160 << 20)
	}
}
