package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Server is the provider as a CLI calls it: the framework's server, with what
// stands in front of it. Terraform starts one for each process.
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

// protocol is all that the framework's server answers. Embedding
// tfprotov6.ProviderServer alone would hide the parts that are optional.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewServer serves the provider of a released version.
func NewServer(version string) *Server { return NewServerWith(version, Seams{}) }

// NewServerWith serves a provider whose seams a test has filled.
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

// ReadDataSource answers without the framework, which would unfold every value of
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
// before it.
func (s *Server) handTo(ctx context.Context, call string) protocol {
	if handed := s.provider.seams.Handed; handed != nil {
		handed(ctx, call)
	}
	return s.protocol
}

// Framework is the framework's server alone: what each answer of the server is
// to be, whichever way it was found.
func (s *Server) Framework() tfprotov6.ProviderServer { return s.protocol }
