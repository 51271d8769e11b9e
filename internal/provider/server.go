package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Server is the provider as a CLI calls it: the framework's server, with what
// stands in front of it. Terraform starts one for each process.
type Server struct {
	protocol

	provider *aksProvider
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
	return &Server{protocol: framework, provider: p}
}

// Framework is the framework's server alone: what each answer of the server is
// to be, whichever way it was found.
func (s *Server) Framework() tfprotov6.ProviderServer { return s.protocol }
