package survey

import (
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
)

// Reader reads clusters, with what a provider block says of lanes. The zero value of
// Limits, Levels and Purposes says nothing.
type Reader struct {
	Client   *azure.Client
	Pricing  *pricebook.Quoter // where prices are from; nil = nowhere
	Limits   check.Limits
	Levels   check.Levels
	Purposes lane.Purposes
	Now      func() time.Time
	Warn     func(lane.Notice) // is called by one goroutine at a time
	// WithoutSizes is what to write where VM sizes and quotas are not wanted; "" where
	// nothing can be written.
	WithoutSizes string
}

// warn reports what could not be read and what follows.
func (r *Reader) warn(title, follows string, err error) {
	r.Warn(lane.Notice{Title: title, Detail: follows + "\n\n" + azure.DetailOf(err)})
}
