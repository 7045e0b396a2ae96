package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// TestMovedBetweenTypes says that an object keeps its type and its provider, for each type.
func TestMovedBetweenTypes(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		here, elsewhere = "registry.terraform.io/itniotech/itniotech", "registry.terraform.io/example/example"
		text            = "Object Cannot Change Its Type: A moved block leads from %s to %s. " +
			"An object cannot become one of another type or of another provider. Nothing was changed.\n\n" +
			"- If an address in the moved block is wrong, correct it.\n- "
		otherwise = "To create a new object instead, remove the moved block."
		importIt  = "To manage the object with this provider, take it out of the state with a removed block (destroy = false), and import it."
	)
	moved := func(from, provider, to string) []string {
		resp, err := p.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
			SourceTypeName: from, SourceProviderAddress: provider, TargetTypeName: to, SourceState: &tfprotov6.RawState{JSON: []byte("{}")},
		})
		if err != nil {
			t.Fatal(err)
		}
		return texts(resp.Diagnostics)
	}
	for to := range p.schema.ResourceSchemas {
		expectTexts(t, to, moved("itniotech_otp_other", here, to), fmt.Sprintf(text+otherwise, "itniotech_otp_other", to))
		expectTexts(t, to, moved(to, elsewhere, to), fmt.Sprintf(text+importIt, to+" of the provider "+elsewhere, to))
	}
}
