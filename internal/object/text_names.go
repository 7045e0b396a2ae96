package object

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// What to do about a name that is not free.
const (
	dependOn    = "If another resource gives this name up in the same change, add depends_on to this resource, so that Terraform changes that one first."
	addMoved    = "If the resource was renamed in the configuration, add a moved block."
	countShifts = "With count, an element that goes shifts the names of all elements after it. Use for_each with a key for each object."
	unique      = "Names are unique, and the API deletes nothing."
)

// plans says what a plan does to give an object a name.
func (t Texts) plans(taker session.Taker) string {
	switch {
	case taker.IsNew():
		return fmt.Sprintf("creates %s", t.which("", taker.Name))
	case taker.IsReplacement:
		return fmt.Sprintf("replaces %s by a new one with the name %q", t.which(taker.ID, taker.From), taker.Name)
	}
	return fmt.Sprintf("renames %s to %q", t.which(taker.ID, taker.From), taker.Name)
}

// object names one in a sentence that has named its kind before.
func (t Texts) object(id, name string) string {
	return fmt.Sprintf("the %s %q (id %s)", t.Short, name, id)
}

// onName is an error about a name.
func (t Texts) onName(what string, paragraphs ...string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), explain.TitleCase(t.Noun)+" "+what, strings.Join(paragraphs, "\n\n"))
}

// warnOfName is a warning about a name, which is in the summary because
// Terraform collapses warnings of one summary into the first.
func (t Texts) warnOfName(name, what string, paragraphs ...string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("name"),
		fmt.Sprintf("%s Name %q ", explain.TitleCase(t.Noun), name)+what, strings.Join(paragraphs, "\n\n"))
}

// compared says how the object that has a name differs from the configuration.
func compared(by *nameHolder) string {
	switch {
	case by.notCompared:
		return ""
	case len(by.differs) > 0:
		return " It differs from the configuration in " + strings.Join(by.differs, ", ") + "."
	}
	return " It has the settings of the configuration."
}

// nameIsTaken says that an object of the account has a name, which the state does not know.
func (t Texts) nameIsTaken(mine session.Taker, by *nameHolder) diag.Diagnostic {
	return t.onName("Name Is Taken",
		fmt.Sprintf("The plan %s, but the account already has %s. %s%s", t.plans(mine), t.object(by.id, by.name), unique, compared(by)),
		explain.Bullets(
			fmt.Sprintf("If nothing manages that %s (a destroy leaves it in the account), import it with the block below, or choose another name.", t.Short),
			addMoved,
			`If this resource was tainted, run "terraform untaint", which keeps the object.`,
			dependOn,
		),
		t.importOf(by))
}

// nameIsOfManaged says that an object of the state has a name, whose plan has not come yet.
func (t Texts) nameIsOfManaged(mine session.Taker, by *nameHolder, isProtected bool) diag.Diagnostic {
	tainted := fmt.Sprintf(`If this resource was tainted, run "terraform untaint", which keeps the object. To replace it, set deletion_policy = %q on `+
		`the resource, `+
		"which renames the old one, or choose another name.", Retire)
	if isProtected {
		tainted = fmt.Sprintf(`If this resource was tainted, run "terraform untaint", which keeps the object. It cannot be replaced, because `+
			`deletion_policy = %q was applied to it.`, Prevent)
	}
	return t.onName("Name Is Taken",
		fmt.Sprintf("The plan %s, but the state already has %s. %s", t.plans(mine), t.object(by.id, by.name), unique),
		explain.Bullets(tainted, addMoved, dependOn, "If another resource keeps the name, choose another one."))
}

// nameIsKeptByAnother says that another object of the state is planned to keep a name.
func (t Texts) nameIsKeptByAnother(mine session.Taker, keeps session.Managed) diag.Diagnostic {
	return t.onName("Name Is Taken",
		fmt.Sprintf("The plan %s, but %s, which another resource manages, %s. %s", t.plans(mine), t.object(keeps.ID, keeps.Name), keepsIt(keeps), unique),
		t.eitherName(keeps, mine))
}

// nameIsKept says so of the object that keeps the name.
func (t Texts) nameIsKept(keeps session.Managed, taker session.Taker) diag.Diagnostic {
	summary, detail := "Name Is Taken", fmt.Sprintf("The plan %s, but %s %s. %s\n\n%s",
		t.plans(taker), t.object(keeps.ID, keeps.Name), keepsIt(keeps), unique, t.eitherName(keeps, taker))
	if keeps.Fate == session.Stays {
		return t.onName(summary, detail)
	}
	return diag.NewErrorDiagnostic(explain.TitleCase(t.Noun)+" "+summary, detail)
}

// keepsIt says why an object keeps its name.
func keepsIt(keeps session.Managed) string {
	switch {
	case keeps.Fate == session.Stays:
		return "keeps this name"
	case keeps.IsReplaced:
		return "is replaced and stays in the account with this name"
	}
	return "is destroyed and stays in the account with this name"
}

// eitherName says what to do about two objects of one name.
func (t Texts) eitherName(keeps session.Managed, taker session.Taker) string {
	if keeps.Fate == session.Stays {
		return "Give one of the two another name."
	}
	var advice []string
	if isRename(taker) {
		advice = append(advice, fmt.Sprintf("Choose another name for %s.", t.object(taker.ID, taker.From)), countShifts)
	} else {
		advice = append(advice, fmt.Sprintf("Choose another name for the new %s.", t.Short), addMoved,
			fmt.Sprintf("If the plan shows that %s as a deposed object of this resource, import it by its id, which keeps it.", t.Short))
	}
	return explain.Bullets(append(advice, fmt.Sprintf("If %s is no longer needed, apply deletion_policy = %q to it first. Then make this change, "+
		"which renames it and so frees the name.", t.object(keeps.ID, keeps.Name), Retire))...)
}

// nameIsTakenForNow warns of a rename to a name that another object still has.
func (t Texts) nameIsTakenForNow(mine session.Taker, by *nameHolder) diag.Diagnostic {
	return t.warnOfName(mine.Name, "Is Taken",
		fmt.Sprintf("The plan %s, but %s has that name now. If the name is not free by then, the apply fails here and does not change this %s.",
			t.plans(mine), t.object(by.id, by.name), t.Short),
		explain.Bullets(dependOn,
			countShifts,
			"If nothing gives the name up, choose another one."))
}

// nameMayBeFreed warns of a taken name where RETIRE may free it in the same apply.
func (t Texts) nameMayBeFreed(mine session.Taker, by *nameHolder) diag.Diagnostic {
	return t.warnOfName(mine.Name, "Is Taken",
		fmt.Sprintf("The plan %s, but %s has that name now. Under deletion_policy = %q the same apply may free it. If it does not, the apply fails here and "+
			"creates nothing.",
			t.plans(mine), t.object(by.id, by.name), Retire),
		explain.Bullets(dependOn, t.createsFirst()))
}

// nameIsFreedLater warns of a name that a destroy frees which nothing orders.
func (t Texts) nameIsFreedLater(mine session.Taker, by *nameHolder) diag.Diagnostic {
	return t.warnOfName(mine.Name, "Is Not Free Yet",
		fmt.Sprintf("The plan %s, and %s has that name until this apply destroys it. Terraform does not order the two. "+
			"If the destroy comes second, the apply fails here, and the next apply succeeds.", t.plans(mine), t.object(by.id, by.name)),
		explain.Bullets(t.deposed()))
}

// createsFirst says what create_before_destroy does to a name.
func (t Texts) createsFirst() string {
	return fmt.Sprintf("If this resource is replaced with create_before_destroy, the old %s has the name until the new one exists. "+
		"Give the new one another name, or remove the reason for the replacement, such as a taint.", t.Short)
}

// deposed says how to get a name back that the deposed object of the same resource has.
func (t Texts) deposed() string {
	return fmt.Sprintf("If the plan shows that %s as a deposed object of this resource, its destroy always comes second. "+
		"Apply once with the name that the current %[1]s has, which destroys the deposed one. Then change the name.", t.Short)
}

// nameMayBeTaken warns of a name that another object has where that may not matter.
func (t Texts) nameMayBeTaken(mine session.Taker, by *nameHolder, isManaged bool) diag.Diagnostic {
	has, unless := "has the name", ""
	if otp.NFC(by.name) != otp.NFC(mine.Name) {
		has, unless = fmt.Sprintf("has the name %q", by.name), "it counts as the same"
	}
	if mine.App.IsUnknown() || mine.App.ValueString() != by.app {
		has += " in the application " + by.app
		if mine.App.IsUnknown() {
			has += ", and that of the new one is not known yet"
		}
		unless = "names have to be unique in the whole account"
	}
	paragraphs := []string{fmt.Sprintf("The plan %s. The %s with the id %s %s. If %s, which is not documented, the API refuses this name, and the apply "+
		"fails here.",
		t.plans(mine), t.Short, by.id, has, unless)}
	if !isManaged && mine.IsNew() {
		paragraphs = append(paragraphs, fmt.Sprintf("If you mean that %s and nothing manages it, import it instead:", t.Short), t.importOf(by))
	}
	return t.warnOfName(mine.Name, "May Be Taken", paragraphs...)
}

// sameNameTwice says that two planned objects are to get one name.
func (t Texts) sameNameTwice(mine, other session.Taker) diag.Diagnostic {
	return t.onName("Name Is Planned Twice", fmt.Sprintf("The plan %s. Another resource %s. %s Give one of them another "+
		"name.", t.plans(mine), t.plans(other), unique))
}

// maybePlannedTwice warns of two planned objects that may be one.
func (t Texts) maybePlannedTwice(mine session.Taker) diag.Diagnostic {
	return t.warnOfName(mine.Name, "May Be Taken", fmt.Sprintf("The plan %s twice, with the same settings. If these are two resources, give one of them "+
		"another name: %s",
		t.plans(mine), "names are unique, so that the API refuses the second one."))
}

// sameNameElsewhere warns of two planned objects that may count as having one name.
func (t Texts) sameNameElsewhere(mine, other session.Taker) diag.Diagnostic {
	unless := "names have to be unique in the whole account"
	if otp.NFC(mine.Name) != otp.NFC(other.Name) {
		unless = "the two names count as the same"
	}
	return t.warnOfName(mine.Name, "May Be Taken", fmt.Sprintf("The plan %s. Another resource %s. If %s, which is not documented, the API refuses the "+
		"second one.",
		t.plans(mine), t.plans(other), unless))
}

// namesGoRound says that objects cannot pass their names round.
func (t Texts) namesGoRound(circle []*session.Managed) diag.Diagnostic {
	var steps []string
	for _, object := range circle {
		steps = append(steps, fmt.Sprintf("%s becomes %q", t.object(object.ID, object.Name), object.Becomes))
	}
	return t.onName("Names Are Swapped", fmt.Sprintf("The plan swaps the names of %ss: %s. Each name is free only after another change, so the apply "+
		"could only fail.",
		t.Short, strings.Join(steps, ", ")), fmt.Sprintf("Give one %s a third name and apply. Then give it the name that it is to have.", t.Short))
}

// nameIsRespelled warns of a change that also writes the name in another Unicode form.
func (t Texts) nameIsRespelled(now outgoing) diag.Diagnostic {
	return t.warnOfName(now.Name, "Is Written in Another Form", fmt.Sprintf(
		"The account has the name of %s in another Unicode form. This change also writes the name, in the form that Terraform uses (NFC). It looks the same.",
		t.object(now.ID, now.Name)))
}

// importOf is the import block for the object that has a name, by name where that is unique.
func (t Texts) importOf(by *nameHolder) string {
	if by.isOnlyOne {
		return t.importBlock("name=" + by.name)
	}
	return t.importBlock(by.id)
}

// importUnseen is the import block for an object whose id is not known, and where to find the id if the name is not enough.
func (t Texts) importUnseen(name string) (hint, block string) {
	if t.IsListed && name != "" {
		return "", t.importBlock("name=" + name)
	}
	return t.IDHint, t.importBlock("ID")
}

// importBlock is ready to paste but for the address, and for the id if that is not known. It says what to put there.
func (t Texts) importBlock(id string) string {
	quoted := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(fmt.Sprintf("%q", id))
	return fmt.Sprintf("import {\n  to = itniotech_%[1]s.RESOURCE_NAME\n  id = %[2]s\n}\n\n"+
		"Put the name of the resource block in place of RESOURCE_NAME. In a module, or with count or for_each, write the whole address, "+
		"such as module.login.itniotech_%[1]s.RESOURCE_NAME[\"en\"].", t.TypeName, quoted)
}
