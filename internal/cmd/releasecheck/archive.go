package main

import (
	"archive/zip"
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// program is the name of the binary in an archive, which the CLI finds it by.
func (d *dist) program(t target) string {
	name := project + "_v" + d.version
	if t.os == "windows" {
		name += ".exe"
	}
	return name
}

// checkArchive looks at what is in an archive, and at how its binary was built.
func (d *dist) checkArchive(t target) error {
	content, err := fs.ReadFile(d.files, d.archive(t))
	if err != nil {
		return err
	}
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return fmt.Errorf("%s: %w", d.archive(t), err)
	}
	var problems []error
	var names []string
	for _, file := range reader.File {
		names = append(names, file.Name)
		if file.Name != d.program(t) {
			continue
		}
		if file.Mode().Perm() != 0o755 {
			problems = append(problems, fmt.Errorf("%s: %s has the mode %s", d.archive(t), file.Name, file.Mode()))
		}
		if err := d.checkBinary(t, file); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", d.archive(t), err))
		}
	}
	slices.Sort(names)
	if want := []string{"LICENSE", d.program(t)}; !slices.Equal(names, want) {
		problems = append(problems, fmt.Errorf("%s has %q, want %q", d.archive(t), names, want))
	}
	return errors.Join(problems...)
}

// checkBinary reads what Go has noted in a binary.
func (d *dist) checkBinary(t target, file *zip.File) error {
	opened, err := file.Open()
	if err != nil {
		return err
	}
	binary, err := io.ReadAll(opened)
	if err != nil {
		return err
	}
	info, err := buildinfo.Read(bytes.NewReader(binary))
	if err != nil {
		return err
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	var problems []error
	for key, want := range map[string]string{
		"-trimpath": "true", "CGO_ENABLED": "0", "GOOS": t.os, "GOARCH": t.arch, "vcs": "git", "vcs.modified": "false",
	} {
		if got := settings[key]; got != want {
			problems = append(problems, fmt.Errorf("%s is %q, want %q", key, got, want))
		}
	}
	// With -trimpath Go does not note the flags of the linker, so the version itself has to be found.
	if !bytes.Contains(binary, []byte(d.version)) {
		problems = append(problems, fmt.Errorf("the version %s is not in it", d.version))
	}
	return errors.Join(problems...)
}

// checkSBOM has a bill name the version, Go's own library and the one that the provider is built on.
func (d *dist) checkSBOM(t target) error {
	content, err := fs.ReadFile(d.files, d.sbom(t))
	if err != nil {
		return err
	}
	var bill struct {
		Format   string `json:"bomFormat"`
		Metadata struct {
			Component struct{ Name, Version string } `json:"component"`
		} `json:"metadata"`
		Components []struct{ Name string } `json:"components"`
	}
	if err := json.Unmarshal(content, &bill); err != nil {
		return fmt.Errorf("%s: %w", d.sbom(t), err)
	}
	var problems []error
	main := bill.Metadata.Component
	if bill.Format != "CycloneDX" || !strings.HasSuffix(main.Name, project) || main.Version != "v"+d.version {
		problems = append(problems, fmt.Errorf("%s is in the form %q and for %s %s", d.sbom(t), bill.Format, main.Name, main.Version))
	}
	for _, module := range []string{"std", "github.com/hashicorp/terraform-plugin-framework"} {
		if !slices.ContainsFunc(bill.Components, func(c struct{ Name string }) bool { return c.Name == module }) {
			problems = append(problems, fmt.Errorf("%s lacks %s", d.sbom(t), module))
		}
	}
	return errors.Join(problems...)
}
