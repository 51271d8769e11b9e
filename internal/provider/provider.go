package provider

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	listing "github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/planned"
	"github.com/workload-lanes/terraform-provider-aks/internal/pricebook"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Seams are the parts that tests replace.
type Seams struct {
	Simulator *simulator.Simulator // serves every request; nil = what the provider block says
	Poll      azure.Schedule       // how long to wait between reads; zero = the real schedule
	// Deadline limits how long a lane that is about to be refused waits for other
	// lanes of the plan; nil = planned.LongestWait.
	Deadline func() <-chan time.Time
	Now      func() time.Time // today's date, for ages and retirements; nil = time.Now
	// Wrap wraps the transport between the provider and the server of its requests.
	Wrap func(http.RoundTripper) http.RoundTripper
	// Handed is called for each call about a lane that is passed to the framework.
	Handed func(ctx context.Context, call string)
}

type aksProvider struct {
	version string
	seams   Seams
	// levels are the levels of the checks in the provider block, as far as they are
	// known while Terraform validates. They apply to the validation of lanes.
	levels atomic.Pointer[check.Levels]
	// services are the result of configuring the provider; nil before.
	services atomic.Pointer[services]
}

var (
	_ provider.ProviderWithActions        = (*aksProvider)(nil)
	_ provider.ProviderWithFunctions      = (*aksProvider)(nil)
	_ provider.ProviderWithListResources  = (*aksProvider)(nil)
	_ provider.ProviderWithValidateConfig = (*aksProvider)(nil)
)

// defaultAdoptWithin is long enough to repeat an apply that was interrupted, and
// too short for a pool that has been in use for days.
const defaultAdoptWithin = 2 * time.Hour

// services are what a configured provider passes to its resources.
type services struct {
	client   *azure.Client
	defaults lane.Defaults
	ignore   lane.Ignore
	allow    lane.Class // the gate of lanes that do not set one

	levels   check.Levels              // from the provider block
	lanes    *planned.Lanes            // planned so far
	objects  *planned.Objects[*former] // objects of the state that this process has seen
	purposes lane.Purposes             // the built-in purposes and the provider block's
	limits   check.Limits              // of every lane
	pricing  *pricebook.Quoter         // the source of prices; nil = none

	owner       string        // distinguishes two configurations
	adoptWithin time.Duration // maximum age of a pool that an earlier run created
	now         func() time.Time
}

// newServices are the services of a provider block that sets only the levels of
// checks.
func newServices(seams Seams, levels check.Levels) *services {
	s := &services{allow: lane.Rolling, adoptWithin: defaultAdoptWithin, now: seams.Now, levels: levels,
		lanes: planned.NewLanes(seams.Deadline), objects: planned.NewObjects[*former]()}
	if s.now == nil {
		s.now = time.Now
	}
	return s
}

func (p *aksProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "aks", p.version
}

func (p *aksProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

// ValidateConfig keeps the levels of the checks: the provider is not configured
// while Terraform validates, and a check that is switched off must be off then too.
func (p *aksProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var checks types.Map
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("checks"), &checks)...)
	levels := levelsOf(checks)
	p.levels.Store(&levels)
}

func (p *aksProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := newServices(p.seams, levelsOf(m.Checks))
	s.owner = m.Owner.ValueString()
	m.defaultsInto(s)
	s.purposes, s.limits = purposesOf(m.Presets, &resp.Diagnostics), limitsOf(m.Guardrails)
	if resp.Diagnostics.HasError() {
		return
	}
	if text := m.AdoptWithin.ValueString(); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			resp.Diagnostics.AddAttributeError(path.Root("adopt_within"), "Invalid duration", fmt.Sprintf("adopt_within is %q, which is not a duration. Write one such as \"2h\" or \"30m\".", text))
			return
		}
		s.adoptWithin = d
	}
	opts := m.azureOptions(p.version)
	opts.Poll, opts.Trace = p.seams.Poll, traced
	if sim := p.simulatorOf(ctx, m, resp); sim != nil {
		opts.Transport, opts.Anonymous = sim, true
		if p.seams.Wrap != nil {
			opts.Transport = p.seams.Wrap(sim)
		}
		if opts.SubscriptionID == "" {
			opts.SubscriptionID = simulator.BuiltIn().Subscriptions[0].ID
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := azure.New(opts)
	if err != nil {
		resp.Diagnostics.AddError("Unable to configure the AKS provider", err.Error())
		return
	}
	s.client = client
	s.pricing = pricingOf(m.Pricing, s, &resp.Diagnostics)
	if set(m.Guardrails, "max_hourly_cost") && m.Pricing.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("guardrails").AtName("max_hourly_cost"), "Limit needs prices",
			"max_hourly_cost limits the cost of a lane, which is not known without prices.\n\nWrite pricing = {} for the live price list, or pricing = { file = … } for a price book.")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.services.Store(s)
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = s, s, s
	resp.ActionData = s
}

// traced writes every request to ARM to the plugin's log: TF_LOG_PROVIDER=debug.
func traced(ctx context.Context, r azure.Request) {
	tflog.Debug(ctx, "ARM request", map[string]any{
		"method": r.Method, "path": r.Path, "status": r.Status, "duration_ms": r.Milliseconds,
		"correlation_id": r.CorrelationID, "request_id": r.RequestID, "error": r.Error})
}

func (p *aksProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return p.unconfiguredLane() }}
}

// unconfiguredLane is the resource while Terraform validates.
func (p *aksProvider) unconfiguredLane() *laneResource {
	var levels check.Levels
	if known := p.levels.Load(); known != nil {
		levels = *known
	}
	return newLaneResource(levels)
}

func (p *aksProvider) ListResources(context.Context) []func() listing.ListResource {
	return []func() listing.ListResource{newLaneList}
}

func (p *aksProvider) Actions(context.Context) []func() action.Action { return poolActions() }

func (p *aksProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newClusterDataSource, newLaneCostDataSource, newLanePresetsDataSource, newLaneUsageDataSource, newNodePoolDataSource, newNodePoolUpgradesDataSource, newNodePoolsDataSource, newVMSizesDataSource,
	}
}

func (p *aksProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newAdoptFunction, newContractFunction, newExpandFunction, newFitsFunction, newMarkdownFunction, newMermaidFunction, newPolicyFunction, newPrioritiesFunction, newTolerationsFunction,
	}
}
