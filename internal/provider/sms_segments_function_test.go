package provider

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

func TestSMSSegmentsDefinition(t *testing.T) {
	t.Parallel()
	var resp function.DefinitionResponse
	segments := newSMSSegmentsFunction()
	segments.Definition(t.Context(), function.DefinitionRequest{}, &resp)
	var valid function.DefinitionValidateResponse
	resp.Definition.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: "sms_segments"}, &valid)
	if resp.Diagnostics.HasError() || valid.Diagnostics.HasError() {
		t.Error(resp.Diagnostics, valid.Diagnostics)
	}
}

// callSegments calls the function as a CLI does, of a provider that is not configured.
func callSegments(t *testing.T, text string, codeLength any) (result tftypes.Value, wrong string) {
	t.Helper()
	p := newProtocol(t)
	resp, err := p.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
		Name:      "sms_segments",
		Arguments: []*tfprotov6.DynamicValue{dynamic(t, tftypes.String, text), dynamic(t, tftypes.Number, codeLength)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		if resp.Error.FunctionArgument == nil {
			return result, resp.Error.Text
		}
		return result, fmt.Sprintf("argument %d: %s", *resp.Error.FunctionArgument, resp.Error.Text)
	}
	result, err = resp.Result.Unmarshal(p.schema.Functions["sms_segments"].Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return result, ""
}

func TestSMSSegments(t *testing.T) {
	t.Parallel()
	none := []tftypes.Value{}
	for _, test := range []struct {
		text       string
		codeLength int
		encoding   string
		characters int
		segments   int
		expensive  []tftypes.Value
	}{
		{"##code##", 4, "GSM-7", 4, 1, none},
		{"##code##", 10, "GSM-7", 10, 1, none},
		{strings.Repeat("a", 152) + "##code##", 8, "GSM-7", 160, 1, none},
		{strings.Repeat("a", 152) + "##code##", 9, "GSM-7", 161, 2, none},
		{strings.Repeat("€", 77) + "##code##", 6, "GSM-7", 83, 1, none},
		{"##code##" + strings.Repeat("😀", 248), 4, "UCS-2", 252, 8, []tftypes.Value{tftypes.NewValue(tftypes.String, "😀 (U+1F600)")}},
	} {
		got, wrong := callSegments(t, test.text, test.codeLength)
		if wrong != "" {
			t.Errorf("%.20s, %d: %s", test.text, test.codeLength, wrong)
			continue
		}
		want := value(t, got.Type(), map[string]any{"encoding": test.encoding, "characters": test.characters, "segments": test.segments, "ucs2_characters": test.expensive})
		if !got.Equal(want) {
			t.Errorf("%.20s, %d: %s, want %s", test.text, test.codeLength, got, want)
		}
	}
}

func TestSMSSegmentsArguments(t *testing.T) {
	t.Parallel()
	const (
		length   = "argument 0: Invalid Parameter Value Length: UTF-8 character count must be between 1 and 256, got: "
		codeless = "Invalid Parameter Value Match: must contain ##code##, which the code replaces, got: "
		outside  = "argument 1: Invalid Parameter Value: value must be between 4 and 10, got: "
		fraction = "argument 1: Invalid Parameter Value: value must be a whole number"
	)
	for _, test := range []struct {
		text       string
		codeLength any
		want       string
	}{
		{"##code##" + strings.Repeat("中", 248), 4, ""},
		{"##code##" + strings.Repeat("中", 249), 4, length + "257"},
		{"", 4, length + "0\n" + codeless},
		{"##CODE##", 4, "argument 0: " + codeless + "##CODE##"},
		{"##code##", 3, outside + "3"},
		{"##code##", 11, outside + "11"},
		{"##code##", -4, outside + "-4"},
		{"##code##", big.NewFloat(4.5), fraction + ", got: 4.5"},
		{"##code##", big.NewFloat(1e30), fraction + " of at most 64 bits, got: 1e+30"},
	} {
		if _, got := callSegments(t, test.text, test.codeLength); got != test.want {
			t.Errorf("%.20s, %v: %q, want %q", test.text, test.codeLength, got, test.want)
		}
	}
}

// TestAccSMSSegments compares the function with what templates of the same texts say.
func TestAccSMSSegments(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	repeat := strings.Repeat
	var texts strings.Builder
	var want []knownvalue.Check
	for _, test := range []struct {
		text, encoding string
		segments       int64
	}{
		{"Your code: ##code##", "GSM-7", 1},
		{repeat("a", 152) + "##code##€", "GSM-7", 1},
		{repeat("a", 153) + "##code##€", "GSM-7", 2},
		{repeat("a", 146) + "##code##" + repeat("€", 77), "GSM-7", 3},      // 306 septets: the first € is not split
		{repeat("中", 60) + "##code##😀" + repeat("中", 66), "UCS-2", 3},      // 134 words: the pair is not split
		{repeat("中", 60) + "##code##" + repeat("中", 66) + "😀", "UCS-2", 2}, // the same without one at the seam
		{"##code## " + repeat("😀", 247), "UCS-2", 8},
	} {
		fmt.Fprintf(&texts, "    %q,\n", test.text)
		want = append(want, knownvalue.ObjectExact(map[string]knownvalue.Check{
			"encoding": knownvalue.StringExact(test.encoding), "segments": knownvalue.Int64Exact(test.segments),
		}))
	}
	throughCLI(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: w.block() + `output "wrong" { value = provider::itniotech::sms_segments("Your code: ##CODE##", 6) }`,
				ExpectError: says(`Invalid value for "text" parameter: ` +
					`Invalid Parameter Value Match: must contain ##code##, which the code replaces, got: Your code: ##CODE##.`),
			},
			{
				Config:      w.block() + `output "wrong" { value = provider::itniotech::sms_segments("##code##", 4.5) }`,
				ExpectError: says(`Invalid value for "code_length" parameter: Invalid Parameter Value: value must be a whole number, got: 4.5.`),
			},
			{
				Config: w.block() + fmt.Sprintf(`
locals {
  texts = [
%s  ]
  sizes = [for text in local.texts : provider::itniotech::sms_segments(text, 6)]
}

resource "itniotech_otp_template" "test" {
  count       = length(local.texts)
  app_id      = "mRELxtHc"
  name        = "text-${count.index}"
  text        = local.texts[count.index]
  code_length = 6
}

output "function" {
  value = [for size in local.sizes : { encoding = size.encoding, segments = size.segments }]
}

output "template" {
  value = [for template in itniotech_otp_template.test : { encoding = template.sms_encoding, segments = template.sms_segments }]
}
`, texts.String()),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("function", knownvalue.ListExact(want)),
					statecheck.ExpectKnownOutputValue("template", knownvalue.ListExact(want)),
				},
			},
		},
	})
}
