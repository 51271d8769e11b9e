// terraform-provider-aks serves the Terraform provider workload-lanes/aks.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
)

// version is set by the release.
var version = "dev"

const address = "registry.terraform.io/workload-lanes/aks"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger that attaches to this process")
	flag.Parse()
	opts := providerserver.ServeOpts{Address: address, Debug: *debug}
	if err := providerserver.Serve(context.Background(), provider.New(version), opts); err != nil {
		log.Fatal(err)
	}
}
