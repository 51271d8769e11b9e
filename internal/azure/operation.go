package azure

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Operation is what AKS works on. It holds no secret but the signature in its
// URL, which only reads this one operation, and goes into Terraform's private
// state so that a later run finds it again.
type Operation struct {
	Kind string `json:"kind"` // create, update or delete
	Pool string `json:"pool"`
	// URL is AKS's own, untouched: it is signed. Empty where AKS gave none; the
	// pool's state then tells how it goes.
	URL string `json:"url,omitempty"`
	// Old is a pool that is to be deleted when this one is ready: a rotation.
	Old string `json:"old,omitempty"`
	// Begun says that Old is the new pool of a rotation that died before the lane
	// was on it: another rotation may go on with it.
	Begun bool `json:"begun,omitempty"`
	// Mark is the tag workload-lane-created of the pool that goes, of a deletion
	// that only the pool's own state tells of: a pool of the name with another mark
	// has come after it. "" = not known.
	Mark string `json:"-"`
	// Said is AKS's last word on it for whoever follows it: "CreatingAgentPool: 0/1
	// nodes completed". "" = it has not been asked.
	Said string `json:"-"`
	// Sent says that this very process has sent the request and ARM has taken it;
	// an operation that was remembered, or only looked for, is not.
	Sent bool `json:"-"`
	// RetryAfter is when AKS wants to be asked for the first time; 0 = it does
	// not say.
	RetryAfter time.Duration `json:"-"`
}

func operationIn(resp *http.Response, kind, pool string) *Operation {
	op := &Operation{Kind: kind, Pool: pool, Sent: true}
	if resp != nil {
		op.URL, op.RetryAfter = resp.Header.Get("Azure-AsyncOperation"), retryAfter(resp.Header)
	}
	return op
}

// Progress is one look at an operation.
type Progress struct {
	// Done says that it has ended; Err is why it did not succeed.
	Done bool
	Err  error
	// Status is AKS's own word: "CreatingAgentPool: 0/1 nodes completed".
	Status string
	// RetryAfter is when AKS wants to be asked again; 0 = it does not say.
	RetryAfter time.Duration
}

// Look asks once how an operation goes. An operation that AKS no longer knows
// is an error of the reason OperationVanished. The end of an operation drops the
// shared read of the cluster: what was read meanwhile is half of a change.
func (c *Client) Look(ctx context.Context, ref PoolRef, op *Operation) (Progress, error) {
	look := c.lookAtOperation
	if op.URL == "" {
		look = c.lookAtPool
	}
	p, err := look(ctx, ref, op)
	if p.Done {
		c.drop(ref.Cluster)
	}
	return p, err
}

func (c *Client) lookAtOperation(ctx context.Context, ref PoolRef, op *Operation) (Progress, error) {
	req, err := runtime.NewRequest(ctx, http.MethodGet, op.URL)
	if err != nil {
		return Progress{}, c.Problem(Refused, ref, "the operation's URL cannot be read")
	}
	resp, err := c.arm.Pipeline().Do(req)
	if err != nil {
		return Progress{}, c.armError(err, ref)
	}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted:
	case http.StatusNoContent:
		return Progress{Done: true, Status: "Succeeded"}, nil
	case http.StatusNotFound:
		var unknown *Error
		err := c.armError(runtime.NewResponseError(resp), ref)
		if errors.As(err, &unknown) {
			unknown.Reason = OperationVanished
		}
		return Progress{}, err
	default:
		return Progress{}, c.armError(runtime.NewResponseError(resp), ref)
	}
	var body struct {
		Status string     `json:"status"`
		Error  *errorBody `json:"error"`
	}
	if err := decodePayload(resp, &body); err != nil {
		return Progress{}, c.unreadable(err, ref)
	}
	p := Progress{Status: body.Status, RetryAfter: retryAfter(resp.Header)}
	switch strings.ToLower(body.Status) { // anything else is a free string of a running operation
	case "succeeded":
		p.Done = true
	case "failed", "canceled", "cancelled":
		p.Done = true
		if body.Error == nil {
			body.Error = &errorBody{}
		}
		if body.Error.Code == "" {
			body.Error.Code = body.Status
		}
		p.Err = c.failed(*body.Error, ref)
	}
	return p, nil
}

// lookAtPool follows an operation without a URL by the state of its pool.
func (c *Client) lookAtPool(ctx context.Context, ref PoolRef, op *Operation) (Progress, error) {
	pool, err := c.Pool(ctx, ref)
	switch ReasonOf(err) {
	case NotFoundPool, NotFoundCluster:
		if op.Kind == "delete" {
			return Progress{Done: true, Status: "Succeeded"}, nil
		}
		return Progress{}, err
	}
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Status: pool.Status.State}
	switch {
	case op.Kind == "delete" && op.Mark != "" && lane.Tag(pool.Set, lane.TagCreated) != op.Mark:
		p.Done = true
	case op.Kind == "abort" && pool.Status.State == "Canceled":
		p.Done = true
	case pool.Status.State == "Failed" || pool.Status.State == "Canceled":
		p.Done, p.Err = true, c.Failure(pool)
	case Settled(pool.Status.State) && op.Kind != "delete":
		p.Done = true
	}
	return p, nil
}

// Failure is why a pool is Failed or Canceled, as far as the pool itself tells.
func (c *Client) Failure(pool *Pool) error {
	code := pool.Status.ErrorCode
	if code == "" {
		code = pool.Status.State
	}
	return c.failed(errorBody{Code: code, Message: pool.Status.ErrorMessage}, pool.Ref)
}
