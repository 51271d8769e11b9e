package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
)

func newMermaidFunction() function.Function {
	return renderFunction{name: "mermaid", summary: "Node pools as a Mermaid diagram", render: inventory.Mermaid,
		doc: "Node pools as a Mermaid flowchart: a box for each cluster, in it a box for each group of several pools, and an arrow from the pods that ask for nothing to where they may land. GitHub, GitLab and Azure DevOps draw it from a code block with the language `mermaid`."}
}
