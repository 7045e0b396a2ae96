package object

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// dataSource reads one object, by its id or by its name.
type dataSource[M Model[M, A], A otp.Object] struct {
	of          *Resource[M, A]
	description string
}

// NewDataSource is the data source that reads one object of a kind.
func NewDataSource[M Model[M, A], A otp.Object](kind Kind[M, A], description string) datasource.DataSource {
	return &dataSource[M, A]{newResource(kind), description}
}

func (d *dataSource[M, A]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.TypeName
}

func (d *dataSource[M, A]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.Connect(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource[M, A]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: computedAttributes(d.of.Kind.Schema().Attributes)}
	key := func(name, more string, validators ...validator.String) {
		resp.Schema.Attributes[name] = schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			Validators:          validators,
			MarkdownDescription: resp.Schema.Attributes[name].GetMarkdownDescription() + " " + more,
		}
	}
	key("id", "Exactly one of `id` and `name` must be set.",
		idValidator{d.of.Texts})
	key("name", "Upper and lower case and spaces make a difference.", attribute.Filled(stringvalidator.LengthAtLeast(1)))
	if app := d.of.AppAttribute; app != "" {
		key(app, "May be set together with `name`, for names that several applications have.",
			stringvalidator.ConflictsWith(path.MatchRoot("id")), attribute.Filled(attribute.AppIDLength()))
	}
}

// ValidateConfig wants exactly one of id and name.
func (*dataSource[M, A]) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	config := attribute.Values(req.Config.Raw)
	id, name := attribute.Text(config["id"]), attribute.Text(config["name"])
	const summary = "Invalid Attribute Combination"
	switch {
	case id.IsNull() && name.IsNull():
		resp.Diagnostics.AddAttributeError(path.Root("id"), summary, "Set id or name.")
	case attribute.IsKnown(id) && attribute.IsKnown(name):
		resp.Diagnostics.AddAttributeError(path.Root("id"), summary, "id and name cannot be set together. Set one of them.")
	}
}

func (d *dataSource[M, A]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	summary := d.of.summary(explain.Read)
	config := attribute.Values(req.Config.Raw)
	want := query{
		attribute.Text(config["id"]).ValueString(), attribute.Text(config["name"]).ValueString(), attribute.Text(config[d.of.AppAttribute]).ValueString(), true,
	}
	d.of.Reading(&resp.Diagnostics, summary, nothingRead, func(client *otp.Client) {
		answer, err := d.of.lookUp(ctx, client, want)
		if unmatched, ok := errors.AsType[*unmatchedError](err); ok {
			at := path.Root("name")
			if want.id != "" {
				at = path.Root("id")
			}
			resp.Diagnostics.AddAttributeError(at, summary, unmatched.text)
			return
		}
		if err != nil {
			resp.Diagnostics.AddError(summary, d.of.notLookedUp(d.of.which(want.id, want.name), err))
			return
		}
		if shown := d.of.show(ctx, []M{d.of.imported(answer)}, resp); !resp.Diagnostics.HasError() {
			resp.State.Raw = shown[0]
		}
	})
}

// idValidator refuses what cannot be the id of an object.
type idValidator struct{ of Texts }

func (v idValidator) Description(context.Context) string { return "must be an id: " + v.of.IDRule }

func (v idValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v idValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if id := req.ConfigValue; attribute.IsKnown(id) && !v.of.ValidID(id.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid ID", v.of.wrongID(id.ValueString()))
	}
}
