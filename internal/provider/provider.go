// Package provider is what Terraform sees: the provider block, the kinds of
// object with their schemas and models, the function, and which lists and data
// sources there are. What all kinds have in common is in package object, and
// messages are in package message.
//
// Start with New, and with appKind for what a kind is.
package provider

import (
	"context"
	"fmt"
	"runtime"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	tfaddr "github.com/hashicorp/terraform-registry-address"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/message"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Address is the provider's source address with Terraform's default registry.
const Address = string(tfaddr.DefaultProviderRegistryHost) + "/itniotech/itniotech"

var (
	_ provider.Provider                   = (*itniotechProvider)(nil)
	_ provider.ProviderWithActions        = (*itniotechProvider)(nil)
	_ provider.ProviderWithListResources  = (*itniotechProvider)(nil)
	_ provider.ProviderWithFunctions      = (*itniotechProvider)(nil)
	_ provider.ProviderWithValidateConfig = (*itniotechProvider)(nil)
)

// New returns the constructor of the provider in the given version.
func New(version string) func() provider.Provider {
	return newPaced(version, pace{})
}

// newPaced is New with another pace than that of the world, for tests.
func newPaced(version string, pace pace) func() provider.Provider {
	return func() provider.Provider { return &itniotechProvider{version, pace} }
}

type itniotechProvider struct {
	version string
	pace    pace
}

// pace is what a test sets so that it waits for nothing.
type pace struct {
	time         otp.Time // what the client waits by, nil for this machine's
	fingerprints int      // iterations of the account's fingerprint, 0 for the client's
}

func (p *itniotechProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "itniotech"
	resp.Version = p.version
}

func (*itniotechProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares ITNIO Tech's one-time passwords: the applications that send codes, " +
			"the templates they are sent with, and the task flows that they fall back to.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "The account's API key. Required, here or as `" + otp.EnvAPIKey + "`.",
			},
			"api_secret": schema.StringAttribute{
				Optional:  true,
				Sensitive: true,
				MarkdownDescription: "The account's API secret. Required, here or as `" + otp.EnvAPISecret + "`; " +
					"the environment keeps it out of configuration and plan files.",
			},
			"base_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The API's address. Default `" + otp.DefaultBaseURL + "`, or `" + otp.EnvBaseURL + "` from the environment. " +
					"`http://` is accepted for loopback addresses only, unless `allow_insecure_http` says otherwise.",
			},
			"allow_insecure_http": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Accept a `base_url` with `http://` that is not loopback. Anyone who sees a request could forge others. Default `false`.",
			},
			"request_timeout": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{attribute.Filled(attribute.PositiveDuration{})},
				MarkdownDescription: fmt.Sprintf("How long one attempt of a call may take, with a unit, such as `45s` or `1m30s`. Default `%s`.",
					otp.DefaultRequestTimeout),
			},
			"max_retries": schema.Int64Attribute{
				CustomType: attribute.WholeNumberType{},
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, otp.MaxRetriesLimit)},
				MarkdownDescription: fmt.Sprintf("How often a call is repeated after a passing fault, 0–%d. Default `%d`. "+
					"A create whose answer was lost is looked up where the API has a list, and sent once more only if it is not there. "+
					"A list that is not answered in time is asked for once more only, because all objects of a kind wait for it. "+
					"`0` repeats nothing but what was refused for its timestamp.", otp.MaxRetriesLimit, otp.DefaultMaxRetries),
			},
			"requests_per_second": schema.NumberAttribute{
				Optional:            true,
				Validators:          []validator.Number{attribute.PositiveNumber{}},
				MarkdownDescription: "A limit for all calls of this provider configuration together, above zero. No limit by default.",
			},
			"deletion_policy": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{attribute.Filled(object.DeletionPolicies())},
				MarkdownDescription: "What becomes of objects whose resource has no `deletion_policy` of its own, as it is at the moment that Terraform destroys them: " +
					"`ABANDON`, `RETIRE` or `PREVENT`. Default `ABANDON`.",
			},
		},
	}
}

func (*itniotechProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.validate()...)
	}
}

// Configure makes the client. It makes no call: a wrong key shows when the
// first object is read or written.
func (p *itniotechProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Terraform configures providers for a plan before all values are known.
	unknown := config.unknown()
	var client *otp.Client
	if len(unknown) == 0 {
		client = config.client(p.userAgent(), p.pace, &resp.Diagnostics)
	}
	shared := session.New(session.Config{
		Client: client, Unknown: unknown, DeletionPolicy: config.DeletionPolicy,
	})
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.ActionData = shared, shared, shared, shared
}

func (p *itniotechProvider) userAgent() string {
	return fmt.Sprintf("terraform-provider-itniotech/%s (%s; %s/%s)", p.version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func (*itniotechProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newAppResource, newTemplateResource, newFlowResource, message.NewResource}
}

func (*itniotechProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newAppDataSource, newTemplateDataSource, newFlowDataSource, newTemplatesDataSource, newFlowsDataSource, message.NewDataSource,
		newAccountDataSource,
	}
}

func (*itniotechProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newSMSSegmentsFunction}
}

func (*itniotechProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newAppList, newTemplateList, newFlowList}
}

func (*itniotechProvider) Actions(context.Context) []func() actions.Action {
	return []func() actions.Action{message.NewSendAction, message.NewResendAction, message.NewVerifyAction}
}
