package provider

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// request builds the configuration of a data source from what an author wrote.
func (s *server) request(name string, wrote object) (config *tfprotov6.DynamicValue, t tftypes.Type) {
	s.t.Helper()
	ctx := context.Background()
	var found datasource.SchemaResponse
	for _, made := range (&aksProvider{}).DataSources(ctx) {
		var called datasource.MetadataResponse
		made().Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "aks"}, &called)
		if called.TypeName == "aks_"+name {
			made().Schema(ctx, datasource.SchemaRequest{}, &found)
		}
	}
	typ, _ := found.Schema.Type().(types.ObjectType)
	obj, _, err := shape.ObjectArgument(ctx, dynamic(s.t, wrote), typ)
	if err != nil {
		s.t.Fatal(err)
	}
	v, err := obj.ToTerraformValue(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	t = typ.TerraformType(ctx)
	made, err := tfprotov6.NewDynamicValue(t, v)
	if err != nil {
		s.t.Fatal(err)
	}
	return &made, t
}

// reads reads a data source with the given configuration, and returns its result
// and its diagnostics.
func (s *server) reads(name string, wrote object) (any, []string) {
	s.t.Helper()
	ctx := context.Background()
	config, t := s.request(name, wrote)
	valid, err := s.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "aks_" + name, Config: config})
	if err != nil || len(valid.Diagnostics) > 0 {
		return nil, append(texts(valid.Diagnostics), fmt.Sprint(err))
	}
	resp, err := s.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "aks_" + name, Config: config})
	if err != nil {
		s.t.Fatal(err)
	}
	state, err := resp.State.Unmarshal(t)
	if err != nil {
		s.t.Fatal(err)
	}
	return back(state), texts(resp.Diagnostics)
}

// tells reads a data source that must not return any diagnostics.
func (s *server) tells(name string, wrote object) any {
	s.t.Helper()
	out, diags := s.reads(name, wrote)
	if len(diags) > 0 {
		s.t.Fatal(name, ": ", diags)
	}
	return out
}

// saysNo checks a read that fails.
func (s *server) saysNo(name string, wrote object, says ...string) {
	s.t.Helper()
	_, diags := s.reads(name, wrote)
	for _, part := range says {
		if !strings.Contains(strings.Join(diags, "\n"), part) {
			s.t.Errorf("%s does not say %q: %v", name, part, diags)
		}
	}
}

// put creates a node pool as another client would.
func put(t testing.TB, sim *simulator.Simulator, name string, properties object) {
	t.Helper()
	status, answer, err := sim.Do(http.MethodPut, cluster+"/agentPools/"+name, object{"properties": properties})
	if err != nil || status >= 300 {
		t.Fatalf("PUT %s: %d %v %v", name, status, answer, err)
	}
}

// asked returns the requests so far, each as its method and the end of its path:
// "GET aks-lanes".
func asked(sim *simulator.Simulator) []string {
	var out []string
	for _, r := range sim.Requests() {
		out = append(out, r.Method+" "+r.Path[strings.LastIndex(r.Path, "/")+1:])
	}
	return out
}

func codes(findings any) []string {
	var out []string
	l, _ := findings.(list)
	for _, f := range l {
		code, _ := part(f, "code").(string)
		out = append(out, code)
	}
	return out
}
