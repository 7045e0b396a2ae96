package e2e

import (
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

// isTaken is what is said about a template whose name another has, with the same settings.
func isTaken(name, id string) string {
	return `Terraform could not create the OTP template "` + name + `".
		The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.
		Nothing was created.
		The template with the id ` + id + ` has the name. It has the settings of the configuration. If Terraform manages it under another address, because the resource was renamed, use a moved block. If nothing manages it, import it, or choose another name:
		import {
		  to = itniotech_otp_template.RESOURCE_NAME
		  id = "` + id + `"
		}`
}

// TestAccRace applies two states with the same name at once: one gets it, and the other is told who has it.
func TestAccRace(t *testing.T) {
	t.Parallel()
	const ofOurs = "resource \"itniotech_otp_template\" \"en\" {\n  app_id = \"mRELxtHc\"\n  name = \"login-en\"\n  text = \"##code##\"\n}\n"
	for name, test := range map[string]struct{ path, config, says string }{
		"app": {addApp, app("login", "login"), `Terraform could not create the OTP application "login".
			The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.
			Nothing was created.
			The application that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, or it may be managed by another resource or another state. Choose another name; or rename the resource in the configuration with a moved block, if it is the same application; or, if nothing else manages it, import it. ITNIO Tech's console shows each application's id; the API cannot list applications.
			import {
			  to = itniotech_otp_app.RESOURCE_NAME
			  id = "ID"
			}`},
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
