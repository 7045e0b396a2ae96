package object

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// maxCandidates bounds how many objects an error lists.
const maxCandidates = 20

// query is what a data source or an import asks for: an id, or a name and,
// unless that is "", the application whose object it is.
type query struct {
	id, name, app string
	latest        bool // as a data source asks, which may depend on what has just been changed
}

// unmatchedError says that no object, or more than one, is what is asked for,
// and which there are.
type unmatchedError struct{ text string }

func (e *unmatchedError) Error() string { return e.text }

// candidate is an object that somebody may have meant.
type candidate struct{ id, name, app string }

// lookUp returns the object that is asked for. An unmatchedError says that
// there is none or more than one; other errors are those of the API.
func (r *Resource[M, A]) lookUp(ctx context.Context, client *otp.Client, want query) (A, error) {
	var none A
	objects := r.objects()
	if want.id != "" {
		ask := objects.Ask
		if want.latest && !r.Session.HasRead() {
			ask = objects.Latest
		}
		answer, err := ask(ctx, client, want.id)
		if !errors.Is(err, otp.ErrNotFound) {
			return answer, err
		}
		all, err := objects.All(ctx, client, account.MaxApps, func(A) bool { return false })
		return none, &unmatchedError{r.none(want, candidates(all), err == nil)}
	}
	if want.latest {
		if err := r.refresh(ctx, client); err != nil {
			return none, err
		}
	}
	all, err := objects.All(ctx, client, account.MaxApps, mayMatch[A](want.app, want.name))
	if err != nil {
		return none, err
	}
	var found []A
	for _, object := range matching(all, want.app, want.name) {
		if otp.NFC(object.ObjectName()) == want.name {
			found = append(found, object)
		}
	}
	switch len(found) {
	case 0:
		if missing := objects.Missing(); missing != nil {
			return none, missing // it may be one of these
		}
		return none, &unmatchedError{r.none(want, candidates(all), true)}
	case 1:
		return found[0], nil
	}
	return none, &unmatchedError{r.several(want, candidates(found))}
}

// refresh makes what is known of the account as new as this call, unless the process has read an object that Terraform
// manages. Then this is a plan or a refresh, and all of it is one look at the account. An apply reads none, and a data
// source must not be older than what it depends on, which another provider configuration may have changed.
func (r *Resource[M, A]) refresh(ctx context.Context, client *otp.Client) error {
	if r.Session.HasRead() {
		return nil
	}
	return r.objects().Refresh(ctx, client)
}

// none says that no object is what is asked for, and lists those that could be
// read. Objects come first whose name differs only in case or spaces, or that
// belong to another application. Then come the others of the application.
func (r *Resource[M, A]) none(want query, all []candidate, listed bool) string {
	text := []string{r.noSuchID(want.id)}
	if want.id == "" {
		text[0] = fmt.Sprintf("The account of the API key in use has no %s with the name %q%s.", r.Noun, want.name, inApplication(want.app))
	}
	var alike, others []candidate
	for _, candidate := range all {
		switch {
		case want.name != "" && account.SameName(candidate.name) == account.SameName(want.name):
			alike = append(alike, candidate)
		case want.app == "" || candidate.app == want.app:
			others = append(others, candidate)
		}
	}
	const has = "In this account the provider finds "
	shown := min(len(alike), maxCandidates)
	if shown > 0 {
		text = append(text, "Did you mean one of these?", lines(alike, shown))
	}
	switch {
	case !listed:
	case len(alike) == 0 && len(others) == 0:
		text = append(text, fmt.Sprintf("%sno %s%s.", has, r.Noun, inApplication(want.app)))
	case len(others) > 0 && shown < maxCandidates:
		text = append(text, fmt.Sprintf("%sthese %ss%s:", has, r.Noun, inApplication(want.app)), lines(others, maxCandidates-shown))
	}
	if want.id == "" {
		text = append(text, r.unseen())
	}
	return strings.Join(text, "\n\n")
}

// several says that more than one object has a name, and lists them.
func (r *Resource[M, A]) several(want query, found []candidate) string {
	choose := "Choose one by its id."
	if r.AppAttribute != "" && want.app == "" {
		choose = fmt.Sprintf("Choose one by its id, or by its %s together with the name.", r.AppAttribute)
	}
	return fmt.Sprintf("The account of the API key in use has %d %ss with the name %q%s:\n\n%s\n\n%s",
		len(found), r.Noun, want.name, inApplication(want.app), lines(found, maxCandidates), choose)
}

// unseen says which objects cannot be looked up by name, and where their ids are.
func (r *Resource[M, A]) unseen() string {
	objects := r.objects()
	if objects.HasList() {
		return fmt.Sprintf("If the list is incomplete, use the id of the %s. %s", r.Short, r.IDHint)
	}
	text := fmt.Sprintf("Only %ss that have a template can be looked up by name.", r.Short)
	if unasked := objects.Unasked(); unasked > 0 {
		text += fmt.Sprintf(" %d of these were not looked at, because there are more than %d.", unasked, account.MaxApps)
	}
	return text + " " + r.IDHint
}

// unread says which objects could not be read, and why.
func (t Texts) unread(missing *account.UnreadError) string {
	which := "that have a template could not be read"
	if missing.Listed {
		which = "of the API's list could not be read"
	}
	return fmt.Sprintf("%d of the %ss %s (%s). %s",
		len(missing.IDs), t.Short, which, explain.Enumerate(missing.IDs, maxCandidates), t.cause(missing))
}

// incomplete warns of objects that a list lacks, or may lack.
func (t Texts) incomplete(missing *account.UnreadError, gap string) diag.Diagnostics {
	var diags diag.Diagnostics
	if missing != nil {
		diags.AddWarning(explain.TitleCase(t.Noun)+"s Are Missing", "The list is not complete. "+t.unread(missing))
	}
	if gap != "" {
		diags.AddWarning(explain.TitleCase(t.Noun)+"s May Be Missing", fmt.Sprintf(
			"The API's list of %ss may not be complete: %s. The result may lack %ss.", t.Noun, gap, t.Short))
	}
	return diags
}

// mayMatch tells whether an object of which a part is known may be one of matching.
func mayMatch[A otp.Object](app, prefix string) func(A) bool {
	return func(object A) bool {
		owner, name := object.ObjectAppID(), otp.NFC(object.ObjectName())
		return (app == "" || owner == "" || owner == app) && (name == "" || strings.HasPrefix(name, prefix))
	}
}

// matching returns those objects that belong to an application, unless that is
// "", and whose names have a prefix.
func matching[A otp.Object](all []A, app, prefix string) []A {
	return slices.DeleteFunc(slices.Clone(all), func(object A) bool {
		return app != "" && object.ObjectAppID() != app || !strings.HasPrefix(otp.NFC(object.ObjectName()), prefix)
	})
}

func candidates[A otp.Object](objects []A) []candidate {
	all := make([]candidate, len(objects))
	for i, object := range objects {
		all[i] = candidate{object.ObjectID(), object.ObjectName(), object.ObjectAppID()}
	}
	return all
}

// lines lists objects, most of them by number only if there are more than a bound.
func lines(all []candidate, most int) string {
	var text []string
	for _, candidate := range all[:min(len(all), most)] {
		text = append(text, fmt.Sprintf("  %s %q%s", explain.Printable(candidate.id), candidate.name, inApplication(candidate.app)))
	}
	if more := len(all) - most; more > 0 {
		text = append(text, fmt.Sprintf("  and %d more", more))
	}
	return strings.Join(text, "\n")
}

func inApplication(id string) string {
	if id == "" {
		return ""
	}
	return " in the application " + explain.Printable(id)
}
