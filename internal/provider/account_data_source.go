package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

var _ datasource.DataSourceWithConfigure = (*accountDataSource)(nil)

// accountDataSource is itniotech_account: the money of the account.
type accountDataSource struct{ session.Connection }

func newAccountDataSource() datasource.DataSource { return &accountDataSource{} }

// accountModel is the account as the data source reads it.
type accountModel struct {
	Balance types.String `tfsdk:"balance"`
	Gift    types.String `tfsdk:"gift"`
	Credit  types.String `tfsdk:"credit"`
}

// Metadata names the type.
func (*accountDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_account"
}

// Configure takes the session.
func (d *accountDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Connect(req.ProviderData, &resp.Diagnostics)
}

func (*accountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	const number = " A decimal number in the account's currency, which `<` and `>` compare as one."
	resp.Schema = schema.Schema{
		MarkdownDescription: "The account's balance, for a `check` or a `precondition` before a message is sent. " +
			"Reading it makes a plan fail for a wrong key, a blocked address or a locked account, also where the plan has nothing else to read. " +
			"The balance is at a path next to the OTP API's, so `base_url` must end in `/otp`.",
		Attributes: map[string]schema.Attribute{
			"balance": schema.StringAttribute{Computed: true, MarkdownDescription: "What is left to send messages with." + number},
			"gift":    schema.StringAttribute{Computed: true, MarkdownDescription: "What the account was given." + number + " Null if the API does not tell."},
			"credit":  schema.StringAttribute{Computed: true, MarkdownDescription: "The account's credit." + number + " Null if the API does not tell."},
		},
	}
}

// Read reads the balance.
func (d *accountDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	summary := explain.Summary(explain.Read, "account")
	d.Reading(&resp.Diagnostics, summary, "", func(client *otp.Client) {
		balance, err := client.Balance(ctx)
		switch {
		case errors.Is(err, otp.ErrBesideOTP):
			resp.Diagnostics.AddError(summary, "The balance is at a path next to the OTP API's. "+
				"Terraform finds it only if base_url (or "+otp.EnvBaseURL+") ends in /otp, as "+otp.DefaultBaseURL+" does.")
		case err != nil:
			resp.Diagnostics.AddError(summary, "Terraform could not read the balance of the account.\n\n"+explain.Cause(err, ""))
		default:
			resp.Diagnostics.Append(resp.State.Set(ctx, accountModel{
				types.StringPointerValue((*string)(balance.Balance)),
				types.StringPointerValue((*string)(balance.Gift)),
				types.StringPointerValue((*string)(balance.Credit)),
			})...)
		}
	})
}
