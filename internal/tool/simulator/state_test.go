package simulator

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestReadState refuses what is no state, in one line, and starts nothing.
func TestReadState(t *testing.T) {
	t.Parallel()
	const want = "want what \"terraform show -json\" prints of a state\n"
	for name, test := range map[string]struct{ text, want string }{
		"not JSON":      {"terraform", " is not JSON: " + want},
		"an array":      {"[]", " is not JSON: " + want},
		"a plan":        {`{"format_version":"1.2","resource_changes":[]}`, " is a plan: " + want},
		"an empty plan": {`{"format_version":"1.2","planned_values":{}}`, " is a plan: " + want},
		"a state file":  {`{"version":4,"lineage":"x"}`, " is a state file itself: " + want},
		"other JSON":    {`{}`, " is no state: " + want},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			code := Run(t.Context(), []string{"-state", path, "--", "echo"}, &stdout, &stderr)
			if code != 1 || stdout.Len() > 0 || stderr.String() != "simulator: "+path+test.want {
				t.Errorf("ended with %d, %q and %q", code, &stdout, &stderr)
			}
		})
	}
}

// TestRun_state serves the objects of a state, and says which.
func TestRun_state(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	const text = `{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"itniotech_otp_template.a","mode":"managed",
		"type":"itniotech_otp_template","name":"a","values":{"id":"455","app_id":"mRELxtHc","name":"login-en","text":"##code##"}}]}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for quiet, want := range map[string]string{"-quiet": "http://", "-quiet=false": "The simulator starts with 0 applications, 1 template, "} {
		var stdout, stderr bytes.Buffer
		code := Run(t.Context(), []string{"-state", path, quiet, "--", os.Args[0], "account", "0"}, &stdout, &stderr)
		if code != 0 || !strings.Contains(stdout.String(), `"name":"login-en"`) || !strings.HasPrefix(stderr.String(), want) {
			t.Errorf("ended with %d, %q and %q", code, &stdout, &stderr)
		}
	}
}

// What the state has in modules, and what other providers have, is told apart. An application that only a template
// knows is there, and so is an empty state.
func TestLoad(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text      string
		apps      []simulator.App
		templates []simulator.Template
		summary   string
	}{
		"empty": {`{"format_version":"1.0"}`, nil, nil, "The simulator starts with 0 applications, 0 templates, 0 task flows and 0 messages of the state.\n"},
		"modules": {
			`{"format_version":"1.0","values":{"root_module":{"resources":[
				{"address":"random_id.a","mode":"managed","type":"random_id","name":"a","values":{"id":"x"}},
				{"address":"itniotech_otp_flow.a","mode":"managed","type":"itniotech_otp_flow","name":"a","values":{"name":"lost"}}
			],"child_modules":[{"address":"module.m","resources":[
				{"address":"module.m.itniotech_otp_template.a","mode":"managed","type":"itniotech_otp_template","name":"a",
					"values":{"id":"455","app_id":"mRELxtHc","name":"text","text":"##code##","code_type":"unknown(9)","code_length":4}}
			]}]}}}`,
			[]simulator.App{{ID: "mRELxtHc", Name: "not in the state: mRELxtHc", CodeExpiry: 5}},
			[]simulator.Template{{ID: 455, AppID: "mRELxtHc", Name: "text", Text: "##code##", CodeType: 9, CodeLength: 4}},
			"The simulator starts with 0 applications, 1 template, 0 task flows and 0 messages of the state.\n" +
				"It has 1 application more, known only by the templates that belong to them.\nIt left out 1 object without an id.\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			found, err := load(path)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(found.apps, test.apps) || !reflect.DeepEqual(found.templates, test.templates) || found.summary() != test.summary {
				t.Errorf("%+v\n%s", found, found.summary())
			}
		})
	}
}
