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
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"

	managed "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// nothingRead is what a data source that failed leaves behind.
const nothingRead = "Nothing was read, and nothing was changed."

var (
	_ datasource.DataSourceWithConfigure = (*objectDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*objectsDataSource)(nil)
)

// readable is a resource whose objects data sources read. Every crud makes one.
type readable interface {
	resource.Resource
	// shared is what the resources of every kind share.
	shared() *object
	// scopedBy is the attribute of the application, "" for none.
	scopedBy() string
	// modelOf returns one object as it would be imported.
	modelOf(context.Context, *otp.Client, wanted) (keyed, error)
	// modelsOf returns the objects that a filter leaves over, and which others could not be read, nil if none.
	modelsOf(context.Context, *otp.Client, filter) ([]keyed, *unreadError, error)
}

// keyed is the model of an object.
type keyed interface {
	// key returns what names the object to people.
	key() (id, name types.String)
}

// filter leaves over the objects of an application, unless that is "", whose names have a prefix.
type filter struct {
	scope, prefix string
	// most is how many are wanted.
	most int
}

const namePrefixName = "name_prefix"

// newFilter reads the filter attributes of a configuration.
func newFilter(config map[string]tftypes.Value, of readable, most int) filter {
	return filter{attribute.Text(config[of.scopedBy()]).ValueString(), attribute.Text(config[namePrefixName]).ValueString(), most}
}

// filterAttribute is an attribute of a filter, in lists and in data sources.
type filterAttribute struct {
	name, description string
	validators        []validator.String
}

// filtersOf are the attributes that the objects of a kind are filtered by.
func filtersOf(of readable) []filterAttribute {
	short := of.shared().kind.short
	filters := []filterAttribute{
		{namePrefixName, fmt.Sprintf("Only %ss whose name begins like this. Upper and lower case and blanks count.", short), nil},
	}
	if scope := of.scopedBy(); scope != "" {
		filters = append(filters, filterAttribute{scope, fmt.Sprintf("Only %ss of the application with this id.", short), attribute.AppIDValidators()})
	}
	return filters
}

func (o *object) shared() *object { return o }

func (c *crud[Model, Pointer, Settings, Answer]) scopedBy() string { return c.scopeName }

func (c *crud[Model, Pointer, Settings, Answer]) modelOf(ctx context.Context, client *otp.Client, want wanted) (keyed, error) {
	answer, err := c.lookUp(ctx, client, want)
	if err != nil {
		return nil, err
	}
	return c.imported(answer), nil
}

func (c *crud[Model, Pointer, Settings, Answer]) modelsOf(ctx context.Context, client *otp.Client, only filter) ([]keyed, *unreadError, error) {
	catalog := c.catalog(c.session)
	for most := only.most; ; most *= 2 {
		all, err := catalog.all(ctx, client, most)
		if err != nil {
			return nil, nil, err
		}
		found := matching(all, only.scope, only.prefix)
		if len(found) < only.most && !catalog.isWhole() {
			continue
		}
		var models []keyed
		for _, answer := range found[:min(len(found), only.most)] {
			models = append(models, c.imported(answer))
		}
		return models, catalog.missing(), nil
	}
}

// imported is an object as the state has it after an import.
func (*crud[Model, Pointer, Settings, Answer]) imported(answer Answer) Pointer {
	var object Pointer = new(Model)
	object.created(answer)
	object.read(answer)
	return object
}

// objectDataSource reads one object, by its id or by its name.
type objectDataSource struct {
	of          readable
	description string
}

func (d *objectDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.shared().kind.typeName
}

func (d *objectDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.shared().connect(req.ProviderData, &resp.Diagnostics)
}

func (d *objectDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: computedAttributes(schemaOf(ctx, d.of).Attributes)}
	key := func(name, more string, validators ...validator.String) {
		resp.Schema.Attributes[name] = schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			Validators:          validators,
			MarkdownDescription: resp.Schema.Attributes[name].GetMarkdownDescription() + " " + more,
		}
	}
	key("id", "Exactly one of `id` and `name` must be set.",
		stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")), idValidator{d.of.shared()})
	key("name", "Upper and lower case and blanks count.", stringvalidator.LengthAtLeast(1))
	if scope := d.of.scopedBy(); scope != "" {
		key(scope, "May be set beside `name`, for names that several applications have.",
			stringvalidator.ConflictsWith(path.MatchRoot("id")), attribute.AppIDLength())
	}
}

func (d *objectDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	o := d.of.shared()
	summary := o.summary(explain.Read)
	defer rescue(&resp.Diagnostics, summary, nothingRead)
	client := o.client(explain.Read, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config := attribute.Values(req.Config.Raw)
	want := wanted{attribute.Text(config["id"]).ValueString(), attribute.Text(config["name"]).ValueString(), attribute.Text(config[d.of.scopedBy()]).ValueString()}
	defer o.session.warnClock(&resp.Diagnostics)
	object, err := d.of.modelOf(ctx, client, want)
	if unmatched, ok := errors.AsType[*unmatchedError](err); ok {
		at := path.Root("name")
		if want.id != "" {
			at = path.Root("id")
		}
		resp.Diagnostics.AddAttributeError(at, summary, unmatched.text)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(summary, o.notLookedUp(o.which(want.id, want.name), err))
		return
	}
	if shown := show(ctx, d.of, []keyed{object}, resp); !resp.Diagnostics.HasError() {
		resp.State.Raw = shown[0]
	}
}

// objectsDataSource reads all objects of a kind that the API lists.
type objectsDataSource struct {
	of          readable
	attribute   string // has the objects
	description string
}

func (d *objectsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.of.shared().kind.typeName + "s"
}

func (d *objectsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.of.shared().connect(req.ProviderData, &resp.Diagnostics)
}

func (d *objectsDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	short := d.of.shared().kind.short
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: map[string]schema.Attribute{
		d.attribute: schema.ListNestedAttribute{
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: computedAttributes(schemaOf(ctx, d.of).Attributes)},
			MarkdownDescription: fmt.Sprintf("The %ss, in the order of their ids.", short),
		},
	}}
	for _, filter := range filtersOf(d.of) {
		resp.Schema.Attributes[filter.name] = schema.StringAttribute{
			Optional: true, Validators: filter.validators, MarkdownDescription: filter.description,
		}
	}
}

func (d *objectsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	o := d.of.shared()
	summary := o.summary(explain.Read) + "s"
	defer rescue(&resp.Diagnostics, summary, nothingRead)
	client := o.reach(summary, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config := attribute.Values(req.Config.Raw)
	defer o.session.warnClock(&resp.Diagnostics)
	objects, _, err := d.of.modelsOf(ctx, client, newFilter(config, d.of, math.MaxInt))
	if err != nil {
		resp.Diagnostics.AddError(summary, o.notLookedUp("the "+o.kind.noun+"s", err))
		return
	}
	if shown := show(ctx, d.of, objects, resp); !resp.Diagnostics.HasError() {
		config[d.attribute] = tftypes.NewValue(config[d.attribute].Type(), shown)
		resp.State.Raw = tftypes.NewValue(req.Config.Raw.Type(), config)
	}
}

// schemaOf is the schema of the resource.
func schemaOf(ctx context.Context, of readable) managed.Schema {
	var resp resource.SchemaResponse
	of.Schema(ctx, resource.SchemaRequest{}, &resp)
	return resp.Schema
}

// show turns objects into what data sources have of them: all that the
// resource's state would have but for what only Terraform knows.
func show(ctx context.Context, of readable, objects []keyed, resp *datasource.ReadResponse) []tftypes.Value {
	from := schemaOf(ctx, of)
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
type idValidator struct{ of *object }

func (v idValidator) Description(context.Context) string { return "must be an id: " + v.of.kind.idRule }

func (v idValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v idValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if id := req.ConfigValue; attribute.IsKnown(id) && !v.of.kind.validID(id.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid ID", v.of.wrongID(id.ValueString()))
	}
}
