package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// TestAccObjectList_query has "terraform query" list every kind of object.
func TestAccObjectList_query(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ typeName, id, displayName, attribute string }{
		"app":      {"itniotech_otp_app", "mRELxtHc", "login", "name"},
		"template": {"itniotech_otp_template", "455", "login-en", "name"},
		"flow":     {"itniotech_otp_flow", "9", "fallback", "name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t)
			w.PutFlow(heldFlow(9, "fallback"))
			identity := map[string]knownvalue.Check{"id": knownvalue.StringExact(test.id)}
			list := test.typeName + ".all"
			throughCLI(t, resource.TestCase{
				TerraformVersionChecks:   needs(hasQueries),
				ProtoV6ProviderFactories: w.factories(),
				// What the first step writes stays there for the second.
				Steps: []resource.TestStep{{Config: w.block()}, {
					Query:  true,
					Config: "list \"" + test.typeName + "\" \"all\" {\n  provider = itniotech\n  include_resource = true\n}\n",
					QueryResultChecks: []querycheck.QueryResultCheck{
						querycheck.ExpectLength(list, 1),
						querycheck.ExpectIdentity(list, identity),
						querycheck.ExpectResourceDisplayName(list, queryfilter.ByResourceIdentity(identity), knownvalue.StringExact(test.displayName)),
						querycheck.ExpectResourceKnownValues(list, queryfilter.ByResourceIdentity(identity), []querycheck.KnownValueCheck{
							{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact(test.id)},
							{Path: tfjsonpath.New(test.attribute), KnownValue: knownvalue.StringExact(test.displayName)},
						}),
					},
				}},
			})
			w.expectWrites(t)
		})
	}
}
