package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// run has the CLI install this machine's archive as a registry hands it out, and read the provider's schema. Then the
// CLI plans, and the provider tells the API its version.
func (d *dist) run(ctx context.Context, cli string) (err error) {
	scratch, err := os.MkdirTemp("", "itniotech-release-")
	if err != nil {
		return fmt.Errorf("making a scratch directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	mirror, err := workspace.InstallArchive(filepath.Join(scratch, "mirror"), filepath.Join(d.dir, d.archive(target{runtime.GOOS, runtime.GOARCH})))
	if err != nil {
		return err
	}
	account := simulator.New(simulator.Options{})
	account.PutApp(simulator.App{ID: "mRELxtHc", Name: "release", CodeExpiry: 5})
	var agent atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent.Store(r.UserAgent())
		account.ServeHTTP(w, r)
	}))
	defer server.Close()
	w, err := workspace.New(scratch, workspace.Options{CLI: cli, Mirror: mirror, BaseURL: server.URL + "/otp"})
	if err != nil {
		return err
	}
	if err := w.Write("main.tf", fmt.Sprintf(`
terraform {
  required_providers {
    itniotech = {
      source  = "itniotech/itniotech"
      version = %q
    }
  }
}

data "itniotech_otp_app" "this" {
  id = "mRELxtHc"
}
`, d.version)); err != nil {
		return err
	}
	if err := w.Init(ctx); err != nil {
		return err
	}
	if err := checkSchema(ctx, w); err != nil {
		return err
	}
	if _, err := succeed(ctx, w, "plan"); err != nil {
		return err
	}
	if got, want := fmt.Sprint(agent.Load()), project+"/"+d.version+" "; !strings.HasPrefix(got, want) {
		return fmt.Errorf("the provider calls itself %q, want %q", got, want)
	}
	return nil
}

// checkSchema reads the schema as an editor does.
func checkSchema(ctx context.Context, w *workspace.Workspace) error {
	printed, err := succeed(ctx, w, "providers", "schema", "-json")
	if err != nil {
		return err
	}
	var schemas struct {
		Providers map[string]struct {
			Resources map[string]json.RawMessage `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal([]byte(printed), &schemas); err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	for _, provider := range schemas.Providers {
		if provider.Resources["itniotech_otp_app"] != nil {
			return nil
		}
	}
	return errors.New("the provider's schema has no itniotech_otp_app")
}

func succeed(ctx context.Context, w *workspace.Workspace, args ...string) (string, error) {
	result, err := w.Run(ctx, args...)
	if err != nil {
		return "", err
	}
	if result.ExitCode != 0 {
		return "", fmt.Errorf("%s ended with %d:\n%s%s", args[0], result.ExitCode, result.Stdout, result.Stderr)
	}
	return result.Stdout, nil
}
