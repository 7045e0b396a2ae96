package coretest

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const (
	first   = "resource \"terraform_data\" \"test\" {\n  input = \"first\"\n}\n"
	second  = "resource \"terraform_data\" \"test\" {\n  input = \"second\"\n}\n"
	address = "terraform_data.test"
)

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expectInput(input string) []statecheck.StateCheck {
	return []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("input"), knownvalue.StringExact(input))}
}

// TestCoreRun fails for each step that does not do what it expects, and for no other.
func TestCoreRun(t *testing.T) {
	t.Parallel()
	failing := errors.New("this check failed")
	for name, test := range map[string]struct {
		steps []resource.TestStep
		want  string // what the failure has, "" for none
	}{
		"create and update": {[]resource.TestStep{
			{Config: first, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate), ConfigStateChecks: expectInput("first")},
			{Config: second, ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate), ConfigStateChecks: expectInput("second")},
			{Config: second, Destroy: true, ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroy)},
		}, ""},
		"taint": {[]resource.TestStep{
			{Config: first}, {Config: first, Taint: []string{address}, ConfigPlanChecks: expectAction(plancheck.ResourceActionReplace)},
		}, ""},
		"taint of nothing": {[]resource.TestStep{{Config: first}, {Config: first, Taint: []string{"terraform_data.other"}}}, "the state has no terraform_data.other"},
		"another action": {
			[]resource.TestStep{{Config: first, ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate)}},
			"step 1/1: pre-apply plan check(s) failed:",
		},
		"another state":  {[]resource.TestStep{{Config: first, ConfigStateChecks: expectInput("second")}}, "expected value second"},
		"failing check":  {[]resource.TestStep{{Config: first, Check: func(*terraform.State) error { return failing }}}, "check failed: this check failed"},
		"plan only":      {[]resource.TestStep{{Config: first, PlanOnly: true, ExpectNonEmptyPlan: true}}, ""},
		"plan not empty": {[]resource.TestStep{{Config: first, PlanOnly: true}}, "the non-refresh plan is not empty: [create] terraform_data.test"},
		"never the same": {[]resource.TestStep{{Config: strings.Replace(first, `"first"`, "timestamp()", 1)}}, "the non-refresh plan is not empty: [update]"},
		"plan empty":     {[]resource.TestStep{{Config: first, ExpectNonEmptyPlan: true}}, "the refresh plan is empty"},
		"error expected": {[]resource.TestStep{{Config: "output \"no\" {\n  value = local.no\n}\n", ExpectError: regexp.MustCompile(
			"^Error running pre-apply plan: exit status 1\n\nError: Reference to undeclared local value\n\n  on terraform_plugin_test.tf line 9, in output \"no\":\n")}}, ""},
		"another error": {[]resource.TestStep{{Config: "no", ExpectError: regexp.MustCompile("^yes")}}, "expected an error that matches\n^yes\nbut got\n"},
		"no error":      {[]resource.TestStep{{Config: first, ExpectError: regexp.MustCompile("")}}, "step 1/1: expected an error, but got none"},
		"an error":      {[]resource.TestStep{{Config: "no"}}, "step 1/1: Error running pre-apply plan: exit status 1"},
		"error in apply": {[]resource.TestStep{{
			Config:      strings.Replace(first, "\n}", "\n  lifecycle {\n    postcondition {\n      condition = self.id == \"no\"\n      error_message = \"not this\"\n    }\n  }\n}", 1),
			ExpectError: regexp.MustCompile(`(?s)^Error running apply: exit status 1\n\nError: Resource postcondition failed\n.*not this\n$`),
		}}, ""},
		"unknown field": {[]resource.TestStep{{ConfigFile: nil, Query: true}}, "a step with Query runs through the command line only"},
		"refresh":       {[]resource.TestStep{{Config: first}, {RefreshState: true}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := runCase(t.Context(), resource.TestCase{Steps: test.steps})
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("error = %v, want %s", err, test.want)
			}
		})
	}
}

// TestCoreWorkspace plans with what a test case cannot say.
func TestCoreWorkspace(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	w := Workspace{Files: map[string]string{
		"child/main.tf": "variable \"input\" {}\n\nresource \"terraform_data\" \"child\" {\n  input = var.input\n}\n",
	}}
	config := first + "variable \"word\" {}\n\nmodule \"child\" {\n  source = \"./child\"\n  input = var.word\n}\n"
	actions := func(options Options) string {
		t.Helper()
		options.Variables = map[string]string{"word": `"hello"`}
		plan, err := w.Plan(ctx, config, options)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, change := range changes(plan.Plan) {
			found = append(found, strings.Split(change, " from ")[0])
		}
		slices.Sort(found)
		if options.Targets == nil && options.Replace == nil {
			_, err = w.Apply(ctx, plan)
		} else {
			err = w.Drop(plan)
		}
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(found, ", ")
	}
	for _, test := range []struct {
		options Options
		want    string
	}{
		{Options{Targets: []string{"module.child"}}, "[create] module.child.terraform_data.child"},
		{Options{}, "[create] module.child.terraform_data.child, [create] terraform_data.test"},
		{Options{Replace: []string{address}, Parallelism: 1}, "[delete create] terraform_data.test"},
		{Options{}, ""},
		{Options{Destroy: true}, "[delete] module.child.terraform_data.child, [delete] terraform_data.test"},
	} {
		if got := actions(test.options); got != test.want {
			t.Errorf("%+v: %s, want %s", test.options, got, test.want)
		}
	}
}

// TestOrder makes calls in the order that is asked for, however they come.
func TestOrder(t *testing.T) {
	t.Parallel()
	order := NewOrder("one", "two", "three")
	made := make(chan string, 4)
	called := make(chan struct{})
	for _, name := range []string{"three", "two", "four"} {
		go order.Do(t.Context(), name, func() { made <- name; called <- struct{}{} })
	}
	<-called // the one that nobody named
	order.Do(t.Context(), "one", func() { made <- "one" })
	<-called
	<-called
	close(made)
	var got []string
	for name := range made {
		got = append(got, name)
	}
	if want := "four one two three"; strings.Join(got, " ") != want {
		t.Errorf("made %q, want %s", got, want)
	}
	order.Do(t.Context(), "two", func() { got = append(got, "again") })
	if got[len(got)-1] != "again" {
		t.Error("a call that comes again was not made")
	}
}
