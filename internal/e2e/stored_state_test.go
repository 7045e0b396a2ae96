package e2e

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// What "make state" sets.
var stateVersion = flag.String("state.version", "", "the version to store a state for; none by default")

// storedStates has a directory for each version, with the configuration, its state and the account that it is of.
const storedStates = "testdata/states"

// account is what an account had when a state was stored. Messages are not in it: a state keeps them permanently.
type account struct {
	Apps      []simulator.App
	Templates []simulator.Template
	Flows     []simulator.Flow
}

// newFarStage is a stage whose world is behind a proxy, so that its address is the same in every run.
func newFarStage(t *testing.T, m workspace.Mirror) *stage {
	t.Helper()
	w := newWorld(t)
	return newStage(t, w, m, "", "ITNIOTECH_BASE_URL=http://otp.test/otp", "HTTP_PROXY="+strings.TrimSuffix(w.address, "/otp"))
}

// TestAccStates has the provider read a state of every version, and one of its own. Nothing changes, one attribute of
// each type can be changed in place, and it is known which account an object was seen in.
func TestAccStates(t *testing.T) {
	t.Parallel()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "own")
	if *stateVersion != "" {
		own = filepath.Join(storedStates, strings.TrimPrefix(*stateVersion, "v"))
	}
	storeState(t, m, own)
	dirs := append(versions(t), own)
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			s := newFarStage(t, m)
			s.restore(t, dir)
			types := map[string]bool{}
			for _, object := range s.state(t) {
				name, _, _ := strings.Cut(object.Address, ".")
				types[name] = true
			}
			before := len(s.world.ids())

			unchanged := s.run(t, 0, append(plan, "-detailed-exitcode")...)
			expectQuiet(t, unchanged, `No changes\.`)
			change := s.run(t, 2, append(plan, "-detailed-exitcode", "-var=changed=true")...)
			expectQuiet(t, change, `Plan: 0 to add, [1-9][0-9]* to change, 0 to destroy\.`)
			for name := range types {
				expectQuiet(t, change, `# `+name+`\.\S+ will be updated in-place`)
			}
			s.expectGone(t)
			expectQuiet(t, s.run(t, 0, append(apply, "-var=changed=true")...), `Apply complete! Resources: 0 added, [1-9][0-9]* changed, 0 destroyed\.`)
			s.run(t, 0, append(plan, "-detailed-exitcode", "-var=changed=true")...)
			if now := len(s.world.ids()); now != before || len(s.world.Outbox()) > 0 {
				t.Errorf("there were %d objects, and now %d and %d messages", before, now, len(s.world.Outbox()))
			}
		})
	}
}

// expectGone takes applications away that nothing depends on, for the time of a plan. If the state did not tell that this
// is the account they were seen in, that would be an error.
func (s *stage) expectGone(t *testing.T) {
	t.Helper()
	gone := slices.DeleteFunc(s.world.Apps(), func(app simulator.App) bool {
		return slices.ContainsFunc(s.world.Templates(), func(template simulator.Template) bool { return template.AppID == app.ID })
	})
	for _, app := range gone {
		s.world.RemoveApp(app.ID)
	}
	if planned := s.run(t, 0, plan...); len(gone) == 0 || strings.Count(planned.Stdout, " Is Gone") != len(gone) {
		t.Errorf("%d applications are gone:\n%s", len(gone), planned.Stdout)
	}
	for _, app := range gone {
		s.world.PutApp(app)
	}
}

// versions are the directories of all versions that a state is stored of.
func versions(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(storedStates, "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no state is stored: %v", err)
	}
	return dirs
}

// expectQuiet fails if the CLI warned, or did not print what matches.
func expectQuiet(t *testing.T, result workspace.Result, pattern string) {
	t.Helper()
	if strings.Contains(result.Stdout, "Warning") || !regexp.MustCompile(pattern).MatchString(result.Stdout) {
		t.Errorf("warnings, or nothing like %q:\n%s", pattern, result.Stdout)
	}
}

// storeState applies a configuration with everything, and stores it in a directory with its state and account.
func storeState(t *testing.T, m workspace.Mirror, dir string) {
	t.Helper()
	config, err := os.ReadFile(filepath.Join("testdata", "state.tf"))
	if err != nil {
		t.Fatal(err)
	}
	s := newFarStage(t, m)
	if err := s.Write("main.tf", string(config)); err != nil {
		t.Fatal(err)
	}
	s.run(t, 0, apply...)
	s.run(t, 0, apply...) // by now the messages are delivered
	s.expectEverything(t)
	of := account{s.world.Apps(), s.world.Templates(), s.world.Flows()}
	text, err := json.MarshalIndent(of, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	state, err := os.ReadFile(filepath.Join(s.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	if *stateVersion != "" && !strings.Contains(string(state), "registry.terraform.io") {
		t.Fatal("states are stored by Terraform: OpenTofu reads those of both, and Terraform only its own. Set CLI.")
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"main.tf": config, "state.json": state, "account.json": append(text, '\n')} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// expectEverything fails unless the state has each type of the provider, and each of its attributes with a value.
func (s *stage) expectEverything(t *testing.T) {
	t.Helper()
	var printed struct {
		Schemas map[string]struct {
			Resources map[string]struct {
				Block struct{ Attributes map[string]any }
			} `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal([]byte(s.run(t, 0, "providers", "schema", "-json").Stdout), &printed); err != nil {
		t.Fatal(err)
	}
	var missing []string
	for _, schema := range printed.Schemas {
		for name, resource := range schema.Resources {
			for attribute := range resource.Block.Attributes {
				if strings.HasSuffix(strings.TrimSuffix(attribute, "_version"), "_wo") {
					continue // the state has none of a write-only value, which an older CLI cannot even set
				}
				if !slices.ContainsFunc(s.state(t), func(object instance) bool {
					return strings.HasPrefix(object.Address, name+".") && object.Values[attribute] != nil
				}) {
					missing = append(missing, name+"."+attribute)
				}
			}
		}
	}
	if len(missing) > 0 || len(printed.Schemas) != 1 {
		t.Errorf("testdata/state.tf says nothing about %v", missing)
	}
}

// restore puts what is stored in a directory into the stage and its world.
func (s *stage) restore(t *testing.T, dir string) {
	t.Helper()
	// git ignores files with the name of a state.
	for stored, name := range map[string]string{"main.tf": "main.tf", "state.json": "terraform.tfstate"} {
		text, err := os.ReadFile(filepath.Join(dir, stored))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(name, string(text)); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "account.json"))
	if err != nil {
		t.Fatal(err)
	}
	var of account
	if err := json.Unmarshal(text, &of); err != nil {
		t.Fatal(err)
	}
	for _, app := range of.Apps {
		s.world.PutApp(app)
	}
	for _, template := range of.Templates {
		s.world.PutTemplate(template)
	}
	for _, flow := range of.Flows {
		s.world.PutFlow(flow)
	}
}

// TestStates_tags has a state for each version that was released.
func TestStates_tags(t *testing.T) {
	t.Parallel()
	stored := map[string]bool{}
	for _, dir := range versions(t) {
		stored[filepath.Base(dir)] = true
	}
	all := maps.Clone(stored)
	all["1.0.0"] = true
	if missing := unstored("v1.0.0\nv1.0.1-rc.1\nv1.10.0\n", all); !slices.Equal(missing, []string{"v1.0.1-rc.1", "v1.10.0"}) {
		t.Errorf("missing are %v", missing)
	}
	if _, err := os.Stat(filepath.Join("..", "..", ".git")); err != nil {
		return // a copy without git's metadata has no tags either
	}
	tags, err := exec.CommandContext(t.Context(), "git", "tag", "--list", "v[0-9]*").Output()
	if err != nil {
		t.Fatal(err)
	}
	if missing := unstored(string(tags), stored); len(missing) > 0 {
		t.Errorf("no state is stored of %v. For each of them run: git switch --detach <tag>, make state VERSION=<version>", missing)
	}
}

// unstored are the tags of versions without a state.
func unstored(tags string, stored map[string]bool) []string {
	return slices.DeleteFunc(strings.Fields(tags), func(tag string) bool { return stored[strings.TrimPrefix(tag, "v")] })
}
