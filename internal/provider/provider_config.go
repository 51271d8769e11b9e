package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// providerModel is the provider block.
type providerModel struct {
	SubscriptionID            types.String    `tfsdk:"subscription_id"`
	TenantID                  types.String    `tfsdk:"tenant_id"`
	ClientID                  types.String    `tfsdk:"client_id"`
	ClientSecret              types.String    `tfsdk:"client_secret"`
	ClientCertificatePath     types.String    `tfsdk:"client_certificate_path"`
	ClientCertificatePassword types.String    `tfsdk:"client_certificate_password"`
	UseOIDC                   types.Bool      `tfsdk:"use_oidc"`
	OIDCToken                 types.String    `tfsdk:"oidc_token"`
	OIDCTokenFilePath         types.String    `tfsdk:"oidc_token_file_path"`
	UseMSI                    types.Bool      `tfsdk:"use_msi"`
	UseCLI                    types.Bool      `tfsdk:"use_cli"`
	Environment               types.String    `tfsdk:"environment"`
	Parallelism               types.Int64     `tfsdk:"parallelism"`
	Owner                     types.String    `tfsdk:"owner"`
	AdoptWithin               types.String    `tfsdk:"adopt_within"`
	Endpoints                 *endpointsModel `tfsdk:"endpoints"`
	Simulator                 *simulatorModel `tfsdk:"simulator"`
	Defaults                  *defaultsModel  `tfsdk:"defaults"`
	Ignore                    *ignoreModel    `tfsdk:"ignore"`
	Checks                    types.Map       `tfsdk:"checks"`
	Presets                   types.Map       `tfsdk:"presets"`
	Guardrails                types.Object    `tfsdk:"guardrails"`
	Pricing                   types.Object    `tfsdk:"pricing"`
}

type endpointsModel struct {
	ResourceManager types.String `tfsdk:"resource_manager"`
	Authority       types.String `tfsdk:"authority"`
	Audience        types.String `tfsdk:"audience"`
	Prices          types.String `tfsdk:"prices"`
}

type simulatorModel struct {
	World  types.String  `tfsdk:"world"`
	State  types.String  `tfsdk:"state"`
	Speed  types.Float64 `tfsdk:"speed"`
	Faults types.String  `tfsdk:"faults"`
	Events types.Dynamic `tfsdk:"events"`
}

type defaultsModel struct {
	Labels     types.Map        `tfsdk:"labels"`
	Tags       types.Map        `tfsdk:"tags"`
	Disruption *disruptionModel `tfsdk:"disruption"`
}

type disruptionModel struct {
	Allow types.String `tfsdk:"allow"`
}

type ignoreModel struct {
	Labels types.Set `tfsdk:"labels"`
	Taints types.Set `tfsdk:"taints"`
}

func providerSchema() schema.Schema {
	text := func(doc string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: doc}
	}
	secret := func(doc string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: doc}
	}
	flag := func(doc string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: doc}
	}
	keys := func(doc string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: doc}
	}
	texts := func(doc string) schema.MapAttribute {
		return schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: doc}
	}
	return schema.Schema{
		MarkdownDescription: "Purpose-built node pools for Azure Kubernetes Service. Credentials are set as for azurerm; without any, Azure's default credential chain is used. With `simulator`, no Azure account is needed.",
		Attributes: map[string]schema.Attribute{
			"subscription_id":             text("Subscription. Also `ARM_SUBSCRIPTION_ID`."),
			"tenant_id":                   text("Tenant. Also `ARM_TENANT_ID`."),
			"client_id":                   text("Client ID of a service principal or a user-assigned identity. Also `ARM_CLIENT_ID`."),
			"client_secret":               secret("Secret of the client. Also `ARM_CLIENT_SECRET`."),
			"client_certificate_path":     text("Path of the client's certificate, PEM or PKCS#12. Also `ARM_CLIENT_CERTIFICATE_PATH`."),
			"client_certificate_password": secret("Password of the certificate. Also `ARM_CLIENT_CERTIFICATE_PASSWORD`."),
			"use_oidc":                    flag("Use an OpenID Connect token. Also `ARM_USE_OIDC`."),
			"oidc_token":                  secret("The token itself. Also `ARM_OIDC_TOKEN`."),
			"oidc_token_file_path":        text("File that holds the token. Also `ARM_OIDC_TOKEN_FILE_PATH`."),
			"use_msi":                     flag("Use a managed identity. Also `ARM_USE_MSI`."),
			"use_cli":                     flag("Use the Azure CLI's login. Also `ARM_USE_CLI`."),
			"environment": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf("public", "usgovernment", "china")},
				MarkdownDescription: "Cloud: `public`, `usgovernment` or `china`. Also `ARM_ENVIRONMENT`."},
			"parallelism": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{shape.AtLeast(1)},
				MarkdownDescription: "Maximum number of operations that run at the same time in one cluster, within Terraform's own `-parallelism` (10 unless set). Default: no limit. A cluster starts at 10. A race, a pre-emption or a conflict that AKS reports halves the number; successful operations raise it again."},
			"owner": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.AtMost(lane.LongestOwner)}, // it is written to a tag
				MarkdownDescription: "Name of this configuration, if several have lanes in one cluster. A create takes over the node pool of an interrupted apply only if that apply had the same name."},
			"adopt_within": text("Maximum age of a finished node pool that a create takes over, as a duration. The node pool carries the mark of the same lane: an apply has created it but not recorded it, or create_before_destroy replaces it. Default `2h`. An unfinished node pool is taken over at any age; with `0s`, only unfinished ones are."),
			"endpoints": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Endpoints of a cloud of your own.", Attributes: map[string]schema.Attribute{
				"resource_manager": text("Also `ARM_RESOURCE_MANAGER_ENDPOINT`."), "authority": text("Also `ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST`."), "audience": text("Also `ARM_RESOURCE_MANAGER_AUDIENCE`."),
				"prices": text("Host of the retail price list. Also `AKS_PRICES_ENDPOINT`.")}},
			"simulator": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Use the embedded Azure Resource Manager instead of Azure; `{}` is enough. See the guide *Try it without Azure*.", Attributes: map[string]schema.Attribute{
				"world":  text("JSON file with clusters, sizes and quotas. Default: a small built-in world."),
				"state":  text("File that stores the simulated world. Default: `aks-simulator.json` in `TF_DATA_DIR` or `.terraform`."),
				"speed":  schema.Float64Attribute{Optional: true, MarkdownDescription: "How many times faster than in AKS operations are; 0 = they finish immediately. Default 60."},
				"faults": text("JSON file of faults to inject."),
				"events": schema.DynamicAttribute{Optional: true, MarkdownDescription: "Events in the simulated world. They happen when the provider is configured, before anything is read. A list of objects `{ id, cluster, pool, set, evict, fail, quotas, node_images, auto_upgrade }`. Each happens once per `id`, however often the provider is configured. See *Events on demand* in the guide."}}},
			"defaults": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "What every lane gets unless it sets its own.", Attributes: map[string]schema.Attribute{
				"labels": texts("Labels of every lane."), "tags": texts("Tags of every lane."),
				"disruption": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "`disruption` of lanes that do not set it.", Attributes: map[string]schema.Attribute{
					"allow": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf(lane.ClassNames...)}, MarkdownDescription: shape.MarkdownList(lane.ClassNames) + "; default `rolling`."}}}}},
			"ignore": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Patterns of keys that others own on every node pool.", Attributes: map[string]schema.Attribute{
				"labels": keys("Label key patterns."), "taints": keys("Taint key patterns.")}},
			"checks":     checksAttribute(),
			"presets":    presetsAttribute(),
			"guardrails": guardrailsAttribute(),
			"pricing":    pricingAttribute(),
		},
	}
}

func (m *providerModel) defaultsInto(s *services) {
	if d := m.Defaults; d != nil {
		s.defaults.Labels = shape.ValueOf(d.Labels, &lane.Field{Kind: lane.StringMap}).Map()
		s.defaults.Tags = shape.ValueOf(d.Tags, &lane.Field{Kind: lane.StringMap}).Map()
		if d.Disruption != nil && d.Disruption.Allow.ValueString() != "" {
			if c, err := lane.ParseClass(d.Disruption.Allow.ValueString()); err == nil {
				s.allow = c
			}
		}
	}
	if m.Ignore != nil {
		s.ignore.Labels = shape.ValueOf(m.Ignore.Labels, &lane.Field{Kind: lane.StringSet}).Set()
		s.ignore.Taints = shape.ValueOf(m.Ignore.Taints, &lane.Field{Kind: lane.StringSet}).Set()
	}
}

func (m *providerModel) azureOptions(version string) azure.Options {
	o := azure.Options{
		SubscriptionID: m.SubscriptionID.ValueString(), TenantID: m.TenantID.ValueString(),
		ClientID: m.ClientID.ValueString(), ClientSecret: m.ClientSecret.ValueString(),
		ClientCertificatePath: m.ClientCertificatePath.ValueString(), ClientCertificatePassword: m.ClientCertificatePassword.ValueString(),
		OIDCToken: m.OIDCToken.ValueString(), OIDCTokenFilePath: m.OIDCTokenFilePath.ValueString(),
		UseOIDC: m.UseOIDC.ValueBoolPointer(), UseMSI: m.UseMSI.ValueBoolPointer(), UseCLI: m.UseCLI.ValueBoolPointer(),
		Environment: m.Environment.ValueString(), Parallelism: int(m.Parallelism.ValueInt64()),
		UserAgent: "terraform-provider-aks/" + version,
	}
	if e := m.Endpoints; e != nil {
		o.Endpoints.ResourceManager, o.Endpoints.Authority, o.Endpoints.Audience = e.ResourceManager.ValueString(), e.Authority.ValueString(), e.Audience.ValueString()
		o.Endpoints.Prices = e.Prices.ValueString()
	}
	return o
}
