package object_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// fifthModel is all that one more kind of object would need next to a schema and a line of registration. It is built
// from what this package exports.
type fifthModel struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

func (m *fifthModel) Identity() (id, name types.String) { return m.ID, m.Name }

func (m *fifthModel) ToAPI(*fifthModel) (object.Request[otp.Flow], diag.Diagnostics) {
	return fifthRequest{Name: m.Name.ValueString()}, nil
}

func (m *fifthModel) FromCreated(flow otp.Flow) { m.ID = types.StringValue(flow.ObjectID()) }

func (m *fifthModel) FromAPI(flow otp.Flow) { m.Name = types.StringValue(flow.ObjectName()) }

func (m *fifthModel) Differences(flow otp.Flow) []string {
	if flow.ObjectName() != m.Name.ValueString() {
		return []string{"name"}
	}
	return nil
}

func (*fifthModel) IsOther(otp.Flow) bool { return false }

func (*fifthModel) App() types.String { return types.StringValue("") }

func (m *fifthModel) Policy() types.String { return m.DeletionPolicy }

func (*fifthModel) Computed() map[string]attr.Value { return nil }

func (m *fifthModel) Retired(name string) *fifthModel {
	retired := *m
	retired.Name = types.StringValue(name)
	return &retired
}

func (*fifthModel) IsStopped(otp.Flow) bool { return true }

type fifthRequest struct{ Name string }

func (r fifthRequest) Add(ctx context.Context, client *otp.Client) (otp.Flow, error) {
	return client.AddFlow(ctx, otp.FlowSettings{Name: r.Name})
}

func (r fifthRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.Flow, error) {
	return client.UpdateFlow(ctx, id, otp.FlowSettings{Name: r.Name})
}

var fifthKind = object.Kind[*fifthModel, otp.Flow]{
	Texts: object.Texts{TypeName: "otp_fifth", Noun: "OTP fifth", Short: "fifth", ValidID: func(string) bool { return true }},
	New:   func() *fifthModel { return &fifthModel{} },
	Schema: func() schema.Schema {
		return schema.Schema{Attributes: map[string]schema.Attribute{
			"id": attribute.ID("The id."), "name": attribute.Name("Any."), "deletion_policy": object.DeletionPolicy("it is renamed."),
		}}
	},
	Objects: (*session.Session).Flows,
	Plans:   (*session.Session).FlowPlans,
}

// TestFifthKind makes a resource and both data sources of one more kind from its model, its schema and its texts.
func TestFifthKind(t *testing.T) {
	t.Parallel()
	var named resource.MetadataResponse
	made := object.NewResource(fifthKind)
	made.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "itniotech"}, &named)
	var described resource.SchemaResponse
	made.Schema(t.Context(), resource.SchemaRequest{}, &described)
	if diags := described.Schema.ValidateImplementation(t.Context()); diags.HasError() || named.TypeName != "itniotech_otp_fifth" {
		t.Errorf("%s: %v", named.TypeName, diags)
	}
	for want, source := range map[string]datasource.DataSource{
		"itniotech_otp_fifth": object.NewDataSource(fifthKind, "One."), "itniotech_otp_fifths": object.NewListDataSource(fifthKind, "fifths", "All."),
	} {
		var named datasource.MetadataResponse
		source.Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "itniotech"}, &named)
		var described datasource.SchemaResponse
		source.Schema(t.Context(), datasource.SchemaRequest{}, &described)
		if diags := described.Schema.ValidateImplementation(t.Context()); diags.HasError() || named.TypeName != want {
			t.Errorf("%s, want %s: %v", named.TypeName, want, diags)
		}
	}
}
