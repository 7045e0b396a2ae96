package workspace

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Provider is the package that Build builds the provider from.
const Provider = "github.com/itniotech/terraform-provider-itniotech"

// version is what gets installed; any would do.
const version = "0.0.1"

// Mirror is a directory that stands in for the registries of Terraform and OpenTofu. It has one version of one
// provider, itniotech/itniotech. Unlike a development override it makes the CLI warn only once, in the output of init.
type Mirror struct{ dir string }

// Build builds a package of this module. It has to run in a directory of the module.
func Build(ctx context.Context, pkg, binary string) error {
	// What debuggers need takes time to link, and the CLI reads it in each run; a release goes without as well.
	return quietly(exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", binary, pkg)) //nolint:gosec // of this module
}

// Install makes a mirror of a binary in a directory, which need not exist.
func Install(dir, binary string) (Mirror, error) {
	name := "terraform-provider-itniotech_v" + version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return fill(dir, filepath.Join(version, runtime.GOOS+"_"+runtime.GOARCH, name), binary)
}

// InstallArchive makes a mirror of a released archive, whose name tells its version, in a directory, which need not exist.
func InstallArchive(dir, archive string) (Mirror, error) {
	return fill(dir, filepath.Base(archive), archive)
}

// fill copies a file to where the CLI looks for the provider.
func fill(dir, name, source string) (Mirror, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Mirror{}, fmt.Errorf("finding the mirror: %w", err)
	}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		if err := copyProgram(filepath.Join(dir, host, "itniotech", "itniotech", name), source); err != nil {
			return Mirror{}, fmt.Errorf("filling the mirror: %w", err)
		}
	}
	return Mirror{dir}, nil
}

// BuildAndInstall makes a mirror of the provider as it is in the source.
func BuildAndInstall(ctx context.Context, dir string) (Mirror, error) {
	scratch, err := os.MkdirTemp("", "itniotech-build-")
	if err != nil {
		return Mirror{}, fmt.Errorf("making a scratch directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	binary := filepath.Join(scratch, "provider")
	if err := Build(ctx, Provider, binary); err != nil {
		return Mirror{}, err
	}
	return Install(dir, binary)
}

// settings are those of a CLI that installs from the mirror alone.
func (m Mirror) settings() []byte {
	return fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(m.dir))
}

func copyProgram(target, source string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	in, err := os.Open(source) //nolint:gosec // the one who makes a mirror chooses the binary
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(target, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o700) //nolint:gosec // a program has to be executable
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close() // it is of no use
		return err
	}
	return out.Close()
}
