package object

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// What a plan does to an object that goes.
const (
	destroys = "destroys"
	replaces = "replaces"
)

const untaint = `If it is tainted, run "terraform untaint" first, which keeps it.`

// forgetOnly is how Terraform lets go of an object without a policy.
const forgetOnly = "To make Terraform forget it and change nothing, use a removed block with destroy = false."

// mustNotBeDestroyed says that an object must not go. Its own policy is the resource's, if that has one.
func (t Texts) mustNotBeDestroyed(now outgoing, happens string, own types.String) diag.Diagnostic {
	policies := fmt.Sprintf("%q (it stays in the account as it is) or %q (it is renamed)", Abandon, Retire)
	advice := []string{fmt.Sprintf("The provider block has this policy. Change it there to %s, which applies at once.", policies)}
	if attribute.IsKnown(own) {
		advice[0] = fmt.Sprintf("The resource has this policy. Set its deletion_policy to %s and apply that first. If its block is gone, put the block back "+
			"for that.", policies)
	}
	if happens == replaces {
		advice = append(advice, untaint)
	} else {
		advice = append(advice, fmt.Sprintf(`If the plan shows it as a deposed object, note the id of the resource's current %s, run "terraform state rm" for the `+
			`resource, and import that id.`, t.Short))
	}
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Must Not Be Destroyed", fmt.Sprintf(
		"The plan %s %s, which deletion_policy = %q forbids. Nothing was changed.\n\n%s",
		happens, t.which(now.ID, now.Name), Prevent, explain.Bullets(append(advice, forgetOnly)...)))
}

// deposedIsForgotten warns of an object that must not be changed and that nothing manages any more.
func (t Texts) deposedIsForgotten(id, name string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("%s %s Is Forgotten", explain.TitleCase(t.Noun), id), fmt.Sprintf(
		"Terraform has replaced %s with create_before_destroy, and deletion_policy = %q forbids any change of the old one. "+
			"Terraform forgets it. The account keeps it unchanged, with its name. To manage it again, import it by its id.",
		t.which(id, name), Prevent))
}

// deletionPolicyIsNotKnown says that an object cannot be replaced before its policy is known.
func (t Texts) deletionPolicyIsNotKnown(old outgoing) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_policy"), "Deletion Policy Is Not Known", fmt.Sprintf(
		"The plan replaces %s, and what becomes of it is not known yet. Nothing was changed. "+
			"Set deletion_policy, here or in the provider block, to a value that is known while planning.",
		t.which(old.ID, old.Name)))
}

// replacementNeedsAnotherName says that an object cannot move to another application under its name.
func (t Texts) replacementNeedsAnotherName(at string, isUnknown bool, name types.String, now outgoing) diag.Diagnostic {
	why := fmt.Sprintf("%s belongs to the application %s and cannot move, so another %s, or one that is not known yet, replaces it.",
		capital(t.which(now.ID, now.Name)), now.App, at)
	undo := fmt.Sprintf("If the change of %s is a mistake, undo it.", at)
	if isUnknown {
		undo = fmt.Sprintf("If %s stays the same, first apply on their own the applications that this plan creates, replaces or destroys.", at)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(at), "Replacement Needs Another Name", t.refused(why, name, now, append(
		[]string{undo}, append(t.otherThanReplace(),
			fmt.Sprintf("If the account already has the %s that you want, take this one out of the state with a removed block (destroy = false), "+
				"and import that one.", t.Short))...)))
}

// cannotBeReplaced says so of an object that would be made again with its own name.
func (t Texts) cannotBeReplaced(old outgoing, name types.String) diag.Diagnostic {
	why := fmt.Sprintf("The plan replaces %s.", t.which(old.ID, old.Name))
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Cannot Be Replaced", t.refused(why, name, old, append(
		[]string{`Remove the reason for the replacement: -replace, replace_triggered_by, or a taint, which "terraform untaint" takes away.`},
		t.otherThanReplace()...)))
}

// refused says why a replacement cannot be, and what to do instead.
func (t Texts) refused(why string, name types.String, old outgoing, advice []string) string {
	return why + " " + t.wouldFail(name, old) + "\n\n" + explain.Bullets(advice...)
}

// otherThanReplace is how a replacement can be.
func (t Texts) otherThanReplace() []string {
	return []string{
		fmt.Sprintf("Give the new %s another name, which must be known while planning.", t.Short),
		fmt.Sprintf("Set deletion_policy = %q on the resource in the same change, which renames the old %s. This does not help with "+
			"create_before_destroy, which creates the new one first.", Retire, t.Short),
	}
}

// wouldFail says why a replacement under ABANDON could only fail.
func (t Texts) wouldFail(name types.String, old outgoing) string {
	why := "the new one is to have the same name"
	switch {
	case !attribute.IsKnown(name):
		why = "the name of the new one is not known yet"
	case name.ValueString() != old.Name:
		why = fmt.Sprintf("the name of the new one, %q, may count as the same", name.ValueString())
	}
	return fmt.Sprintf("Under deletion_policy = %q the old %s keeps its name, and %s: Terraform would forget the old one and then fail to create the new "+
		"one. Nothing was changed.",
		Abandon, t.Short, why)
}

// appIsNotKnown warns that an object is taken to stay in its application.
func (t Texts) appIsNotKnown(now outgoing) diag.Diagnostic {
	summary := fmt.Sprintf("Application of %s %s Is Not Known Yet", explain.TitleCase(t.Noun), now.ID)
	return diag.NewAttributeWarningDiagnostic(path.Root("app_id"), summary, fmt.Sprintf(
		"The value of app_id is not known before apply. The plan assumes that it is still %s, the application of %s. "+
			"If it turns out to be another one, the apply fails here and does not change this %s, and the next plan shows the replacement, or why it cannot be.",
		now.App, t.which(now.ID, now.Name), t.Short))
}

// appIsAnother says that the application of a planned update turned out to be another one.
func (t Texts) appIsAnother(now outgoing, app string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("app_id"), "Application Is Another One", fmt.Sprintf(
		"The plan did not know app_id and assumed that it is still %s, the application of %s. It turned out to be %s. A %s cannot move. "+
			"Nothing was changed. Plan again: the next plan shows the replacement, or why it cannot be.",
		now.App, t.which(now.ID, now.Name), app, t.Short))
}

// managedTwice says that one resource would retire what another keeps.
func (t Texts) managedTwice(planned session.Managed) diag.Diagnostic {
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Is Managed Twice", fmt.Sprintf(
		"Two resources have %s in the state. One keeps it, and the other one goes under deletion_policy = %q, which would rename the object that the first "+
			"one manages. Nothing was changed.\n\n%s",
		t.which(planned.ID, planned.Name), Retire, explain.Bullets(
			"If the resource was renamed in the configuration, replace the import block by a moved block from the old address to the new one.",
			"Otherwise take the old address out of the state with a removed block and destroy = false.")))
}

// hasTwoAddresses warns of an object that two resources manage.
func (t Texts) hasTwoAddresses(planned session.Managed) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("%s %s Has Two Addresses", explain.TitleCase(t.Noun), planned.ID), fmt.Sprintf(
		"Two resources manage %s, so each may undo what the other one has changed. Take one of them out of the state with a removed block and destroy = false.",
		t.which(planned.ID, planned.Name)))
}

// capital begins a sentence.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
