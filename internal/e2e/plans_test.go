package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// with adds lines to the one resource of a configuration.
func with(config string, lines ...string) string {
	return strings.Replace(config, "{\n", "{\n  "+strings.Join(lines, "\n  ")+"\n", 1)
}

// generation is a resource whose output is not known in a plan that has another generation than the state.
func generation(label, output string, number int) string {
	return fmt.Sprintf("resource \"terraform_data\" %q {\n  input            = %s\n  triggers_replace = %d\n}\n", label, output, number)
}

const (
	retire       = `deletion_policy = "RETIRE"`
	namesAreOnce = "Names are unique, and the API deletes nothing."
)

// plansLife is the configuration of TestAccPlans but for what a step changes: a template whose application comes from
// elsewhere, and a list of templates.
func plansLife(number int, names string) string {
	return app("login", "login") + generation("app", "itniotech_otp_app.login.id", number) +
		strings.Replace(template("fed", "name-fed"), "itniotech_otp_app.login.id", "terraform_data.app.output", 1) +
		with(strings.Replace(template("list", ""), `""`, names+"[count.index]", 1), retire, "count = length("+names+")")
}

// TestAccPlans plans in one change what has to be refused, each for its own reason, and then what has to pass. With each
// CLI the plan says what the apply does.
func TestAccPlans(t *testing.T) {
	t.Parallel()
	unknown := func(number int) string {
		return generation("name", `"name-unknown"`, number) + strings.Replace(template("unknown", ""), `""`, "terraform_data.name.output", 1)
	}
	s := begin(t, plansLife(1, `["list-a", "list-b", "list-c"]`)+unknown(1)+
		with(template("old", "name-old"), retire)+with(template("guarded", "name-guarded"), `deletion_policy = "PREVENT"`)+
		template("keeper", "name-keeper")+template("renamed", "name-renamed")+template("first", "name-first")+template("second", "name-second"))
	s.run(t, 0, apply...)
	s.run(t, 0, "taint", "itniotech_otp_template.guarded")
	id := map[string]string{}
	for _, object := range s.state(t) {
		id[strings.TrimPrefix(object.Address, "itniotech_otp_template.")] = object.ID
	}
	before := s.world.names()
	s.world.ResetRequests()

	// depends_on says which of two templates is planned second, and so has the error.
	s.configure(t, plansLife(1, `["list-a", "list-b", "list-c"]`)+unknown(2)+
		with(template("new", "name-old"), retire)+fmt.Sprintf("import {\n  to = itniotech_otp_template.new\n  id = %q\n}\n", id["old"])+
		with(template("guarded", "name-guarded"), retire)+
		template("keeper", "name-keeper")+with(template("renamed", "name-keeper"), "depends_on = [itniotech_otp_template.keeper]")+
		template("first", "name-second")+with(template("second", "name-first"), "depends_on = [itniotech_otp_template.first]"))
	expectError(t, s.run(t, 1, append(plan, "-replace=itniotech_otp_template.unknown")...),
		strings.Replace(cannotBeReplaced("template", "name-unknown", id["unknown"]), "the new one is to have the same name", "the name of the new one is not known yet", 1),
		fmt.Sprintf(`Two resources have the OTP template "name-old" (id %s) in the state. One keeps it, and the other one goes under deletion_policy = "RETIRE",
			which would rename the object that the first one manages. Nothing was changed.
			- If the resource was renamed in the configuration, replace the import block by a moved block from the old address to the new one.
			- Otherwise take the old address out of the state with a removed block and destroy = false.`, id["old"]),
		fmt.Sprintf(`The plan creates the OTP template "name-guarded", but the state already has the template "name-guarded" (id %s). %s
			- If this resource was tainted, run "terraform untaint", which keeps the object.
			It cannot be replaced, because deletion_policy = "PREVENT" was applied to it.
			- If the resource was renamed in the configuration, add a moved block.
			- If another resource gives this name up in the same change, add depends_on to this resource, so that Terraform changes that one first.
			- If another resource keeps the name, choose another one.`, id["guarded"], namesAreOnce),
		fmt.Sprintf(`The plan renames the OTP template "name-renamed" (id %s) to "name-keeper", but the template "name-keeper" (id %s),
			which another resource manages, keeps this name. %s
			Give one of the two another name.`, id["renamed"], id["keeper"], namesAreOnce),
		fmt.Sprintf(`The plan swaps the names of templates: the template "name-second" (id %s) becomes "name-first", the template "name-first" (id %s) becomes "name-second".
			Each name is free only after another change, so the apply could only fail.
			Give one template a third name and apply. Then give it the name that it is to have.`, id["second"], id["first"]))
	s.world.expectWrites(t)

	// What the errors advise, with an application that is not known while planning, and without the first of the list.
	s.run(t, 0, "untaint", "itniotech_otp_template.guarded")
	s.configure(t, plansLife(2, `["list-b", "list-c"]`)+unknown(2)+
		with(template("new", "name-old"), retire)+"moved {\n  from = itniotech_otp_template.old\n  to   = itniotech_otp_template.new\n}\n"+
		with(template("guarded", "name-guarded"), retire)+
		template("keeper", "name-free")+with(template("renamed", "name-keeper"), "depends_on = [itniotech_otp_template.keeper]")+
		template("first", "name-third")+with(template("second", "name-first"), "depends_on = [itniotech_otp_template.first]"))
	process := s.start(t, apply...)
	result, _ := process.Wait()
	if s.end(t, process, result.ExitCode); result.ExitCode != 0 { // on a machine that is so busy that a write of the list comes too late for the others
		expectError(t, result, "The API answered with status -20 (data existing).")
		s.run(t, 0, apply...)
	}
	s.converged(t)
	after := strings.NewReplacer("list-a", "list-b", "list-b", "list-c", "list-c", "retired-"+id["list[2]"]+"-list-c", "name-keeper", "name-free",
		"name-renamed", "name-keeper", "name-first", "name-third", "name-second", "name-first").Replace(before)
	if names := s.world.names(); names != after {
		t.Errorf("the account has %s, want %s", names, after)
	}
}
