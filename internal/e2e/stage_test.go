// Package e2e tests the provider as a process of its own: the real CLI runs it against the simulator, and signals,
// crashes and faults come in between.
package e2e

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// scratch is where the provider is built; it ends with the tests.
var scratch string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "itniotech-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return m.Run()
}

// provider is the binary that all tests share.
var provider = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(scratch, "provider")
	return binary, workspace.Build(context.Background(), workspace.Provider, binary)
})

// mirror has the provider as it is.
var mirror = sync.OnceValues(func() (workspace.Mirror, error) {
	binary, err := provider()
	if err != nil {
		return workspace.Mirror{}, err
	}
	return workspace.Install(filepath.Join(scratch, "mirror"), binary)
})

// initialized is what init leaves behind for that mirror. It is the same for all configurations of this provider alone, and
// init takes half as long as a plan.
var initialized = sync.OnceValues(func() (fs.FS, error) {
	m, err := mirror()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(scratch, "initialized")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	ws, err := workspace.New(dir, workspace.Options{CLI: cli(), Mirror: m})
	if err != nil {
		return nil, err
	}
	if err := ws.Write("main.tf", required); err != nil {
		return nil, err
	}
	if err := ws.Init(context.Background()); err != nil {
		return nil, err
	}
	return os.DirFS(ws.Dir), os.Remove(filepath.Join(ws.Dir, "main.tf"))
})

// world is one account, simulated for one test.
type world struct {
	*simulator.Simulator
	address string

	mu         sync.Mutex
	signatures map[string]bool // of all calls, which the simulator does not keep
}

// newWorld starts a simulator, behind what is put before it. It ends with the test.
func newWorld(t *testing.T, before ...func(http.Handler) http.Handler) *world {
	t.Helper()
	return newWorldOf(t, simulator.Options{}, before...)
}

// newWorldOf is newWorld with an account that behaves otherwise.
func newWorldOf(t *testing.T, options simulator.Options, before ...func(http.Handler) http.Handler) *world {
	t.Helper()
	w := &world{Simulator: simulator.New(options), signatures: map[string]bool{}}
	var handler http.Handler = w.Simulator
	for _, wrap := range before {
		handler = wrap(handler)
	}
	address, stop, err := workspace.Serve(t.Context(), http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.signatures[r.Header.Get("Sign")] = true
		w.mu.Unlock()
		handler.ServeHTTP(rw, r)
	}))
	if err != nil {
		t.Fatal(err)
	}
	w.address = address
	t.Cleanup(func() {
		stop()
		for _, request := range w.Unexpected() {
			t.Errorf("called %s %s, which the API does not have", request.Method, request.Path)
		}
	})
	return w
}

// calls counts the calls of a route.
func (w *world) calls(method, path string) int {
	count := 0
	for _, request := range w.Requests() {
		if request.Method == method && request.Path == path {
			count++
		}
	}
	return count
}

// ids are the ids of all objects in the account.
func (w *world) ids() []string {
	var ids []string
	for _, app := range w.Apps() {
		ids = append(ids, app.ID)
	}
	for _, template := range w.Templates() {
		ids = append(ids, strconv.FormatInt(template.ID, 10))
	}
	return ids
}

// stage is a directory with a configuration and the CLI, for one world.
type stage struct {
	*workspace.Workspace
	world *world

	mu      sync.Mutex
	printed []string
}

// newStage makes an initialized stage. At the end of the test nothing on it may show a secret.
func newStage(t *testing.T, w *world, mirror workspace.Mirror, config string, env ...string) *stage {
	t.Helper()
	ws, err := workspace.New(t.TempDir(), workspace.Options{CLI: cli(), Mirror: mirror, BaseURL: w.address, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{Workspace: ws, world: w}
	s.configure(t, config)
	s.initialize(t, mirror)
	t.Cleanup(func() { s.checkSecrets(t) })
	return s
}

// initialize prepares a stage that has nothing but its configuration, which needs this provider alone.
func (s *stage) initialize(t *testing.T, m workspace.Mirror) {
	t.Helper()
	shared, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	if m != shared {
		if err := s.Init(t.Context()); err != nil {
			t.Fatal(err)
		}
		return
	}
	files, err := initialized()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Copy(files); err != nil {
		t.Fatal(err)
	}
}

// begin makes a world with one stage.
func begin(t *testing.T, config string) *stage {
	t.Helper()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	return newStage(t, newWorld(t), m, config)
}

// cli is the CLI that the scripts choose, else the one that the PATH has.
func cli() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// configure writes the configuration, with a provider that waits an hour for an answer: what ends earlier was ended.
func (s *stage) configure(t *testing.T, config string) {
	t.Helper()
	const patient = "provider \"itniotech\" {\n  request_timeout = \"1h\"\n}\n"
	if err := s.Write("main.tf", required+patient+config); err != nil {
		t.Fatal(err)
	}
}

const required = `
terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}
`

// patience is how long a CLI may take that hangs, so that one test fails and not all.
const patience = 5 * time.Minute

// start starts the CLI, which ends with the test at the latest.
func (s *stage) start(t *testing.T, args ...string) *workspace.Process {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	process, err := s.Start(ctx, args...)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		<-process.Done()
	})
	return process
}

// end waits for the CLI and for the exit code that it has to have.
func (s *stage) end(t *testing.T, process *workspace.Process, exitCode int) workspace.Result {
	t.Helper()
	result, err := process.Wait()
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.printed = append(s.printed, result.Stdout, result.Stderr)
	s.mu.Unlock()
	if result.ExitCode != exitCode {
		t.Fatalf("exit code %d, want %d\n%s%s", result.ExitCode, exitCode, result.Stdout, result.Stderr)
	}
	return result
}

// run runs the CLI to its end.
func (s *stage) run(t *testing.T, exitCode int, args ...string) workspace.Result {
	t.Helper()
	return s.end(t, s.start(t, args...), exitCode)
}

// What most tests run.
var (
	plan  = []string{"plan", "-input=false"}
	apply = []string{"apply", "-input=false", "-auto-approve"}
)

// converged fails unless the next plan has nothing to do.
func (s *stage) converged(t *testing.T) {
	t.Helper()
	s.run(t, 0, append(plan, "-detailed-exitcode")...)
}

// await waits until a route was called that many times while the CLI runs.
func (s *stage) await(t *testing.T, process *workspace.Process, count int, method, path string) {
	t.Helper()
	for s.world.calls(method, path) < count {
		select {
		case <-process.Done():
			result, _ := process.Wait()
			t.Fatalf("the CLI ended before call %d of %s %s\n%s%s", count, method, path, result.Stdout, result.Stderr)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
