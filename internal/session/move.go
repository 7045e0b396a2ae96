package session

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// RefuseMoves is what a moved block from another type, or from another
// provider, leads to: an error that says so. Within one type Terraform moves
// the state itself and asks nobody.
func RefuseMoves(toType string) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(_ context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		from, otherwise := req.SourceTypeName, "To create a new object instead, remove the moved block."
		if from == toType {
			from += " of the provider " + req.SourceProviderAddress
			otherwise = "To manage the object with this provider, take it out of the state with a removed block (destroy = false), and import it."
		}
		resp.Diagnostics.AddError("Object Cannot Change Its Type", fmt.Sprintf(
			"A moved block leads from %s to %s. An object cannot become one of another type or of another provider. Nothing was changed.\n\n"+
				"- If an address in the moved block is wrong, correct it.\n- %s", from, toType, otherwise))
	}}}
}
