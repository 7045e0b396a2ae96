package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const updateTemplate = "/template/update/{templateId}"

// under sets deletion_policy on each resource of a configuration.
func under(policy, config string) string {
	return strings.ReplaceAll(config, "{\n", fmt.Sprintf("{\n  deletion_policy = %q\n", policy))
}

// family is an application with one template.
func family() string { return app("login", "login") + template("en", "login-en") }

// The addresses of family.
const (
	theApp      = "itniotech_otp_app.login"
	theTemplate = "itniotech_otp_template.en"
)

// writes are the calls that changed something, or tried to, since the log was reset.
func (w *world) writes() string {
	var writes []string
	for _, request := range w.Requests() {
		if request.Method != http.MethodGet {
			writes = append(writes, request.Method+" "+request.Path)
		}
	}
	return strings.Join(writes, ", ")
}

// expectWrites fails unless exactly these calls wrote since the log was reset, and resets it.
func (w *world) expectWrites(t *testing.T, want ...string) {
	t.Helper()
	if got := w.writes(); got != strings.Join(want, ", ") {
		t.Errorf("writes: %s, want %s", got, strings.Join(want, ", "))
	}
	w.ResetRequests()
}

// names are those of all objects in the account.
func (w *world) names() string {
	var names []string
	for _, app := range w.Apps() {
		names = append(names, app.Name)
	}
	for _, template := range w.Templates() {
		names = append(names, template.Name)
	}
	return strings.Join(names, " ")
}

// cannotBeReplaced is said under ABANDON about an object that would be replaced by one of the same name.
func cannotBeReplaced(noun, name, id string) string {
	return fmt.Sprintf(`The plan replaces the OTP %s %q (id %s). Under deletion_policy = "ABANDON" the old %[1]s keeps its name, and the new one is to have the same name:
		Terraform would forget the old one and then fail to create the new one. Nothing was changed.
		- Remove the reason for the replacement: -replace, replace_triggered_by, or a taint, which "terraform untaint" takes away.
		- Give the new %[1]s another name, which must be known while planning.
		- Set deletion_policy = "RETIRE" on the resource in the same change, which renames the old %[1]s.
		This does not help with create_before_destroy, which creates the new one first.`, noun, name, id)
}

// mustNotBeReplaced is said under PREVENT.
func mustNotBeReplaced(noun, name, id string) string {
	return fmt.Sprintf(`The plan replaces the OTP %s %q (id %s), which deletion_policy = "PREVENT" forbids. Nothing was changed.
		- The resource has this policy. Set its deletion_policy to "ABANDON" (it stays in the account as it is) or "RETIRE" (it is renamed) and apply that first.
		If its block is gone, put the block back for that.
		- If it is tainted, run "terraform untaint" first, which keeps it.
		- To make Terraform forget it and change nothing, use a removed block with destroy = false.`, noun, name, id)
}

// TestAccDestroy_replace asks for a replacement on the command line, under each policy.
func TestAccDestroy_replace(t *testing.T) {
	t.Parallel()
	for policy, refusal := range map[string]func(noun, name, id string) string{"ABANDON": cannotBeReplaced, "PREVENT": mustNotBeReplaced, "RETIRE": nil} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			s := begin(t, under(policy, family()))
			s.run(t, 0, apply...)
			s.world.ResetRequests()
			appID, templateID := s.state(t)[0].ID, s.state(t)[1].ID
			if refusal != nil {
				expectError(t, s.run(t, 1, append(apply, "-replace="+theTemplate)...), refusal("template", "login-en", templateID))
				expectError(t, s.run(t, 1, append(apply, "-replace="+theApp)...), refusal("application", "login", appID))
				s.world.expectWrites(t)
				s.converged(t)
				return
			}
			s.run(t, 0, append(apply, "-replace="+theTemplate)...)
			s.world.expectWrites(t, "PUT "+updateTemplate, "POST "+addTemplate)
			s.converged(t)
			s.run(t, 0, append(apply, "-replace="+theApp)...)
			s.world.expectWrites(t, "PUT "+updateTemplate, "PUT "+updateApp, "POST "+addApp, "POST "+addTemplate)
			s.converged(t)
			if got, want := s.world.names(), "retired-"+appID+"-login login retired-455-login-en retired-456-login-en login-en"; got != want {
				t.Errorf("the account has %s, want %s", got, want)
			}
		})
	}
}

// TestAccDestroy_taintUnseen plans the replacement of a tainted application
// without looking at the account: the apply refuses what the plan could not.
func TestAccDestroy_taintUnseen(t *testing.T) {
	t.Parallel()
	s := begin(t, app("login", "login"))
	s.run(t, 0, apply...)
	before := s.state(t)[0]
	s.world.ResetRequests()
	s.run(t, 0, "taint", theApp)
	expectError(t, s.run(t, 1, append(apply, "-refresh=false")...), "OTP Application Cannot Be Replaced", cannotBeReplaced("application", "login", before.ID))
	s.world.expectWrites(t)
	if after := s.state(t); len(after) != 1 || after[0].ID != before.ID || !after[0].Tainted {
		t.Errorf("the state has %v, want the tainted %s", after, before.ID)
	}
	s.run(t, 0, "untaint", theApp)
	s.expectState(t, theApp)
	s.converged(t)
}

// TestAccDestroy_otherState hands objects over to another configuration, which costs the account nothing.
func TestAccDestroy_otherState(t *testing.T) {
	t.Parallel()
	for name, handOver := range map[string]func(t *testing.T, from, to *stage){
		"state mv": func(t *testing.T, from, to *stage) {
			for _, address := range []string{theApp, theTemplate} {
				from.run(t, 0, "state", "mv", "-state-out="+filepath.Join(to.Dir, "terraform.tfstate"), address, address)
			}
		},
		"state rm and import": func(t *testing.T, from, to *stage) {
			objects := from.state(t)
			from.run(t, 0, "state", "rm", theApp, theTemplate)
			for _, object := range objects {
				to.run(t, 0, "import", "-input=false", object.Address, object.ID)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := begin(t, family())
			m, err := mirror()
			if err != nil {
				t.Fatal(err)
			}
			to := newStage(t, from.world, m, family())
			from.run(t, 0, apply...)
			from.world.ResetRequests()
			handOver(t, from, to)
			from.configure(t, "")
			from.converged(t)
			to.converged(t)
			from.expectState(t)
			to.expectState(t, theApp, theTemplate)
			from.world.expectWrites(t)
		})
	}
}

// TestAccDestroy_handOver retires many templates, whose names others get in the
// same apply. Terraform knows no order between them: a new one that comes long
// before its old one fails, says so, and is made by the next apply. Nor does it
// between their plans: one that comes long before its old one's warns.
func TestAccDestroy_handOver(t *testing.T) {
	t.Parallel()
	const count = 12 // more than Terraform works on at once
	labeled := func(label string) string {
		config := app("login", "login")
		for i := range count {
			config += template(fmt.Sprintf("%s%02d", label, i), fmt.Sprintf("login-%02d", i))
		}
		return under("RETIRE", config)
	}
	s := begin(t, labeled("old"))
	s.run(t, 0, apply...)
	s.configure(t, labeled("new"))
	process := s.start(t, apply...)
	result, _ := process.Wait()
	if s.end(t, process, result.ExitCode); result.ExitCode != 0 {
		expectError(t, result, `The API answered with status -20 (data existing).
			The name is taken, and nothing can be deleted: a name is taken as long as its object exists.
			Nothing was created.`, `If another resource gives this name up in the same change, add depends_on to this resource, so that Terraform changes that one first.`)
		s.run(t, 0, apply...)
	}
	warnings := regexp.MustCompile(`Warning: .*`).FindAllString(result.Stdout, -1)
	early := regexp.MustCompile(`^Warning: OTP Template Name "login-\d\d" Is (Taken|Not Free Yet)$`)
	if warnings = slices.DeleteFunc(warnings, early.MatchString); !slices.Equal(warnings, []string{"Warning: OTP Templates Are Retired"}) {
		t.Errorf("the warnings are %q, want the one about retired templates:\n%s", warnings, result.Stdout)
	}
	s.converged(t)
	for i, template := range s.world.Templates() {
		want := fmt.Sprintf("retired-%d-login-", template.ID)
		if i >= count {
			want = "login-"
		}
		if !strings.HasPrefix(template.Name, want) {
			t.Errorf("template %d is called %s, want %s…", template.ID, template.Name, want)
		}
	}
	if templates, puts := len(s.world.Templates()), s.world.calls(http.MethodPut, updateTemplate); templates != 2*count || puts != count {
		t.Errorf("%d templates after %d updates, want %d after %d", templates, puts, 2*count, count)
	}
}

// TestAccDestroy_ordered hands many names over, each to a template that depends on the one that gives it up. No plan
// waits for another one, so that this passes however few or many are planned at once.
func TestAccDestroy_ordered(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []string{"1", "50"} {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			const count = 30
			before, after := app("login", "login"), app("login", "login")
			for i := range count {
				label, name := fmt.Sprintf("old%02d", i), fmt.Sprintf("login-%02d", i)
				before += template(label, name)
				after += template(label, "renamed-"+name) + strings.Replace(template(fmt.Sprintf("new%02d", i), name), "{\n", "{\n  depends_on = [itniotech_otp_template."+label+"]\n", 1)
			}
			s := begin(t, before)
			s.run(t, 0, apply...)
			s.configure(t, after)
			planned := s.run(t, 2, append(plan, "-detailed-exitcode", "-no-color", "-parallelism="+parallelism)...)
			if strings.Contains(planned.Stdout, "Warning") {
				t.Errorf("the plan warns:\n%s", planned.Stdout)
			}
			s.run(t, 0, append(apply, "-parallelism="+parallelism)...)
			s.converged(t)
		})
	}
}

// TestAccDestroy_again destroys everything under RETIRE and makes it again.
func TestAccDestroy_again(t *testing.T) {
	t.Parallel()
	s := begin(t, under("RETIRE", family()+template("de", "login-de")))
	for range 2 {
		s.run(t, 0, apply...)
		s.expectState(t, theApp, "itniotech_otp_template.de", theTemplate)
		s.converged(t)
		s.world.ResetRequests()
		s.run(t, 0, "destroy", "-input=false", "-auto-approve")
		s.expectState(t)
		s.world.expectWrites(t, "PUT "+updateTemplate, "PUT "+updateTemplate, "PUT "+updateApp)
	}
	for _, app := range s.world.Apps() {
		if limit := app.PeriodTotalSendLimit; app.Name != "retired-"+app.ID+"-login" || !limit.Enabled || limit.Unit != 1 || limit.Period != 90 || limit.Limit != 1 {
			t.Errorf("the account has %+v", app)
		}
	}
	if apps, templates := len(s.world.Apps()), len(s.world.Templates()); apps != 2 || templates != 4 {
		t.Errorf("the account has %d applications and %d templates, want 2 and 4", apps, templates)
	}
}

// TestAccDestroy_oldState plans no change for a state from before there was
// deletion_policy, and destroys what is in it by the provider's.
func TestAccDestroy_oldState(t *testing.T) {
	t.Parallel()
	s := begin(t, family())
	s.run(t, 0, apply...)
	file := filepath.Join(s.Dir, "terraform.tfstate")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	for _, resource := range state["resources"].([]any) {
		attributes := resource.(map[string]any)["instances"].([]any)[0].(map[string]any)["attributes"].(map[string]any)
		if policy, has := attributes["deletion_policy"]; !has || policy != nil {
			t.Errorf("deletion_policy is %v, want null", policy)
		}
		delete(attributes, "deletion_policy")
	}
	if text, err = json.Marshal(state); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.converged(t)
	s.world.ResetRequests()
	s.run(t, 0, "destroy", "-input=false", "-auto-approve")
	s.expectState(t)
	s.world.expectWrites(t)
}
