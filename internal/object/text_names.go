package object

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// handOver says how one object gets the name that another gives up.
const handOver = "A name that another resource gives up in the same change, by a new name or under deletion_policy = \"RETIRE\", " +
	"is free for a resource that depends on that one (depends_on); if that one is removed, or nothing depends on it, a second apply may be needed."

// taken says what to do about a name that is not free for a new object.
func (t Texts) taken(name, policy string, by *nameHolder, lost bool) string {
	switch {
	case by == nil && lost:
		return t.IDHint + "\n\n" + t.importBlock("ID")
	case by == nil:
		return fmt.Sprintf("The %[1]s that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, "+
			"or it may be managed by another resource or another state. Choose another name; or rename the resource in the configuration with a moved block, "+
			"if it is the same %[1]s; or, if nothing else manages it, import it. %[2]s\n\n%[3]s\n\n%[4]s",
			t.Short, t.IDHint, t.importBlock("ID"), t.otherWays(policy))
	case by.ours:
		return fmt.Sprintf("This run has just created the %[1]s that has the name, with the id %[2]s: two resources of the configuration ask for the same name. "+
			"Give one of them another.", t.Short, by.id)
	}
	has := "the name"
	if by.name != name {
		has = fmt.Sprintf("the name %q, which counts as the same", by.name)
	}
	compared := " It has the settings of the configuration."
	switch {
	case by.notCompared:
		compared = ""
	case len(by.differs) > 0:
		compared = " It differs from the configuration in " + strings.Join(by.differs, ", ") + "."
	}
	return fmt.Sprintf("The %[1]s with the id %[2]s has %[3]s.%[4]s If Terraform manages it under another address, because the resource was renamed, "+
		"use a moved block. If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\n%[5]s\n\n%[6]s",
		t.Short, by.id, has, compared, t.importBlock(by.id), t.otherWays(policy))
}

// otherWays says how a name becomes free.
func (t Texts) otherWays(policy string) string {
	if policy == Retire {
		return handOver + fmt.Sprintf(" The new half of a replacement must not have create_before_destroy, "+
			"because the old %s gives up its name when it goes.", t.Short)
	}
	return handOver
}

// nameIsTaken says that the name of a planned object is not free.
func (t Texts) nameIsTaken(name, policy string, by *nameHolder) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), explain.TitleCase(t.Noun)+" Name Is Taken", fmt.Sprintf(
		"The plan creates %s, but the name is taken, and nothing can be deleted. %s", t.which("", name), t.taken(name, policy, by, false)))
}

// nameMayBeTaken warns of a name that another object has where that may not matter.
// The name is in the summary, because Terraform collapses warnings of one summary into the first.
func (t Texts) nameMayBeTaken(name string, by *nameHolder, app types.String) diag.Diagnostic {
	has, unless := "has the name", ""
	if by.name != name {
		has, unless = fmt.Sprintf("has the name %q", by.name), "it counts as the same"
	}
	if !session.SameApp(app, types.StringValue(by.app)) {
		has += " in the application " + by.app
		if app.IsUnknown() {
			has += ", and that of the new one is not known yet"
		}
		unless = "names have to be unique in the whole account"
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("name"), fmt.Sprintf("%s Name %q May Be Taken", explain.TitleCase(t.Noun), name), fmt.Sprintf(
		"The %[1]s with the id %[2]s %[3]s. If %[4]s, which is not documented, the API refuses to create another, and nothing is created. "+
			"If it is the same %[1]s, import it instead:\n\n%[5]s",
		t.Short, by.id, has, unless, t.importBlock(by.id)))
}

// sameNameTwice says that two planned objects are to get one name: an error if they
// belong together and are surely two, otherwise a warning.
func (t Texts) sameNameTwice(name string, together, isOther bool) diag.Diagnostic {
	at, two := path.Root("name"), fmt.Sprintf("Two resources of the configuration plan %s", t.which("", name))
	if together && isOther {
		return diag.NewAttributeErrorDiagnostic(at, "Same "+explain.TitleCase(t.Noun)+" Name Twice",
			two+". Names are unique, and nothing can be deleted: give one of them another.")
	}
	summary := fmt.Sprintf("%s Name %q May Be Taken", explain.TitleCase(t.Noun), name)
	if together {
		return diag.NewAttributeWarningDiagnostic(at, summary,
			two+", with the same settings, unless Terraform has planned one of them twice. Names are unique, so that the API refuses the second one.")
	}
	return diag.NewAttributeWarningDiagnostic(at, summary, two+", in different applications as far as that is known. "+
		"If names have to be unique in the whole account, which is not documented, the API refuses the second one, and only one is created.")
}

// replacementNeedsAnotherName says that a replacement cannot have the name of what it replaces.
func (t Texts) replacementNeedsAnotherName(attribute, policy string, now outgoing) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Replacement Needs Another Name", fmt.Sprintf(
		"Another %[1]s, or one that is not known yet, makes another %[2]s, because a %[2]s cannot move; this one has %[6]s. "+
			"But %[3]s cannot be deleted, and under deletion_policy = %[4]q it keeps its name: Terraform would forget it, and then fail to create the new one. "+
			"There are three ways out, unless that is a mistake. Give the new %[2]s another name in the same change. "+
			"Or set deletion_policy = %[5]q on the resource in the same change, which renames the old one. "+
			"Or, if the account already has the %[2]s that you want, take this one out of the state with a removed block (destroy = false) and import that one.",
		attribute, t.Short, t.which(now.ID, now.Name), policy, Retire, now.App))
}

// cannotBeReplaced says so of an object that would be made again with its own name.
func (t Texts) cannotBeReplaced(id, name, policy string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" Cannot Be Replaced", fmt.Sprintf(
		"The plan replaces %s by a new one of the same name. It cannot be deleted, and under deletion_policy = %q it keeps its name: "+
			"Terraform would forget it, and then fail to create the new one. Drop what asks for the replacement: "+
			"-replace, replace_triggered_by, or a taint, which \"terraform untaint\" takes away; "+
			"or set deletion_policy = %q on the resource in the same change, which renames the old one; or give the new one another name. "+
			"If it is a removed block that lets go of the old one, use a moved block instead.",
		t.which(id, name), policy, Retire))
}

// importBlock is ready to paste but for the address, and for the id if that is not known.
func (t Texts) importBlock(id string) string {
	return fmt.Sprintf("import {\n  to = itniotech_%s.RESOURCE_NAME\n  id = %q\n}", t.TypeName, id)
}
