package provider

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"

	managed "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// nothingRead is what a data source that failed leaves behind.
const nothingRead = "Nothing was read, and nothing was changed."

// filter leaves over the objects of an application, unless that is "", whose names have a prefix.
type filter struct {
	scope, prefix string
	// most is how many are wanted.
	most int
}

const namePrefixName = "name_prefix"

// newFilter reads the filter attributes of a configuration.
func newFilter(config map[string]tftypes.Value, appAttribute string, most int) filter {
	return filter{attribute.Text(config[appAttribute]).ValueString(), attribute.Text(config[namePrefixName]).ValueString(), most}
}

// filterAttribute is an attribute of a filter, in lists and in data sources.
type filterAttribute struct {
	name, description string
	validators        []validator.String
}

// filters are the attributes that the objects of a kind are filtered by.
func (k Kind[M, A]) filters() []filterAttribute {
	filters := []filterAttribute{
		{namePrefixName, fmt.Sprintf("Only %ss whose name begins like this. Upper and lower case and blanks count.", k.Short), nil},
	}
	if k.AppAttribute != "" {
		filters = append(filters, filterAttribute{
			k.AppAttribute, fmt.Sprintf("Only %ss of the application with this id.", k.Short), attribute.AppIDValidators(),
		})
	}
	return filters
}

// filtered returns the objects that a filter leaves over, and which others could not be read, nil if none.
func (r *Resource[M, A]) filtered(ctx context.Context, client *otp.Client, only filter) ([]M, *unreadError, error) {
	catalog := r.Objects(r.session)
	for most := only.most; ; most *= 2 {
		all, err := catalog.all(ctx, client, most)
		if err != nil {
			return nil, nil, err
		}
		found := matching(all, only.scope, only.prefix)
		if len(found) < only.most && !catalog.isWhole() {
			continue
		}
		var models []M
		for _, answer := range found[:min(len(found), only.most)] {
			models = append(models, r.imported(answer))
		}
		return models, catalog.missing(), nil
	}
}

// imported is an object as the state has it after an import.
func (r *Resource[M, A]) imported(answer A) M {
	object := r.New()
	object.FromCreated(answer)
	object.FromAPI(answer)
	return object
}

// objectDataSource reads one object, by its id or by its name.
type objectDataSource[M Model[M, A], A otp.Object] struct {
	of          *Resource[M, A]
	description string
}

// NewDataSource is the data source that reads one object of a kind.
func NewDataSource[M Model[M, A], A otp.Object](kind Kind[M, A], description string) datasource.DataSource {
	return &objectDataSource[M, A]{newResource(kind), description}
}

func (d *objectDataSource[M, A]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.TypeName
}

func (d *objectDataSource[M, A]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.connect(req.ProviderData, &resp.Diagnostics)
}

func (d *objectDataSource[M, A]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
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
		stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")), idValidator{d.of.Texts})
	key("name", "Upper and lower case and blanks count.", stringvalidator.LengthAtLeast(1))
	if scope := d.of.AppAttribute; scope != "" {
		key(scope, "May be set beside `name`, for names that several applications have.",
			stringvalidator.ConflictsWith(path.MatchRoot("id")), attribute.AppIDLength())
	}
}

func (d *objectDataSource[M, A]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	summary := d.of.summary(explain.Read)
	defer rescue(&resp.Diagnostics, summary, nothingRead)
	client := d.of.clientFor(explain.Read, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config := attribute.Values(req.Config.Raw)
	want := wanted{attribute.Text(config["id"]).ValueString(), attribute.Text(config["name"]).ValueString(), attribute.Text(config[d.of.AppAttribute]).ValueString()}
	defer d.of.session.warnClock(&resp.Diagnostics)
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
}

// objectsDataSource reads all objects of a kind that the API lists.
type objectsDataSource[M Model[M, A], A otp.Object] struct {
	of          *Resource[M, A]
	attribute   string // has the objects
	description string
}

// NewListDataSource is the data source that reads all objects of a kind into an attribute.
func NewListDataSource[M Model[M, A], A otp.Object](kind Kind[M, A], attribute, description string) datasource.DataSource {
	return &objectsDataSource[M, A]{newResource(kind), attribute, description}
}

func (d *objectsDataSource[M, A]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.TypeName + "s"
}

func (d *objectsDataSource[M, A]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.connect(req.ProviderData, &resp.Diagnostics)
}

func (d *objectsDataSource[M, A]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
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

func (d *objectsDataSource[M, A]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	summary := d.of.summary(explain.Read) + "s"
	defer rescue(&resp.Diagnostics, summary, nothingRead)
	client := d.of.reach(summary, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config := attribute.Values(req.Config.Raw)
	defer d.of.session.warnClock(&resp.Diagnostics)
	objects, _, err := d.of.filtered(ctx, client, newFilter(config, d.of.AppAttribute, math.MaxInt))
	if err != nil {
		resp.Diagnostics.AddError(summary, d.of.notLookedUp("the "+d.of.Noun+"s", err))
		return
	}
	if shown := d.of.show(ctx, objects, resp); !resp.Diagnostics.HasError() {
		config[d.attribute] = tftypes.NewValue(config[d.attribute].Type(), shown)
		resp.State.Raw = tftypes.NewValue(req.Config.Raw.Type(), config)
	}
}

// show turns objects into what data sources have of them: all that the
// resource's state would have but for what only Terraform knows.
func (r *Resource[M, A]) show(ctx context.Context, objects []M, resp *datasource.ReadResponse) []tftypes.Value {
	from := r.Kind.Schema()
	shown := make([]tftypes.Value, len(objects))
	for i, object := range objects {
		state := tfsdk.State{Schema: from, Raw: tftypes.NewValue(from.Type().TerraformType(ctx), nil)}
		resp.Diagnostics.Append(state.Set(ctx, object)...)
		attributes := attribute.Values(state.Raw)
		delete(attributes, deletionPolicyName)
		typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
		for name, value := range attributes {
			typ.AttributeTypes[name] = value.Type()
		}
		shown[i] = tftypes.NewValue(typ, attributes)
	}
	return shown
}

const deletionPolicyName = "deletion_policy"

// computedAttributes are a resource's attributes as a data source has them:
// what is only read. The first sentence of a description says what a value
// is, and the others how to set it.
func computedAttributes(from map[string]managed.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, attribute := range from {
		description := attribute.GetMarkdownDescription()
		if first, _, more := strings.Cut(description, ". "); more {
			description = first + "."
		}
		switch attribute := attribute.(type) {
		case managed.StringAttribute:
			attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
		case managed.Int64Attribute:
			attributes[name] = schema.Int64Attribute{Computed: true, MarkdownDescription: description}
		case managed.BoolAttribute:
			attributes[name] = schema.BoolAttribute{Computed: true, MarkdownDescription: description}
		case managed.SingleNestedAttribute:
			attributes[name] = schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: description + " Null if there is none.", Attributes: computedAttributes(attribute.Attributes),
			}
		case managed.ListNestedAttribute:
			attributes[name] = schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: description,
				NestedObject: schema.NestedAttributeObject{Attributes: computedAttributes(attribute.NestedObject.Attributes)},
			}
		}
	}
	delete(attributes, deletionPolicyName)
	return attributes
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
