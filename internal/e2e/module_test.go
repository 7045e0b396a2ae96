package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// exampleModule is the module of the examples.
var exampleModule = os.DirFS(filepath.Join("..", "..", "examples", "module"))

// newModule makes a stage with a module. Without a world its account is not to be reached.
func newModule(t *testing.T, w *world, files fs.FS) *stage {
	t.Helper()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	options := workspace.Options{CLI: cli(), Mirror: m}
	if w != nil {
		options.BaseURL = w.address
	}
	ws, err := workspace.New(t.TempDir(), options)
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.Copy(files); err != nil {
		t.Fatal(err)
	}
	if err := ws.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &stage{Workspace: ws, world: w}
}

// test runs the module's tests, of which those in the files have to pass.
func (s *stage) test(t *testing.T, files []string, args ...string) {
	t.Helper()
	runs := 0
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(s.Dir, file))
		if err != nil {
			t.Fatal(err)
		}
		runs += strings.Count("\n"+string(text), "\nrun \"")
	}
	result := s.run(t, 0, append([]string{"test"}, args...)...)
	if want := fmt.Sprintf("Success! %d passed, 0 failed.", runs); runs == 0 || !strings.Contains(result.Stdout, want) {
		t.Errorf("the tests do not say %q:\n%s", want, result.Stdout)
	}
}

// TestAccModule runs all tests of the module in one account.
func TestAccModule(t *testing.T) {
	t.Parallel()
	s := newModule(t, newWorld(t), exampleModule)
	files, err := fs.Glob(os.DirFS(s.Dir), "tests/*.tftest.hcl")
	if err != nil {
		t.Fatal(err)
	}
	s.test(t, files)
	var names []string
	for _, app := range s.world.Apps() {
		names = append(names, app.Name)
		if app.Name == "test-login" && (app.CodeExpiry != 10 || app.PeriodPhoneSendLimit.Enabled || app.PeriodTotalSendLimit.Limit != 10000) {
			t.Errorf("the account has %+v, want it as the last run left it", app)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"login-de", "login-sg", "test-login"}) {
		t.Errorf("the account has %q", names)
	}
	if templates, flows := len(s.world.Templates()), len(s.world.Flows()); templates != 6 || flows != 3 {
		t.Errorf("the account has %d templates and %d task flows", templates, flows)
	}
}

// TestAccModule_mocks runs the tests with a mocked provider, without credentials.
func TestAccModule_mocks(t *testing.T) {
	t.Parallel()
	s := newModule(t, nil, exampleModule)
	for _, file := range []string{"tests/mocks.tftest.hcl", "tests/validation.tftest.hcl"} {
		s.test(t, []string{file}, "-filter="+file)
	}
}

// TestAccModule_example applies the module as it is used.
func TestAccModule_example(t *testing.T) {
	t.Parallel()
	s := newModule(t, newWorld(t), exampleModule)
	s.Dir = filepath.Join(s.Dir, "examples", "countries")
	if err := s.Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run(t, 0, apply...)
	s.converged(t)
	if apps, templates, flows := len(s.world.Apps()), len(s.world.Templates()), len(s.world.Flows()); apps != 2 || templates != 4 || flows != 2 {
		t.Errorf("the account has %d applications, %d templates and %d task flows", apps, templates, flows)
	}
}

// TestAccGuide_testing runs the tests of the guide as it says.
func TestAccGuide_testing(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "testing.md")
	files := fstest.MapFS{}
	for _, name := range []string{"main.tf", "tests/simulator.tftest.hcl", "tests/mocks.tftest.hcl"} {
		if g.files[name] == "" {
			t.Fatalf("the guide has no %s", name)
		}
		files[name] = &fstest.MapFile{Data: []byte(g.files[name]), Mode: 0o600}
	}
	s := newModule(t, newWorld(t), files)
	s.test(t, []string{"tests/simulator.tftest.hcl", "tests/mocks.tftest.hcl"})
	if templates := s.world.Templates(); len(templates) != 1 || templates[0].Text != "##code## is your code." {
		t.Errorf("the account has %+v", templates)
	}
	words := strings.Fields(g.commands[3][0])
	newModule(t, nil, files).test(t, []string{"tests/mocks.tftest.hcl"}, words[2:]...)
	if install := g.commands[2][0]; !strings.Contains(install, workspace.Provider+"@") {
		t.Errorf("the guide installs %s", install)
	}
}

// TestAccGuide_testingTime runs the guide's tests of a task flow, an expiry and a limit, for which nobody waits.
func TestAccGuide_testingTime(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "testing.md")
	files := fstest.MapFS{}
	for name, text := range g.files {
		if name, isOf := strings.CutPrefix(name, "fallback/"); isOf {
			files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o600}
		}
	}
	s := newModule(t, newWorldOf(t, simulator.Options{Undeliverable: func(_, channel string) bool { return channel == "sms" }}), files)
	s.run(t, 0, "get")
	s.test(t, []string{"tests/fallback.tftest.hcl"})
	var sent []string
	for _, message := range s.world.Outbox() {
		sent = append(sent, message.Channel)
	}
	if !slices.Equal(sent, []string{"sms", "call", "sms"}) {
		t.Errorf("sent %q", sent)
	}
}
