package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// capability is what only newer CLIs have: the first version of each, or nil
// if none has it. A test that needs one is skipped without, and stands in
// tools/skips.txt: any other skip fails.
type capability struct {
	name            string
	terraform, tofu *version.Version
}

var (
	hasWriteOnly  = capability{"write-only attributes", tfversion.Version1_11_0, tfversion.Version1_11_0}
	hasIdentities = capability{"import by identity", tfversion.Version1_12_0, tfversion.Version1_12_0}
	hasQueries    = capability{"query", tfversion.Version1_14_0, nil}
	hasActions    = capability{"actions", tfversion.Version1_14_0, nil}
)

var _ tfversion.TerraformVersionCheck = capability{}

// CheckTerraformVersion skips a test on a CLI that lacks the capability.
func (c capability) CheckTerraformVersion(_ context.Context, req tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	first := c.terraform
	if isOpenTofu() {
		first = c.tofu
	}
	if first == nil || req.TerraformVersion.Core().LessThan(first) {
		resp.Skip = fmt.Sprintf("the CLI %s has no %s", req.TerraformVersion, c.name)
	}
}

// needs is for the version checks of a test.
func needs(c capability) []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{c}
}
