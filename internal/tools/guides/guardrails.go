package main

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

func guardrails() string {
	t := table("`guardrails`", "what it limits", "way out")
	for _, g := range lane.GuardrailTable() {
		t.row("`"+g.Name+"`", g.Doc, g.Remedy)
	}
	return t.String()
}
