package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// dataSource is what all data sources have in common: a name, a schema, the
// configured provider, and a reader. The rest of each is in its own file.
type dataSource struct {
	*services

	name   string
	doc    string
	attrs  func() map[string]schema.Attribute
	reader func(*dataRead)
}

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.doc, Attributes: d.attrs()}
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if s, ok := req.ProviderData.(*services); ok {
		d.services = s
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	r := &dataRead{services: d.services, ctx: ctx, diags: &resp.Diagnostics, out: map[string]attr.Value{}}
	r.load(req.Config)
	if r.diags.HasError() {
		return
	}
	d.reader(r)
	if r.diags.HasError() {
		return
	}
	for name, v := range r.in {
		if _, computed := r.out[name]; !computed {
			r.out[name] = v
		}
	}
	obj, diags := types.ObjectValue(r.types, r.out)
	r.diags.Append(diags...)
	if !r.diags.HasError() {
		r.diags.Append(resp.State.Set(ctx, obj)...)
	}
}

// dataRead is one reading of a data source: what the author wrote, and what is
// told in answer. Attributes that are not set keep what the author wrote.
type dataRead struct {
	*services

	ctx   context.Context
	diags *diag.Diagnostics
	in    map[string]attr.Value
	types map[string]attr.Type
	out   map[string]attr.Value
}

func (r *dataRead) load(config tfsdk.Config) {
	var obj types.Object
	r.diags.Append(config.Get(r.ctx, &obj)...)
	r.in, r.types = obj.Attributes(), obj.AttributeTypes(r.ctx)
}

func (r *dataRead) set(name string, v attr.Value) { r.out[name] = v }

func (r *dataRead) text(name string) string {
	s, _ := r.in[name].(types.String)
	return s.ValueString()
}

// flag is a switch, and what it is where the author wrote nothing.
func (r *dataRead) flag(name string, otherwise bool) bool {
	b, ok := r.in[name].(types.Bool)
	if !ok || b.IsNull() {
		return otherwise
	}
	return b.ValueBool()
}

func (r *dataRead) textSet(name string) []string {
	set, ok := r.in[name].(types.Set)
	if !ok {
		return nil
	}
	return shape.SetOf(set).Set()
}

// clusterID reads the attribute cluster_id.
func (r *dataRead) clusterID() (azure.ClusterID, bool) {
	id, err := azure.ParseClusterID(r.text("cluster_id"))
	if err != nil {
		r.diags.AddAttributeError(path.Root("cluster_id"), "Cluster ID is not an AKS cluster's", lane.Sentence(err.Error()))
	}
	return id, err == nil
}

// cluster reads the cluster of the attribute cluster_id from the snapshot that
// the lanes of the same plan share.
func (r *dataRead) cluster() (*azure.Cluster, bool) {
	id, ok := r.clusterID()
	if !ok {
		return nil, false
	}
	cluster, err := r.client.Cluster(r.ctx, id)
	if err != nil {
		addError(r.diags, "Unable to read the cluster", err)
		return nil, false
	}
	return cluster, true
}

// warn tells what could not be read and what follows, and goes on.
func (r *dataRead) warn(summary, follows string, err error) {
	var d diag.Diagnostics
	addError(&d, "", err)
	r.diags.AddWarning(summary, follows+"\n\n"+d[0].Detail())
}

func (r *dataRead) examination(sizes bool) examination {
	return examination{dataRead: r, sizes: sizes, managedBy: r.textSet("managed_by")}
}

// What several data sources let an author write.

func clusterIDAttribute() schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: "ARM resource ID of the AKS cluster."}
}

func managedByAttribute() schema.SetAttribute {
	return schema.SetAttribute{Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Keys of tags by which other tools mark the node pools that they manage, besides a lane's own tag: such a pool is no finding."}
}

func sizesAttribute(otherwise string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Also read the VM sizes and quotas of the location: what `memory_gb`, and findings about zones and quota, need. Default " + otherwise + "."}
}
