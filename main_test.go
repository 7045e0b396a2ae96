package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// The test binary is its own provider: with envServe it serves, and with
// envStderr it runs itself like that and keeps in a file what it logs.
const (
	envServe  = "ITNIOTECH_TEST_SERVE"
	envStderr = "ITNIOTECH_TEST_STDERR"
)

func TestMain(m *testing.M) {
	if os.Getenv(envServe) != "" {
		main()
		os.Exit(0)
	}
	if path := os.Getenv(envStderr); path != "" {
		if err := serveLogged(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(run(m))
}

// scratch is where the mirror is; it ends with the tests.
var scratch string

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "itniotech-main-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return m.Run()
}

// initialized is what init leaves behind, with the test binary for a provider. All tests have the same, and the CLI takes
// its time to read a test binary.
var initialized = sync.OnceValues(func() (workspace.Mirror, error) {
	mirror, err := workspace.Install(filepath.Join(scratch, "mirror"), os.Args[0])
	if err != nil {
		return mirror, err
	}
	w, err := workspace.New(scratch, workspace.Options{CLI: cli(), Mirror: mirror})
	if err != nil {
		return mirror, err
	}
	if err := w.Write("main.tf", required); err != nil {
		return mirror, err
	}
	if err := w.Init(context.Background()); err != nil {
		return mirror, err
	}
	return mirror, os.Remove(filepath.Join(w.Dir, "main.tf"))
})

func cli() string { return cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform") }

const required = `
terraform {
  required_providers {
    itniotech = { source = "itniotech/itniotech" }
  }
}
`

func serveLogged(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // the test's own
	if err != nil {
		return err
	}
	provider := exec.Command(os.Args[0], os.Args[1:]...) //nolint:noctx // Terraform ends it
	provider.Env = append(os.Environ(), envServe+"=1")
	provider.Stdout, provider.Stderr = os.Stdout, io.MultiWriter(os.Stderr, file)
	return provider.Run()
}

// TestAccLogs asks for logs in every documented way, and compares what the
// provider writes, and of that what Terraform shows.
func TestAccLogs(t *testing.T) {
	t.Parallel()
	const trace, debug, none = "trace", "debug", ""
	for name, test := range map[string]struct {
		env []string
		// The most verbose lines that each logger writes.
		provider, protocol, framework string
		// Whether Terraform shows the provider's own lines.
		shown bool
	}{
		"nothing":              {nil, none, none, none, false},
		"TF_LOG_CORE":          {[]string{"TF_LOG_CORE=TRACE"}, none, none, none, false},
		"TF_LOG":               {[]string{"TF_LOG=TRACE"}, debug, trace, trace, true},
		"TF_LOG=DEBUG":         {[]string{"TF_LOG=DEBUG"}, debug, none, debug, true},
		"TF_LOG=JSON":          {[]string{"TF_LOG=JSON"}, debug, trace, trace, true},
		"TF_LOG_PROVIDER":      {[]string{"TF_LOG_PROVIDER=TRACE"}, debug, trace, trace, true},
		"TF_LOG_PROVIDER=OFF":  {[]string{"TF_LOG=TRACE", "TF_LOG_PROVIDER=OFF"}, none, none, none, false},
		"of this provider":     {[]string{"TF_LOG_PROVIDER_ITNIOTECH=DEBUG"}, debug, none, none, false},
		"TF_LOG_SDK":           {[]string{"TF_LOG_SDK=TRACE"}, none, trace, trace, false},
		"TF_LOG_SDK_PROTO":     {[]string{"TF_LOG_SDK_PROTO=TRACE"}, none, trace, none, false},
		"TF_LOG_SDK_FRAMEWORK": {[]string{"TF_LOG_SDK_FRAMEWORK=TRACE"}, none, none, trace, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, shown := logs(t, test.env...)
			want := map[string]string{"itniotech": test.provider, "sdk.proto": test.protocol, "sdk.framework": test.framework}
			maps.DeleteFunc(want, func(_, level string) bool { return level == none })
			if !maps.Equal(got, want) {
				t.Errorf("the provider wrote %v, want %v", got, want)
			}
			if shown != test.shown {
				t.Errorf("Terraform showed the provider's lines: %t, want %t", shown, test.shown)
			}
		})
	}
}

// TestAccLogs_protocolData asks for what Terraform and provider say to each other.
func TestAccLogs_protocolData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	logs(t, "TF_LOG_SDK_PROTO_DATA_DIR="+dir)
	files, err := filepath.Glob(filepath.Join(dir, "*ApplyResourceChange*"))
	if err != nil || len(files) == 0 {
		t.Errorf("found %v and error %v", files, err)
	}
}

// logs has Terraform make an application, and tells the level of the most
// verbose line of each logger, and if Terraform showed the provider's own.
func logs(t *testing.T, env ...string) (levels map[string]string, shown bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "stderr")
	// Programs with the race detector sleep for a second before they end.
	result := apply(t, append(env, envStderr+"="+file, "GORACE=atexit_sleep_ms=0")...)
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	levels = map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(written)); lines.Scan(); {
		var line struct {
			Level   string `json:"@level"`
			Module  string `json:"@module"`
			Message string `json:"@message"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Errorf("the provider wrote %q", lines.Text())
		}
		switch {
		case line.Module == "": // of the process itself
			if line.Message != "plugin address" && line.Message != "configuring server automatic mTLS" {
				t.Errorf("the provider wrote %q", lines.Text())
			}
		case levels[line.Module] != "trace":
			levels[line.Module] = line.Level
		}
	}
	return levels, strings.Contains(result.Stderr, "API call")
}

// apply has Terraform make an application.
func apply(t *testing.T, env ...string) workspace.Result {
	t.Helper()
	mirror, err := initialized()
	if err != nil {
		t.Fatal(err)
	}
	address, stop, err := workspace.Serve(t.Context(), simulator.New(simulator.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	w, err := workspace.New(t.TempDir(), workspace.Options{CLI: cli(), Mirror: mirror, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Copy(os.DirFS(filepath.Join(scratch, "config"))); err != nil {
		t.Fatal(err)
	}
	configuration := required + fmt.Sprintf(`
provider "itniotech" {
  api_key    = %q
  api_secret = %q
  base_url   = %q
}
resource "itniotech_otp_app" "this" {
  name = "example"
}
`, simulator.DefaultAPIKey, simulator.DefaultAPISecret, address)
	if err := w.Write("main.tf", configuration); err != nil {
		t.Fatal(err)
	}
	result, err := w.Run(t.Context(), "apply", "-auto-approve")
	if err != nil || result.ExitCode != 0 {
		t.Fatalf("terraform apply ended with %d and error %v:\n%s%s", result.ExitCode, err, result.Stdout, result.Stderr)
	}
	return result
}

// TestAccDebug attaches Terraform to a provider that serves for a debugger,
// where the terminal shows all logs.
func TestAccDebug(t *testing.T) {
	t.Parallel()
	var stderr strings.Builder
	provider := exec.CommandContext(t.Context(), os.Args[0], "-debug")
	provider.Env, provider.Stderr = append(os.Environ(), envServe+"=1"), &stderr
	stdout, err := provider.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := provider.Start(); err != nil {
		t.Fatal(err)
	}
	var attach string
	for lines := bufio.NewScanner(stdout); attach == "" && lines.Scan(); {
		_, attach, _ = strings.Cut(lines.Text(), "TF_REATTACH_PROVIDERS=")
	}
	// Without a host the address is that of each CLI's own registry.
	attach = strings.Replace(strings.Trim(attach, "'"), "registry.terraform.io/", "", 1)
	apply(t, "TF_REATTACH_PROVIDERS="+attach)
	if err := provider.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := provider.Wait(); err != nil {
		t.Error(err)
	}
	for _, logger := range []string{"itniotech", "sdk.proto", "sdk.framework"} {
		if !strings.Contains(stderr.String(), fmt.Sprintf(`"@module":%q`, logger)) {
			t.Errorf("%s wrote nothing to\n%s", logger, stderr.String())
		}
	}
}
