package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/sms"
)

var _ function.Function = (*smsSegmentsFunction)(nil)

// smsSegmentsFunction is sms_segments. What its parameters refuse does not
// reach Run, nor does what is null or unknown.
type smsSegmentsFunction struct{}

func newSMSSegmentsFunction() function.Function { return &smsSegmentsFunction{} }

func (*smsSegmentsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "sms_segments"
}

func (*smsSegmentsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The size of a template's text as an SMS",
		MarkdownDescription: "Returns what a template's text is as an SMS: its `encoding` (`" + sms.GSM7 + "` or `" + sms.UCS2 + "`) " +
			"and its number of `characters` with a code in it. `segments` are charged, and `ucs2_characters` make it expensive. " +
			"An estimate: signatures and routes may add to it. It makes no call, and its result equals `sms_encoding`, `sms_segments` and " +
			"`sms_ucs2_characters` of a template with this text and code length. Needs Terraform 1.8 or OpenTofu 1.7.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "text",
				Validators:          []function.StringParameterValidator{textLength(), textHasCode()},
				MarkdownDescription: describeText(),
			},
			function.Int64Parameter{
				Name:       "code_length",
				CustomType: attribute.WholeNumberType{},
				Validators: []function.Int64ParameterValidator{int64validator.Between(otp.CodeLengthMin, otp.CodeLengthMax)},
				MarkdownDescription: fmt.Sprintf("How many characters a code has, %d–%d. A template that does not say has %d.",
					otp.CodeLengthMin, otp.CodeLengthMax, otp.CodeLengthDefault),
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"encoding": types.StringType, "characters": types.Int64Type, "segments": types.Int64Type,
			"ucs2_characters": types.ListType{ElemType: types.StringType},
		}},
	}
}

func (*smsSegmentsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	var codeLength attribute.WholeNumber
	if resp.Error = req.Arguments.Get(ctx, &text, &codeLength); resp.Error != nil {
		return
	}
	size := sms.Measure(text, codeLength.ValueInt64())
	resp.Error = resp.Result.Set(ctx, struct {
		Encoding       string   `tfsdk:"encoding"`
		Characters     int64    `tfsdk:"characters"`
		Segments       int64    `tfsdk:"segments"`
		UCS2Characters []string `tfsdk:"ucs2_characters"`
	}{size.Encoding, size.Characters, size.Segments, sms.UCS2Characters(text)})
}
