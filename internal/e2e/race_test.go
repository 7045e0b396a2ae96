package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// together holds back the calls of a route until there are two of them.
func together(method, path string) func(http.Handler) http.Handler {
	var both sync.WaitGroup
	both.Add(2)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method && strings.HasSuffix(r.URL.Path, path) {
				both.Done()
				both.Wait()
			}
			next.ServeHTTP(w, r)
		})
	}
}

// isTaken is what an apply says about a template whose name another has, with the same settings.
func isTaken(name, id string) string {
	return `Terraform could not create the OTP template "` + name + `".
		The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.
		Nothing was created.
		` + isHeld(name, id)
}

// isTakenAtPlan is what a plan says about it.
func isTakenAtPlan(name, id string) string {
	return `The plan creates the OTP template "` + name + `", but the account already has the template "` + name + `" (id ` + id + `). Names are unique, and the API deletes nothing.
		It has the settings of the configuration.`
}

func isHeld(name, id string) string {
	return `The template "` + name + `" (id ` + id + `) has that name. It has the settings of the configuration.
		- Choose another name.` + advice("template", "") + `
		import {
		  to = itniotech_otp_template.RESOURCE_NAME
		  id = "name=` + name + `"
		}`
}

// advice is what an apply says about a name that is taken, after the first.
func advice(short, hint string) string {
	return `
		- If the resource was renamed in the configuration, add a moved block.
		- If another resource gives this name up in the same change, add depends_on to this resource, so that Terraform changes that one first.
		- If this resource is replaced with create_before_destroy, the old ` + short + ` has the name until the new one exists. Give the new one another name,
		or remove the reason for the replacement, such as a taint.
		- If nothing manages that ` + short + ` (a destroy leaves it in the account), import it.` + hint
}

// appIsTaken is what is said about an application whose name another has.
func appIsTaken(name string) string {
	return `Terraform could not create the OTP application "` + name + `".
		The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.
		Nothing was created.
		Another application has that name. Its id is not known.
		- Choose another name.` + advice("application", " The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template.") + `
		import {
		  to = itniotech_otp_app.RESOURCE_NAME
		  id = "ID"
		}`
}

// contestant is an object that the account has and that a test changes by one attribute.
type contestant struct {
	address, id, attribute, update string
	config                         func(value int) string
	value                          func(*world) int64 // the account's
}

func contested() []contestant {
	return []contestant{
		{
			address: "itniotech_otp_app.login", id: "mRELxtHc", attribute: "code_expiry", update: updateApp,
			config: func(value int) string {
				return fmt.Sprintf("resource \"itniotech_otp_app\" \"login\" {\n  name = \"login\"\n  code_expiry = %d\n}\n", value)
			},
			value: func(w *world) int64 { return w.Apps()[0].CodeExpiry },
		},
		{
			address: "itniotech_otp_template.en", id: "100", attribute: "code_length", update: "/template/update/{templateId}",
			config: func(value int) string {
				return fmt.Sprintf("resource \"itniotech_otp_template\" \"en\" {\n  app_id = \"mRELxtHc\"\n  name = \"login-en\"\n  text = \"##code##\"\n  code_length = %d\n}\n", value)
			},
			value: func(w *world) int64 { return w.Templates()[0].CodeLength },
		},
	}
}

// path is where the object is updated.
func (c contestant) path() string {
	path, _, _ := strings.Cut(c.update, "{")
	return path + c.id
}

// adopt puts the object into the account, with 4 for its attribute, and into a state.
func (c contestant) adopt(t *testing.T, stages ...*stage) {
	t.Helper()
	for _, s := range stages {
		s.world.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 4})
		s.world.PutTemplate(simulator.Template{
			ID: 100, AppID: "mRELxtHc", Name: "login-en", Text: "##code##",
			CodeType: 1, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1,
		})
		s.run(t, 0, "import", "-input=false", c.address, c.id)
	}
}

// TestAccRace_update changes one object from two states at once: the last write wins, and the other state's next plan shows it.
func TestAccRace_update(t *testing.T) {
	t.Parallel()
	for _, c := range contested() {
		t.Run(c.address, func(t *testing.T) {
			t.Parallel()
			m, err := mirror()
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, together(http.MethodPut, c.path()))
			first, second := newStage(t, w, m, c.config(6)), newStage(t, w, m, c.config(8))
			c.adopt(t, first, second)
			one, other := first.start(t, apply...), second.start(t, apply...)
			first.end(t, one, 0)
			second.end(t, other, 0)
			winner, loser, lost := first, second, 8
			if c.value(w) == 8 {
				winner, loser, lost = second, first, 6
			}
			winner.converged(t)
			loser.expectState(t, c.address)
			shown := strings.Join(strings.Fields(loser.run(t, 2, append(plan, "-detailed-exitcode", "-no-color")...).Stdout), " ")
			if want := fmt.Sprintf("~ %s = %d -> %d", c.attribute, c.value(w), lost); !strings.Contains(shown, want) {
				t.Errorf("the plan does not show %q, but\n%s", want, shown)
			}
			if updates := w.calls(http.MethodPut, c.update); updates != 2 {
				t.Errorf("%d updates were sent, want 2", updates)
			}
		})
	}
}

// TestAccRace applies two states with the same name at once: one gets it, and the other is told who has it.
func TestAccRace(t *testing.T) {
	t.Parallel()
	const ofOurs = "resource \"itniotech_otp_template\" \"en\" {\n  app_id = \"mRELxtHc\"\n  name = \"login-en\"\n  text = \"##code##\"\n}\n"
	for name, test := range map[string]struct{ path, config, says string }{
		"app":      {addApp, app("login", "login"), appIsTaken("login")},
		"template": {addTemplate, ofOurs, isTaken("login-en", "455")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := mirror()
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, together(http.MethodPost, test.path))
			if name == "template" {
				w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login"})
			}
			winner, loser := newStage(t, w, m, test.config), newStage(t, w, m, test.config)
			won, lost := winner.start(t, apply...), loser.start(t, apply...)
			if result, err := won.Wait(); err == nil && result.ExitCode != 0 {
				winner, loser, won, lost = loser, winner, lost, won
			}
			winner.end(t, won, 0)
			result := loser.end(t, lost, 1)
			loser.expectState(t)
			state := winner.state(t)
			if len(state) != 1 || !slices.Contains(w.ids(), state[0].ID) {
				t.Errorf("the state has %v, the account %v", state, w.ids())
			}
			expectError(t, result, test.says)
			winner.converged(t)
		})
	}
}
