package survey

import (
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
)

// Reader reads clusters, with a provider block's settings for lanes. The zero value
// of Limits, Levels and Purposes sets nothing.
type Reader struct {
	Client   *azure.Client
	Pricing  *pricebook.Quoter // the source of prices; nil = none
	Limits   check.Limits
	Levels   check.Levels
	Purposes lane.Purposes
	Now      func() time.Time
	Warn     func(lane.Notice) // is called by one goroutine at a time
	// WithoutSizes is how to write that VM sizes and quotas are not wanted; "" if
	// there is no way to write it.
	WithoutSizes string
}

// warn reports what could not be read and the consequences.
func (r *Reader) warn(title, follows string, err error) {
	r.Warn(lane.Notice{Title: title, Detail: follows + "\n\n" + azure.DetailOf(err)})
}
