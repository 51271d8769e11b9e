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

// Operation is one operation of AKS. Its only secret is the signature in its URL, which
// only allows reading this one operation. It is stored in Terraform's private state so
// that a later run finds it again.
type Operation struct {
	Kind string `json:"kind"` // create, update or delete
	Pool string `json:"pool"`
	// URL is AKS's own and unchanged, because it is signed. It is empty if AKS gave
	// none; the progress is then read from the pool's state.
	URL string `json:"url,omitempty"`
	// Old is the old pool of a rotation. It is to be deleted when this pool is ready.
	Old string `json:"old,omitempty"`
	// Begun means that Old is the new pool of a rotation that died before the lane was
	// on it. Another rotation may continue with it.
	Begun bool `json:"begun,omitempty"`
	// Mark is the tag workload-lane-created of the pool that a deletion removes, if
	// only the pool's own state shows the deletion. A pool of the same name with
	// another mark was created after it. "" = not known.
	Mark string `json:"-"`
	// Said is AKS's last status text, for whoever follows the operation:
	// "CreatingAgentPool: 0/1 nodes completed". "" = not asked yet.
	Said string `json:"-"`
	// Sent means that this process has sent the request and ARM has accepted it. It is
	// false for an operation that was remembered or only looked for.
	Sent bool `json:"-"`
	// RetryAfter is how long AKS asks to wait before the first look; 0 = not given.
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
	// Done means that the operation has ended. Err is why it did not succeed.
	Done bool
	Err  error
	// Status is AKS's own status text: "CreatingAgentPool: 0/1 nodes completed".
	Status string
	// RetryAfter is how long AKS asks to wait before the next look; 0 = not given.
	RetryAfter time.Duration
}

// Look reads the progress of an operation once. If AKS no longer knows the operation,
// the error has the reason OperationVanished. The end of an operation drops the shared
// read of the cluster, because an answer from before the end shows a half-finished
// change.
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
	switch strings.ToLower(body.Status) { // any other text is the free-form status of a running operation
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

// Failure is why a pool is Failed or Canceled, as far as the pool itself shows.
func (c *Client) Failure(pool *Pool) error {
	code := pool.Status.ErrorCode
	if code == "" {
		code = pool.Status.State
	}
	return c.failed(errorBody{Code: code, Message: pool.Status.ErrorMessage}, pool.Ref)
}
