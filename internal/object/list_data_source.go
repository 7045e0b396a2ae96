package object

import (
	"context"
	"fmt"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// listDataSource reads all objects of a kind that the API lists.
type listDataSource[M Model[M, A], A otp.Object] struct {
	of          *Resource[M, A]
	attribute   string // has the objects
	description string
}

// NewListDataSource is the data source that reads all objects of a kind into an attribute.
func NewListDataSource[M Model[M, A], A otp.Object](kind Kind[M, A], into, description string) datasource.DataSource {
	return &listDataSource[M, A]{newResource(kind), into, description}
}

func (d *listDataSource[M, A]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.TypeName + "s"
}

func (d *listDataSource[M, A]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.Connect(req.ProviderData, &resp.Diagnostics)
}

func (d *listDataSource[M, A]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: map[string]schema.Attribute{
		d.attribute: schema.ListNestedAttribute{
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: computedAttributes(d.of.Kind.Schema().Attributes)},
			MarkdownDescription: fmt.Sprintf("The %ss, in the order of their ids.", d.of.Short),
		},
	}}
	for _, filter := range d.of.filters() {
		resp.Schema.Attributes[filter.name] = schema.StringAttribute{
			Optional: true, Validators: filter.validators, MarkdownDescription: filter.description,
		}
	}
}

func (d *listDataSource[M, A]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	summary := d.of.summary(explain.Read) + "s"
	config := attribute.Values(req.Config.Raw)
	d.of.Reading(&resp.Diagnostics, summary, nothingRead, func(client *otp.Client) {
		var objects []M
		var missing *account.UnreadError
		err := d.of.refresh(ctx, client)
		if err == nil {
			objects, missing, err = d.of.filtered(ctx, client, newFilter(config, d.of.AppAttribute, math.MaxInt))
		}
		if err != nil {
			resp.Diagnostics.AddError(summary, d.of.notLookedUp("the "+d.of.Noun+"s", err))
			return
		}
		resp.Diagnostics.Append(d.of.incomplete(missing, d.of.objects().Gap())...)
		if shown := d.of.show(ctx, objects, resp); !resp.Diagnostics.HasError() {
			config[d.attribute] = tftypes.NewValue(config[d.attribute].Type(), shown)
			resp.State.Raw = tftypes.NewValue(req.Config.Raw.Type(), config)
		}
	})
}
