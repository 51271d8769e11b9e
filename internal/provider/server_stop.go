package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stops are the calls in progress that the framework does not know about. The zero
// value has none.
type stops struct {
	mu     sync.Mutex
	cancel map[*context.CancelFunc]bool
}

// stoppable is a context that ends when the provider is asked to stop, as after
// Ctrl-C. The caller ends it when the call is answered.
func (s *stops) stoppable(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel == nil {
		s.cancel = map[*context.CancelFunc]bool{}
	}
	s.cancel[&cancel] = true
	return ctx, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.cancel, &cancel)
	}
}

// StopProvider ends the calls in progress, here and in the framework.
func (s *Server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.mu.Lock()
	for cancel := range s.cancel {
		(*cancel)()
	}
	s.mu.Unlock()
	return s.protocol.StopProvider(ctx, req)
}
