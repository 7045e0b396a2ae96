package provider

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// What becomes of an object that Terraform lets go of, as deletion_policy says.
const (
	policyAbandon = "ABANDON" // it is left as it is
	policyRetire  = "RETIRE"  // it is renamed, and an application is stopped
	policyPrevent = "PREVENT" // it is not let go of
)

// deletionPolicies are the words of deletion_policy, which the API knows nothing of.
func deletionPolicies() attribute.Vocabulary {
	return attribute.Vocabulary{Noun: "deletion policy", Closed: true, Entries: []attribute.Entry{
		{Code: policyAbandon, Word: policyAbandon, Meaning: "leave it in the account as it is"},
		{Code: policyRetire, Word: policyRetire, Meaning: "rename it, which frees its name"},
		{Code: policyPrevent, Word: policyPrevent, Meaning: "refuse to destroy it"},
	}, Aliases: map[string]string{
		"KEEP": policyAbandon, "RETAIN": policyAbandon, "RENAME": policyRetire, "ARCHIVE": policyRetire, "PROTECT": policyPrevent, "DENY": policyPrevent,
	}}
}

// deletionPolicyAttribute is deletion_policy of a resource, whose description
// says what RETIRE does to it besides.
func deletionPolicyAttribute(retires string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:   true,
		Validators: []validator.String{deletionPolicies()},
		MarkdownDescription: "What becomes of it when Terraform destroys or replaces it, because the API deletes nothing. " +
			"`ABANDON`: it stays as it is, and its name stays taken. `RETIRE`: " + retires +
			" `PREVENT`: the plan is an error. Left out, the provider's `deletion_policy` counts. " +
			"For a resource block that is removed, the policy counts that was last applied. Changing it calls nothing.",
	}
}

// policy is what becomes of an object, given its own deletion_policy.
func (s *session) policy(own types.String) string {
	switch {
	case attribute.IsKnown(own):
		return own.ValueString()
	case s.deletionPolicy != "":
		return s.deletionPolicy
	}
	return policyAbandon
}

// The lengths of retired names.
const (
	retiredPrefix  = "retired-"
	retiredIDMax   = otp.NameMaxLength - len(retiredPrefix)
	retiredHashLen = 8
)

// retiredName is the name that an object is left with: unique, because the id
// is, and cut to what the API takes.
func retiredName(id, name string) string {
	runes := []rune(id)
	if len(runes) > retiredIDMax {
		hash := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))[:retiredHashLen]
		return retiredPrefix + string(runes[:retiredIDMax-retiredHashLen-1]) + "-" + hash
	}
	retired := retiredPrefix + id
	if name == retired || strings.HasPrefix(name, retired+"-") {
		return name // by a run whose answer was lost
	}
	runes = []rune(retired + "-" + name)
	return strings.TrimRight(string(runes[:min(len(runes), otp.NameMaxLength)]), "- ")
}

// departureKey is where the private state of a plan keeps the departure.
const departureKey = "departure"

// departure is what a plan notes of the object that is there now. If the
// object is then replaced, the plan of the new one finds it, and so does the
// call that lets go of the old one.
type departure struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Scope  string `json:"scope,omitempty"`
	Policy string `json:"policy,omitempty"` // the resource's own, in the configuration

	// Applied is the resource's own policy in the state, where the object is not destroyed for good.
	Applied string `json:"applied,omitempty"`
}

// noteDeparture leaves a departure for the calls that follow.
func noteDeparture(ctx context.Context, private privateState, d departure) diag.Diagnostics {
	text, err := json.Marshal(d)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Plan", err.Error())}
	}
	return private.SetKey(ctx, departureKey, text)
}

// departureOf returns the departure that an earlier call noted, if it did.
func departureOf(ctx context.Context, private privateState) (departure, bool) {
	var noted departure
	text, diags := private.GetKey(ctx, departureKey)
	if diags.HasError() || len(text) == 0 || json.Unmarshal(text, &noted) != nil {
		return departure{}, false
	}
	return noted, true
}

// own is the policy of the resource itself, null for none.
func (d departure) own() types.String {
	if d.Policy == "" {
		return types.StringNull()
	}
	return types.StringValue(d.Policy)
}

// warnLeft says once for each policy what becomes of objects of the kind.
func (r *Resource[M, A]) warnLeft(diags *diag.Diagnostics, policy string) {
	all := explain.TitleCase(r.Noun) + "s"
	switch policy {
	case policyAbandon:
		r.session.warnOnce(diags, diag.NewWarningDiagnostic(all+" Stay in the Account", fmt.Sprintf(
			"The API deletes nothing. Terraform forgets each %s that this plan destroys or replaces under deletion_policy = %q, "+
				"and the account keeps it with its name, which stays taken; %s "+
				"To manage one again, import it by the id that the plan shows.", r.Noun, policy, r.Leaves)))
	case policyRetire:
		r.session.warnOnce(diags, diag.NewWarningDiagnostic(all+" Are Retired", fmt.Sprintf(
			"The API deletes nothing. Each %s that this plan destroys or replaces under deletion_policy = %q is renamed to %s<id>-<name>, cut to %d characters, "+
				"which frees its name; %s Then Terraform forgets it, and the account keeps it.", r.Noun, policy, retiredPrefix, otp.NameMaxLength, r.Retires)))
	}
}

// What a plan does to an object that goes.
const (
	destroys = "destroys"
	replaces = "replaces"
)

// prevented says that an object must not go. Its own policy is the resource's, if that has one.
func (t Texts) prevented(id, name, happens string, own types.String) diag.Diagnostic {
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
		happens, t.which(id, name), policyPrevent, change, policyAbandon, policyRetire))
}

// policyUnknown says that an object cannot be replaced before its policy is known.
func (t Texts) policyUnknown(old departure) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_policy"), "Deletion Policy Is Not Known", fmt.Sprintf(
		"The plan replaces %s, and what becomes of it is not known yet. Set deletion_policy to a value that is known while planning.",
		t.which(old.ID, old.Name)))
}
