package provider

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
	"github.com/itniotech/terraform-provider-itniotech/internal/sms"
)

// templateKind is itniotech_otp_template.
var templateKind = object.Kind[*templateModel, otp.Template]{
	Texts: object.Texts{
		TypeName: "otp_template",
		Noun:     "OTP template",
		Short:    "template",
		IDRule:   attribute.NumericIDRule,
		Fixed:    "app_id",
		IDHint:   "The data source itniotech_otp_templates lists the ids.",
		IsListed: true,
		Leaves:   "messages can still be sent with it.",
		Retires:  "messages can still be sent with it by its id.",
		Rejected: "Is app_id the id of an application of this account?",
		ValidID:  attribute.NumericID.MatchString,
	},
	AppAttribute: "app_id",
	New:          func() *templateModel { return &templateModel{} },
	Schema:       templateSchema,
	Objects:      (*session.Session).Templates,
	Plans:        (*session.Session).TemplatePlans,
}

func newTemplateResource() resource.Resource { return object.NewResource(templateKind) }

func templateSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages a template: the text of an application's messages, its codes, and how a voice call sounds. " +
			"The API deletes nothing: `deletion_policy` says what becomes of a template that Terraform destroys.",
		Attributes: map[string]schema.Attribute{
			"id": attribute.ID("The id that the API gave the template, such as `455`."),
			"app_id": schema.StringAttribute{
				Required:   true,
				Validators: attribute.AppIDValidators(),
				MarkdownDescription: "The id of the application that the template belongs to. " +
					"A template cannot move: another id replaces it, which needs another name, or `deletion_policy = \"RETIRE\"`.",
			},
			"name": attribute.Name("It must be unique, at least in the application, and is taken as long as the template exists."),
			"text": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{textLength(), textHasCode()},
				MarkdownDescription: describeText(),
			},
			"code_type": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(attribute.CodeTypes().Word(attribute.NumberCode(otp.CodeTypeNumeric))),
				Validators:          []validator.String{attribute.Filled(attribute.CodeTypes())},
				MarkdownDescription: "What codes are made of: " + attribute.CodeTypes().Markdown() + ". Default `NUMERIC`.",
			},
			"code_length": attribute.Count("How many characters a code has", otp.CodeLengthMin, otp.CodeLengthMax, otp.CodeLengthDefault),
			"speech_rate": attribute.Count("How fast a voice call speaks", otp.SpeechRateMin, otp.SpeechRateMax, otp.SpeechRateDefault),
			"language": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(otp.LanguageDefault),
				Validators:          []validator.String{attribute.Filled(attribute.Languages())},
				MarkdownDescription: "The language of voice calls, as the API's own code: " + attribute.Languages().Markdown() + ". Default `" + otp.LanguageDefault + "`.",
			},
			"max_duration": attribute.Count("How many seconds a voice call may last", otp.MaxDurationMin, otp.MaxDurationMax, otp.MaxDurationDefault),
			"repeat_count": attribute.Count("How often a voice call plays the message", otp.RepeatCountMin, otp.RepeatCountMax, otp.RepeatCountDefault),
			"sender_id": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{attribute.Filled(stringvalidator.LengthAtLeast(1))},
				MarkdownDescription: "The sender that the message shows, where the route allows one.",
			},
			"sms_encoding": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "How `text` is encoded as an SMS: `" + sms.GSM7 + "`, or `" + sms.UCS2 + "` if a character is outside " +
					"the GSM 03.38 alphabet, which makes segments far shorter.",
			},
			"sms_segments": schema.Int64Attribute{
				Computed: true,
				MarkdownDescription: "How many SMS segments `text` takes with a code of `code_length` in it. Segments are what is charged. " +
					"An estimate: signatures and routes may add to it.",
			},
			"sms_ucs2_characters": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The characters of `text` that need `" + sms.UCS2 + "`, each once, such as `’ (U+2019)`; empty for `" + sms.GSM7 + "`.",
			},
			"deletion_policy": object.DeletionPolicy("it is renamed to `retired-<id>-<name>`, which frees its name."),
		},
	}
}

// textRule is a rule for a text as an attribute, and as the argument of a function.
type textRule interface {
	validator.String
	function.StringParameterValidator
}

func textLength() textRule {
	return stringvalidator.UTF8LengthBetween(otp.TextMinLength, otp.TextMaxLength)
}

func textHasCode() textRule {
	return stringvalidator.RegexMatches(regexp.MustCompile(regexp.QuoteMeta(otp.CodePlace)), "must contain "+otp.CodePlace+", which the code replaces")
}

func describeText() string {
	return fmt.Sprintf("The message, %d–%d characters, with `%s` where the code goes.", otp.TextMinLength, otp.TextMaxLength, otp.CodePlace)
}
