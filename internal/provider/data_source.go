package provider

import (
	"context"
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// dataSource is what all data sources have in common: a name, the attributes that
// an author may write, and a reader that returns a T.
type dataSource[T any] struct {
	*services

	name   string
	doc    string
	inputs map[string]schema.Attribute
	answer *shape.Object[T]
	reader func(*dataRead) T

	once sync.Once
	wire *shape.Wire // reads what an author wrote, without the framework; nil until that is first needed
}

func (d *dataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

func (d *dataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attrs := d.answer.DataAttributes()
	maps.Copy(attrs, d.inputs)
	resp.Schema = schema.Schema{MarkdownDescription: d.doc, Attributes: attrs}
}

// Configure receives no provider data while Terraform validates.
func (d *dataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if s, ok := req.ProviderData.(*services); ok {
		d.services = s
	}
}

// Read answers. Attributes that only an author writes are returned as written, even
// if the answer has an attribute with the same name.
func (d *dataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r := &dataRead{services: d.services, ctx: ctx, diags: &resp.Diagnostics, in: config.Attributes()}
	answer := d.reader(r)
	if r.diags.HasError() {
		return
	}
	out := d.answer.Value(answer).Attributes()
	for name, a := range d.inputs {
		if !a.IsComputed() {
			out[name] = r.in[name]
		}
	}
	obj, diags := types.ObjectValue(config.AttributeTypes(ctx), out)
	r.diags.Append(diags...)
	if !r.diags.HasError() {
		r.diags.Append(resp.State.Set(ctx, obj)...)
	}
}

// early answers before the framework does, with the same reader. It never holds the
// values of a large answer. ok is false if the framework must answer.
func (d *dataSource[T]) early(ctx context.Context, s *services, config []byte) (state []byte, diags diag.Diagnostics, ok bool) {
	d.once.Do(func() { d.wire = d.newWire(ctx) })
	if d.wire == nil {
		return nil, nil, false
	}
	read, known, err := d.wire.Read(ctx, config)
	wrote, is := read.(types.Object)
	if err != nil || !known || !is {
		return nil, nil, false
	}
	r := &dataRead{services: s, ctx: ctx, diags: &diags, in: wrote.Attributes()}
	answer := d.reader(r)
	if diags.HasError() {
		return config, diags, true // as the framework leaves it
	}
	beside := map[string]attr.Value{}
	for name, a := range d.inputs {
		if !a.IsComputed() {
			beside[name] = r.in[name]
		}
	}
	state, err = d.answer.Write(ctx, answer, beside)
	return state, diags, err == nil
}

func (d *dataSource[T]) newWire(ctx context.Context) *shape.Wire {
	var resp datasource.SchemaResponse
	d.Schema(ctx, datasource.SchemaRequest{}, &resp)
	wire, err := shape.NewWire(ctx, resp.Schema.Type())
	if err != nil {
		return nil
	}
	return wire
}

// dataRead is one read of a data source, with what the author wrote.
type dataRead struct {
	*services

	ctx   context.Context
	diags *diag.Diagnostics
	in    map[string]attr.Value
}

func (r *dataRead) text(name string) string {
	s, _ := r.in[name].(types.String)
	return s.ValueString()
}

// flag is a boolean argument; nil if the author did not write it.
func (r *dataRead) flag(name string) *bool {
	b, _ := r.in[name].(types.Bool)
	return b.ValueBoolPointer()
}

func (r *dataRead) textSet(name string) []string {
	set, _ := r.in[name].(types.Set)
	return shape.SetOf(set).Set()
}

// or is the value that was written, or otherwise if none was.
func or[T any](written *T, otherwise T) T {
	if written == nil {
		return otherwise
	}
	return *written
}

// cluster reads the cluster of the attribute cluster_id from the snapshot that the
// lanes of the same plan share. It returns nil if there is an error.
func (r *dataRead) cluster() *azure.Cluster {
	id, err := azure.ParseClusterID(r.text("cluster_id"))
	if err != nil {
		r.diags.AddAttributeError(path.Root("cluster_id"), "Not the ID of an AKS cluster", lane.Sentence(err.Error()))
		return nil
	}
	cluster, err := r.client.Cluster(r.ctx, id)
	if err != nil {
		addError(r.diags, "Unable to read the cluster", err)
		return nil
	}
	return cluster
}

// warn reports what could not be read and the consequences, and continues.
func (r *dataRead) warn(summary, follows string, err error) {
	r.diags.AddWarning(summary, follows+"\n\n"+azure.DetailOf(err))
}

// Arguments that several data sources share.

func clusterIDAttribute() schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: "ARM resource ID of the AKS cluster."}
}

func managedByAttribute() schema.SetAttribute {
	return schema.SetAttribute{Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Tag keys by which other tools mark the node pools that they manage. Such a pool, like a lane, is not reported as unmanaged."}
}

func sizesAttribute(otherwise string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Also read the VM sizes and quotas of the location. `memory_gb` and findings about zones and quota need them. Default " + otherwise + "."}
}
