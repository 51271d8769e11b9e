package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// announce adds the URLs at which a client can follow an operation. A PUT has only
// Azure-AsyncOperation; an operation that returns no resource also has a Location.
func (c *call) announce(h http.Header, op *operation, location bool) {
	h.Set("Azure-Asyncoperation", c.operationURL(op, "operations"))
	if location {
		h.Set("Location", c.operationURL(op, "operationresults"))
	}
	h.Set("X-Ms-Operation-Identifier", fmt.Sprintf("tenantId=%s,objectId=%s/%s/%s",
		c.catalog.world.Tenant, derivedGUID("caller"), op.Location, newGUID()))
	c.simulator.pollHint(h)
}

// operationURL is absolute and points to the host of the request. The parameters t, c,
// s and h sign it; a client must send them back unchanged.
func (c *call) operationURL(op *operation, kind string) string {
	ticks := op.Start.Unix()*10_000_000 + 621355968000000000
	return fmt.Sprintf("%s/subscriptions/%s/providers/Microsoft.ContainerService/locations/%s/%s/%s?api-version=%s&t=%d&c=%s&s=%s&h=%s",
		c.base(), op.Subscription, op.Location, kind, op.ID, operationsVersion, ticks,
		"MII"+filler(2600, "certificate"), filler(342, kind+op.ID), filler(43, kind+op.ID+"hash"))
}

func (c *call) base() string { return baseOf(c.request) }

// baseOf is the scheme and host by which a client reached the simulator.
func baseOf(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.URL.Scheme == "https" {
		scheme = "https"
	}
	host := r.Host
	if host == "" {
		host = "management.azure.com"
	}
	return scheme + "://" + host
}

type operationBody struct {
	Name      string       `json:"name"`
	Status    string       `json:"status"`
	StartTime string       `json:"startTime"`
	EndTime   string       `json:"endTime,omitempty"`
	Error     *ErrorDetail `json:"error,omitempty"`
}

// operation is the operation in the path, nil if there is no such operation.
func (c *call) operation() *operation {
	op := c.state.operations[strings.ToLower(c.path["operation"])]
	if op == nil || !strings.EqualFold(op.Subscription, c.path["subscription"]) || !strings.EqualFold(op.Location, c.path["location"]) {
		return nil
	}
	return op
}

func noOperation(c *call) answer {
	return providerError(http.StatusNotFound, "NotFound",
		fmt.Sprintf("Could not find the operation: %s.", c.path["operation"])).answer()
}

func getOperation(c *call) answer {
	op := c.operation()
	if op == nil {
		return noOperation(c)
	}
	body := operationBody{
		Name:      op.ID,
		Status:    op.progress(c.now),
		StartTime: op.Start.UTC().Format(time.RFC3339Nano),
		Error:     op.Error,
	}
	a := answer{status: http.StatusOK, headers: http.Header{}}
	if op.Status != "" {
		body.EndTime = op.End.UTC().Format(time.RFC3339Nano)
	} else {
		c.simulator.pollHint(a.headers)
	}
	a.body = body
	return a
}

// getOperationResult is the target of Location: 202 while the operation runs, then 204,
// or the error with which it ended.
func getOperationResult(c *call) answer {
	op := c.operation()
	switch {
	case op == nil:
		return noOperation(c)
	case op.Status == "":
		a := answer{status: http.StatusAccepted, headers: http.Header{}}
		a.headers.Set("Location", c.operationURL(op, "operationresults"))
		c.simulator.pollHint(a.headers)
		return a
	case op.Status == succeeded && op.Kind == upgradingImage:
		return c.upgraded(op)
	case op.Status == succeeded || op.Error == nil || op.Kind == canceling:
		a := answer{status: http.StatusNoContent, headers: http.Header{}}
		a.headers.Set("Location", c.operationURL(op, "operationresults"))
		return a
	default:
		return providerError(http.StatusConflict, op.Error.Code, op.Error.Message).answer()
	}
}

// upgraded is the pool after an upgrade of its node image.
func (c *call) upgraded(op *operation) answer {
	if cl := c.state.clusters[op.Cluster]; cl != nil {
		if p := cl.pool(op.Pool); p != nil {
			return ok(c.poolBody(cl, p))
		}
	}
	return answer{status: http.StatusNoContent}
}
