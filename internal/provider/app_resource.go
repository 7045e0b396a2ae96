package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// appKind is itniotech_otp_app.
var appKind = object.Kind[*appModel, otp.App]{
	Texts: object.Texts{
		TypeName: "otp_app",
		Noun:     "OTP application",
		Short:    "application",
		IDRule:   fmt.Sprintf("it must have %d to %d characters and no spaces", otp.AppIDMinLength, otp.AppIDMaxLength),
		Fixed:    "create_time",
		IDHint:   "The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template.",
		Leaves:   "it still accepts sends, which can cost money.",
		Retires:  stoppedApp(),
		ValidID:  attribute.IsAppID,
	},
	New:     func() *appModel { return &appModel{} },
	Schema:  appSchema,
	Objects: (*session.Session).Apps,
	Plans:   (*session.Session).AppPlans,
}

func newAppResource() resource.Resource { return object.NewResource(appKind) }

// stoppedApp says what Retired leaves of an application.
func stoppedApp() string {
	return fmt.Sprintf("it may send %d message in %d days from then on.", otp.SendLimitMin, otp.SendLimitPeriodMax)
}

func appSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages an application: how long its codes are valid, and how many messages it may send. " +
			"The API deletes nothing: `deletion_policy` says what becomes of an application that Terraform destroys.",
		Attributes: map[string]schema.Attribute{
			"id":                      attribute.ID("The id that the API gave the application, such as `mRELxtHc`."),
			"name":                    attribute.Name("It must be unique in the account, and is taken as long as the application exists."),
			"code_expiry":             attribute.Count("How many minutes a sent code stays valid", otp.CodeExpiryMin, otp.CodeExpiryMax, otp.CodeExpiryDefault),
			"period_total_send_limit": sendLimitAttribute("How many messages the application may send in a period, to all numbers together."),
			"period_phone_send_limit": sendLimitAttribute("How many messages one phone number may be sent in a period."),
			"create_time": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "When the application was created, as the API writes it, such as `2022-01-01T00:00:00+08:00`.",
			},
			"deletion_policy": object.DeletionPolicy("it is renamed to `retired-<id>-<name>`, which frees its name, and " + strings.TrimPrefix(stoppedApp(), "it ")),
		},
	}
}
