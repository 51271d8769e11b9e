package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Server is the provider as a CLI calls it: the framework's server, and the code
// that answers before it. Terraform starts one server for each process.
type Server struct {
	protocol
	stops

	provider *aksProvider
	data     map[string]earlyData // by type name
}

// earlyData is a data source that can answer before the framework.
type earlyData interface {
	early(ctx context.Context, s *services, config []byte) (state []byte, diags diag.Diagnostics, ok bool)
	datasource.DataSource
}

// protocol is everything that the framework's server answers. Embedding
// tfprotov6.ProviderServer alone would hide the optional parts.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewServer serves the provider of a released version.
func NewServer(version string) *Server { return NewServerWith(version, Seams{}) }

// NewServerWith serves a provider with the parts that a test replaces.
func NewServerWith(version string, seams Seams) *Server {
	p := &aksProvider{version: version, seams: seams}
	framework, ok := providerserver.NewProtocol6(p)().(protocol)
	if !ok {
		panic("provider: the framework's server lacks a part of the protocol")
	}
	s := &Server{protocol: inPlainWords{framework}, provider: p, data: map[string]earlyData{}}
	for _, made := range p.DataSources(context.Background()) {
		if d, ok := made().(earlyData); ok {
			var name datasource.MetadataResponse
			d.Metadata(context.Background(), datasource.MetadataRequest{ProviderTypeName: "aks"}, &name)
			s.data[name.TypeName] = d
		}
	}
	return s
}

// ReadDataSource answers without the framework, which would decode every value of
// an inventory several times.
func (s *Server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	configured := s.provider.services.Load()
	if d := s.data[req.TypeName]; d != nil && configured != nil && req.Config != nil {
		if state, diags, ok := d.early(ctx, configured, req.Config.MsgPack); ok {
			return &tfprotov6.ReadDataSourceResponse{State: &tfprotov6.DynamicValue{MsgPack: state}, Diagnostics: protocolDiagnostics(diags)}, nil
		}
	}
	return s.protocol.ReadDataSource(ctx, req)
}

// handTo is the framework's server, for a call about a lane that is not answered
// here.
func (s *Server) handTo(ctx context.Context, call string) protocol {
	if handed := s.provider.seams.Handed; handed != nil {
		handed(ctx, call)
	}
	return s.protocol
}

// Framework is the framework's server alone. Every answer of Server must equal its
// answer, whichever code produced it.
func (s *Server) Framework() tfprotov6.ProviderServer { return s.protocol }
