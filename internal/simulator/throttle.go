package simulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// buckets are token buckets by name. They belong to one simulator: processes
// that share a state file do not throttle each other.
type buckets struct {
	mu     sync.Mutex
	byName map[string]*bucket
}

type bucket struct {
	tokens float64
	filled time.Time
}

// take takes a token from a bucket; a new bucket is full. It returns how many are left,
// or, if there is none, how long it takes until the next one.
func (b *buckets) take(name string, burst, perSecond float64, now time.Time) (left float64, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byName == nil {
		b.byName = map[string]*bucket{}
	}
	found := b.byName[name]
	if found == nil {
		found = &bucket{tokens: burst, filled: now}
		b.byName[name] = found
	}
	if passed := now.Sub(found.filled); passed > 0 {
		found.tokens = math.Min(burst, found.tokens+passed.Seconds()*perSecond)
		found.filled = now
	}
	if found.tokens < 1 {
		return 0, time.Duration((1 - found.tokens) / perSecond * float64(time.Second))
	}
	found.tokens--
	return found.tokens, 0
}

// allowance is one of AKS's token buckets: whose it is, how many requests it allows in
// a burst and how many tokens return per second (facts: section 3.3).
type allowance struct {
	handler   string
	name      string
	burst     float64
	perSecond float64
}

// allowance is the bucket that a request uses. All buckets are kept per region.
func (c *call) allowance(found route) allowance {
	write, collection := found.method == http.MethodPut, c.path["cluster"] == ""
	handler := handlerName(found)
	subscription := strings.ToLower(c.path["subscription"])
	cluster := clusterKey(subscription, c.path["group"], c.path["cluster"])
	region := c.path["location"]
	if cl := c.state.clusters[cluster]; cl != nil {
		region = cl.location()
	}
	switch {
	case found.resource == "managedClusters" && collection && c.path["group"] == "":
		return allowance{handler, "list/" + subscription, 500, 1}
	case found.resource == "managedClusters" && collection:
		return allowance{handler, "list/" + resourceGroupKey(subscription, c.path["group"]), 60, 1}
	case found.resource == "managedClusters" && write:
		return allowance{handler, "put/" + cluster, 20, 1.0 / 60}
	case found.resource == "managedClusters" && found.method == http.MethodGet:
		return allowance{handler, "get/" + cluster, 60, 1}
	case found.resource == "managedClusters/agentPools" && write:
		return allowance{handler, "put/" + cluster + "/agentpools/" + strings.ToLower(c.path["pool"]), 20, 1.0 / 60}
	case isOperation(found.resource):
		return allowance{handler, "operations/" + subscription + "/" + strings.ToLower(region), 200, 2}
	}
	return allowance{handler, "others/" + subscription + "/" + strings.ToLower(region), 60, 1}
}

// handlerName is AKS's name for the handler of a route, such as
// PutAgentPoolHandler.PUT.
func handlerName(found route) string {
	last := found.resource[strings.LastIndex(found.resource, "/")+1:]
	last = strings.TrimSuffix(strings.ToUpper(last[:1])+last[1:], "s")
	verb := found.method[:1] + strings.ToLower(found.method[1:])
	if found.method == http.MethodGet && !strings.HasSuffix(found.pattern, "}") {
		verb = "List"
	}
	return verb + last + "Handler." + found.method
}

// throttled refuses a request that exceeds AKS's buckets. They refill faster in a
// faster world, so that a client meets the limits about as often as in Azure. Their
// size is AKS's own.
func (c *call) throttled(found route) *rejection {
	if c.simulator.throttle == 0 || found.ns != containerService {
		return nil
	}
	from := c.allowance(found)
	_, wait := c.simulator.buckets.take(from.name, from.burst, from.perSecond*c.simulator.throttle*max(1, c.speed), c.now)
	if wait == 0 {
		return nil
	}
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	refused := providerError(http.StatusTooManyRequests, "Throttled",
		fmt.Sprintf("The %s request limit has been exceeded for SubID='%s', please retry again in %s seconds. For more information, please visit aka.ms/aks/throttling",
			from.handler, c.path["subscription"], seconds))
	refused.headers = http.Header{"Retry-After": {seconds}}
	return refused
}

// armBudget is how many requests of each kind ARM allows a subscription per hour
// (facts: section 3.3). The simulator counts it down but never refuses a request
// because of it.
var armBudget = map[string]float64{"Reads": 16500, "Writes": 12000, "Deletes": 12000}

// writeLimits adds the headers with the remainder of ARM's own request budget.
func (b *buckets) writeLimits(h http.Header, r *http.Request, now time.Time) {
	kind := "Writes"
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		kind = "Reads"
	case http.MethodDelete:
		kind = "Deletes"
	}
	segments := strings.Split(strings.Trim(strings.ToLower(r.URL.Path), "/"), "/")
	scope, name := "Tenant", "X-Ms-Ratelimit-Remaining-Tenant-"
	if len(segments) > 1 && segments[0] == "subscriptions" {
		scope, name = segments[1], "X-Ms-Ratelimit-Remaining-Subscription-Global-"
	}
	left, _ := b.take("arm/"+scope+"/"+kind, armBudget[kind], armBudget[kind]/3600, now)
	h.Set(name+kind, strconv.Itoa(int(left)))
}
