package provider

import (
	"context"
	"fmt"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
)

var _ list.ListResourceWithConfigure = (*objectList)(nil)

// objectList lists the objects of a kind for "terraform query".
type objectList struct {
	of          readable
	description string
}

func newAppList() list.ListResource {
	return &objectList{newApp(), "Lists applications. The API cannot do that: these are the applications that have a template."}
}

func newTemplateList() list.ListResource { return &objectList{newTemplate(), "Lists templates."} }

func newFlowList() list.ListResource { return &objectList{newFlow(), "Lists task flows."} }

func (l *objectList) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	l.of.Metadata(ctx, req, resp)
}

func (l *objectList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.of.shared().connect(req.ProviderData, &resp.Diagnostics)
}

func (l *objectList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: l.description + " Needs Terraform 1.14 or later; for others there are the data sources.",
		Attributes:          map[string]schema.Attribute{},
	}
	for _, filter := range filtersOf(l.of) {
		resp.Schema.Attributes[filter.name] = schema.StringAttribute{
			Optional: true, Validators: filter.validators, MarkdownDescription: filter.description,
		}
	}
}

// List reads all objects, by the call that everything of the process shares,
// and gives as many as are asked for.
func (l *objectList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	found, diags := l.find(ctx, req)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for _, object := range found {
			result := req.NewListResult(ctx)
			id, name := object.key()
			result.DisplayName = explain.Printable(name.ValueString())
			result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{id})...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.Set(ctx, object)...)
			}
			if !push(result) {
				return
			}
		}
		if len(diags) > 0 {
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// find returns what the filters leave over, and warnings.
func (l *objectList) find(ctx context.Context, req list.ListRequest) (found []keyed, diags diag.Diagnostics) {
	o := l.of.shared()
	summary := fmt.Sprintf("Unable to List %ss", explain.TitleCase(o.kind.noun))
	defer rescue(&diags, summary, nothingRead)
	client := o.reach(summary, &diags)
	if diags.HasError() {
		return nil, diags
	}
	defer o.session.warnClock(&diags)
	most := math.MaxInt
	if req.Limit > 0 { // Terraform always has one
		most = int(req.Limit)
	}
	found, missing, err := l.of.modelsOf(ctx, client, newFilter(attribute.Values(req.Config.Raw), l.of, most))
	if err != nil {
		diags.AddError(summary, o.notLookedUp("the "+o.kind.noun+"s", err))
		return nil, diags
	}
	if missing != nil {
		diags.AddWarning(explain.TitleCase(o.kind.noun)+"s Are Missing", "The list is not complete. "+o.unread(missing))
	}
	return found, diags
}
