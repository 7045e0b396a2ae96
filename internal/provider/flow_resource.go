package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// flowKind is itniotech_otp_flow.
var flowKind = object.Kind[*flowModel, otp.Flow]{
	Texts: object.Texts{
		TypeName: "otp_flow",
		Noun:     "OTP task flow",
		Short:    "task flow",
		IDRule:   attribute.NumericIDRule,
		Fixed:    "nodes",
		IDHint:   "The data source itniotech_otp_flows lists the ids.",
		IsListed: true,
		Leaves:   "messages can still be sent through it.",
		Retires:  "messages can still be sent through it by its id.",
		ValidID:  attribute.NumericID.MatchString,
	},
	New:     func() *flowModel { return &flowModel{} },
	Schema:  flowSchema,
	Objects: (*session.Session).Flows,
	Plans:   (*session.Session).FlowPlans,
}

func newFlowResource() resource.Resource { return object.NewResource(flowKind) }

func flowSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages a task flow: the fallback steps of a message, such as a voice call if no code was entered in time. " +
			"The API deletes nothing: `deletion_policy` says what becomes of a task flow that Terraform destroys.",
		Attributes: map[string]schema.Attribute{
			"id":   attribute.ID("The id that the API gave the task flow, such as `31`."),
			"name": attribute.Name("It must be unique in the account, and is taken as long as the task flow exists."),
			"nodes": schema.ListNestedAttribute{
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
				MarkdownDescription: "The steps, in their order, one at least.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"waiting_time": schema.Int64Attribute{
						CustomType:          attribute.WholeNumberType{},
						Required:            true,
						Validators:          []validator.Int64{int64validator.Between(otp.WaitingTimeMin, otp.WaitingTimeMax)},
						MarkdownDescription: fmt.Sprintf("How many seconds the step waits before it acts, %d–%d.", otp.WaitingTimeMin, otp.WaitingTimeMax),
					},
					"trigger": schema.StringAttribute{
						Required:            true,
						Validators:          []validator.String{attribute.Triggers()},
						MarkdownDescription: "What the step acts on: " + attribute.Triggers().Markdown() + ".",
					},
					"channel": schema.StringAttribute{
						Required:            true,
						Validators:          []validator.String{attribute.Channels()},
						MarkdownDescription: "How the step sends: " + attribute.Channels().Markdown() + ".",
					},
					"switch_channel": schema.BoolAttribute{
						Optional:            true,
						Computed:            true,
						Default:             booldefault.StaticBool(true),
						MarkdownDescription: "Whether the step switches the channel for sending. Default `true`. The API's documentation says no more about it.",
					},
				}},
			},
			"deletion_policy": object.DeletionPolicy("it is renamed to `retired-<id>-<name>`, which frees its name."),
		},
	}
}
