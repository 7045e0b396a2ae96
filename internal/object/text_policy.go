package object

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
)

// What a plan does to an object that goes.
const (
	destroys = "destroys"
	replaces = "replaces"
)

// mustNotBeDestroyed says that an object must not go. Its own policy is the resource's, if that has one.
func (t Texts) mustNotBeDestroyed(id, name, happens string, own types.String) diag.Diagnostic {
	change := "The provider block says so. Change deletion_policy there, which counts at once, or set it on the resource"
	if attribute.IsKnown(own) {
		change = "The resource says so. Change deletion_policy there"
	}
	change += ", and apply that first"
	if attribute.IsKnown(own) {
		change += ": for a resource that goes, the policy counts that was last applied"
	}
	if happens == replaces {
		change += `. If it is tainted, "terraform untaint" takes that away`
	}
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Must Not Be Destroyed", fmt.Sprintf(
		"The plan %s %s, which deletion_policy = %q forbids. %s. %q leaves it in the account as it is, and %q renames it, which frees its name. "+
			"To make Terraform forget it and nothing else, use a removed block with destroy = false.",
		happens, t.which(id, name), Prevent, change, Abandon, Retire))
}

// deletionPolicyIsNotKnown says that an object cannot be replaced before its policy is known.
func (t Texts) deletionPolicyIsNotKnown(old outgoing) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_policy"), "Deletion Policy Is Not Known", fmt.Sprintf(
		"The plan replaces %s, and what becomes of it is not known yet. Set deletion_policy to a value that is known while planning.",
		t.which(old.ID, old.Name)))
}
