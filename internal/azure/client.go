package azure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
	"github.com/google/uuid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Client talks to ARM for one configured provider. All lanes of that provider share
// what it has read; other providers do not. It is safe for concurrent use.
type Client struct {
	subscription string
	correlation  string
	poll         Schedule
	credential   azcore.TokenCredential
	options      arm.ClientOptions
	arm          *arm.Client      // for requests that the SDK has no client for: operations, SKUs
	open         runtime.Pipeline // for requests without a token: prices
	priceList    *url.URL

	reads    chan struct{} // a slot for each shared read of a cluster in progress
	gates    gates         // by cluster
	networks gates         // by virtual network
	clusters shared[*Cluster]
	images   shared[string]
	sizes    shared[map[string]lane.Size]
	usages   shared[lane.Quotas]
	prices   shared[Prices]
	upgrades shared[*Upgrades]
	versions shared[[]Offer]
	subnets  shared[map[string]lane.SubnetFacts]
	windows  shared[[]Maintenance]

	nodeMetrics   shared[*lane.ClusterMetrics]
	scalerMetrics shared[*lane.ScalerMetrics]

	mu    sync.Mutex
	sdk   map[string]*sdkClients // by subscription
	wrote map[string]bool        // clusters by their keys
}

// sdkClients are the SDK's clients of one subscription.
type sdkClients struct {
	pools    *armcontainerservice.AgentPoolsClient
	clusters *armcontainerservice.ManagedClustersClient
}

const (
	moduleName    = "workload-lanes"
	moduleVersion = "v0.1.0"
)

// New creates a client. It reads no file and sends no request, so a wrong login shows
// up only with the first request.
func New(o Options) (*Client, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	where, err := cloudOf(o)
	if err != nil {
		return nil, err
	}
	if o.WriteLog == nil {
		if o.WriteLog, err = writeLogFile(o.Getenv("AKS_ARM_WRITE_LOG")); err != nil {
			return nil, err
		}
	}
	c := &Client{
		subscription: o.SubscriptionID, correlation: uuid.NewString(), poll: o.Poll,
		reads: make(chan struct{}, mostAtOnce), gates: gates{ceiling: o.Parallelism}, networks: gates{ceiling: 1}, sdk: map[string]*sdkClients{}, wrote: map[string]bool{},
	}
	base := policy.ClientOptions{
		Cloud: where,
		// A long Retry-After is honoured: giving up would fail a plan that only has to
		// wait.
		Retry:     policy.RetryOptions{MaxRetries: 4, RetryDelay: o.Poll.First * 8 / 5, MaxRetryDelay: 3 * time.Minute, ShouldRetry: worthAnotherTry},
		Transport: transporter(o.Transport),
	}
	c.credential = credentialOf(o, base)
	home, err := url.Parse(where.Services[cloud.ResourceManager].Endpoint)
	if err != nil {
		return nil, fmt.Errorf("the endpoint of Azure Resource Manager cannot be read: %w", err)
	}
	base.PerCallPolicies = []policy.Policy{homebound{home, "Azure Resource Manager"}, pinnedVersion{}, wholeBody{}, userAgent(o.UserAgent), correlated(c.correlation)}
	base.PerRetryPolicies = []policy.Policy{&watched{log: o.WriteLog, trace: o.Trace}}
	// The cluster exists, so its resource provider is registered. Registering it again
	// would require permissions that lanes do not need.
	c.options = arm.ClientOptions{ClientOptions: base, DisableRPRegistration: true}
	if c.arm, err = arm.NewClient(moduleName, moduleVersion, c.credential, &c.options); err != nil {
		return nil, fmt.Errorf("the client for Azure Resource Manager cannot be created: %w", err)
	}
	if c.priceList, err = o.Endpoints.priceList(); err != nil {
		return nil, err
	}
	open := base
	open.PerCallPolicies = []policy.Policy{homebound{c.priceList, "the price list"}, userAgent(o.UserAgent), correlated(c.correlation)}
	c.open = runtime.NewPipeline(moduleName, moduleVersion, runtime.PipelineOptions{}, &open)
	return c, nil
}

// SubscriptionID is the subscription of the provider block or the environment. It may
// be empty.
func (c *Client) SubscriptionID() string { return c.subscription }

// of returns the SDK's clients of a subscription.
func (c *Client) of(subscription string) (*sdkClients, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.sdk[subscription]; found != nil {
		return found, nil
	}
	pools, err := armcontainerservice.NewAgentPoolsClient(subscription, c.credential, &c.options)
	if err != nil {
		return nil, err
	}
	clusters, err := armcontainerservice.NewManagedClustersClient(subscription, c.credential, &c.options)
	if err != nil {
		return nil, err
	}
	made := &sdkClients{pools: pools, clusters: clusters}
	c.sdk[subscription] = made
	return made, nil
}

// Sleep waits for a time that is part of a change itself, such as a soak.
func (c *Client) Sleep(ctx context.Context, d time.Duration) error { return c.poll.Sleep(ctx, d) }

// Pace begins a series of waits for an operation of ours.
func (c *Client) Pace() *Pace { return c.poll.Pace() }

// Backoff starts a series of waits after a refusal, or for operations of other clients.
func (c *Client) Backoff() *Pace { return c.poll.Backoff() }

// transporter adapts a RoundTripper to the SDK's transport. It does not follow
// redirects: ARM sends none, and a redirect must not receive the token.
func transporter(t http.RoundTripper) policy.Transporter {
	if t == nil {
		clone, ok := http.DefaultTransport.(*http.Transport)
		if ok {
			t = clone.Clone()
		} else {
			t = http.DefaultTransport
		}
	}
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func writeLogFile(name string) (*os.File, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the write log of AKS_ARM_WRITE_LOG cannot be opened: %w", err)
	}
	return f, nil
}
