package object

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
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// listResource lists the objects of a kind for "terraform query".
type listResource[M Model[M, A], A otp.Object] struct {
	of          *Resource[M, A]
	description string
}

// NewList lists the objects of a kind.
func NewList[M Model[M, A], A otp.Object](kind Kind[M, A], description string) list.ListResource {
	return &listResource[M, A]{newResource(kind), description}
}

func (l *listResource[M, A]) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	l.of.Metadata(ctx, req, resp)
}

func (l *listResource[M, A]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.of.Connect(req.ProviderData, &resp.Diagnostics)
}

func (l *listResource[M, A]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: l.description + " Needs Terraform 1.14 or later; for others there are the data sources.",
		Attributes:          map[string]schema.Attribute{},
	}
	for _, filter := range l.of.filters() {
		resp.Schema.Attributes[filter.name] = schema.StringAttribute{
			Optional: true, Validators: filter.validators, MarkdownDescription: filter.description,
		}
	}
}

// List reads all objects, by the call that everything of the process shares,
// and gives as many as are asked for.
func (l *listResource[M, A]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	found, diags := l.find(ctx, req)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for _, object := range found {
			result := req.NewListResult(ctx)
			id, name := object.Identity()
			result.DisplayName = explain.Printable(name.ValueString())
			setIdentity(result.Identity, id)
			if req.IncludeResource {
				encoded, problems := l.of.codec(ctx).Encode(ctx, object)
				result.Diagnostics.Append(problems...)
				result.Resource.Raw = encoded
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
func (l *listResource[M, A]) find(ctx context.Context, req list.ListRequest) (found []M, diags diag.Diagnostics) {
	summary := fmt.Sprintf("Unable to List %ss", explain.TitleCase(l.of.Noun))
	most := math.MaxInt
	if req.Limit > 0 { // Terraform always has one
		most = int(req.Limit)
	}
	l.of.Reading(&diags, summary, nothingRead, func(client *otp.Client) {
		all, missing, err := l.of.filtered(ctx, client, newFilter(attribute.Values(req.Config.Raw), l.of.AppAttribute, most))
		if err != nil {
			diags.AddError(summary, l.of.notLookedUp("the "+l.of.Noun+"s", err))
			return
		}
		diags.Append(l.of.incomplete(missing, l.of.objects().Gap())...)
		found = all
	})
	return found, diags
}
