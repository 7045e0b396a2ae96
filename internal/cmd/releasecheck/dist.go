package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
)

const (
	project  = "terraform-provider-itniotech"
	manifest = "terraform-registry-manifest.json"
)

// target is what an archive is for.
type target struct{ os, arch string }

// targets are those that the CLIs are released for. They are told here once more, so that none gets lost.
func targets() []target {
	return []target{
		{"darwin", "amd64"},
		{"darwin", "arm64"},
		{"freebsd", "386"},
		{"freebsd", "amd64"},
		{"freebsd", "arm"},
		{"freebsd", "arm64"},
		{"linux", "386"},
		{"linux", "amd64"},
		{"linux", "arm"},
		{"linux", "arm64"},
		{"windows", "386"},
		{"windows", "amd64"},
		{"windows", "arm64"},
	}
}

// dist is what one run of goreleaser has made.
type dist struct {
	files   fs.FS
	dir     string
	version string
}

func open(dir string) (*dist, error) {
	d := &dist{files: os.DirFS(dir), dir: dir}
	text, err := fs.ReadFile(d.files, "metadata.json")
	if err != nil {
		return nil, fmt.Errorf("reading what was built: %w", err)
	}
	var metadata struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(text, &metadata); err != nil {
		return nil, fmt.Errorf("reading what was built: %w", err)
	}
	d.version = metadata.Version
	return d, nil
}

// name is that of a file that the registries look for.
func (d *dist) name(suffix string) string { return project + "_" + d.version + "_" + suffix }

func (d *dist) archive(t target) string { return d.name(t.os + "_" + t.arch + ".zip") }

func (d *dist) sbom(t target) string { return d.name(t.os + "_" + t.arch + ".cdx.json") }

// released are the files that SHA256SUMS has to list, in order.
func (d *dist) released() []string {
	names := []string{d.name("manifest.json")}
	for _, t := range targets() {
		names = append(names, d.archive(t), d.sbom(t))
	}
	slices.Sort(names)
	return names
}

// read reads a file by the name that it is released under. goreleaser leaves the manifest where it is.
func (d *dist) read(name string) ([]byte, error) {
	if name == d.name("manifest.json") {
		return os.ReadFile(filepath.Join(d.dir, "..", manifest))
	}
	return fs.ReadFile(d.files, name)
}

// checkLayout compares what is there with what has to be, and the hashes with the files.
func (d *dist) checkLayout() error {
	sums, err := fs.ReadFile(d.files, d.name("SHA256SUMS"))
	if err != nil {
		return err
	}
	var problems []error
	var listed []string
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed = append(listed, name)
		content, err := d.read(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != sum {
			problems = append(problems, fmt.Errorf("SHA256SUMS has another hash than that of %s", name))
		}
	}
	slices.Sort(listed)
	if want := d.released(); !slices.Equal(listed, want) {
		problems = append(problems, fmt.Errorf("SHA256SUMS lists\n%s\nwant\n%s", strings.Join(listed, "\n"), strings.Join(want, "\n")))
	}
	content, err := d.read(d.name("manifest.json"))
	if err != nil {
		return errors.Join(append(problems, err)...)
	}
	var registry struct {
		Version  int `json:"version"`
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(content, &registry); err != nil {
		problems = append(problems, fmt.Errorf("%s: %w", manifest, err))
	}
	if registry.Version != 1 || !slices.Equal(registry.Metadata.Protocols, []string{"6.0"}) {
		problems = append(problems,
			fmt.Errorf("%s is of version %d and names the protocols %q, want 1 and 6.0", manifest, registry.Version, registry.Metadata.Protocols))
	}
	return errors.Join(problems...)
}

// checkSignature verifies the signature of SHA256SUMS as the CLI does, which takes none in text form.
func (d *dist) checkSignature(key string) error {
	armored, err := os.ReadFile(key) //nolint:gosec // the person who checks chooses the key
	if err != nil {
		return fmt.Errorf("reading the key: %w", err)
	}
	ring, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armored))
	if err != nil {
		return fmt.Errorf("reading the key: %w", err)
	}
	sums, err := fs.ReadFile(d.files, d.name("SHA256SUMS"))
	if err != nil {
		return err
	}
	signature, err := fs.ReadFile(d.files, d.name("SHA256SUMS.sig"))
	if err != nil {
		return err
	}
	if _, err := openpgp.CheckDetachedSignature(ring, bytes.NewReader(sums), bytes.NewReader(signature), nil); err != nil {
		return fmt.Errorf("the signature of SHA256SUMS: %w", err)
	}
	return nil
}

// checkSame compares two builds of one commit. A signature holds the time, and so differs.
func (d *dist) checkSame(other *dist) error {
	var problems []error
	for _, name := range append(d.released(), d.name("SHA256SUMS")) {
		a, err := d.read(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		b, err := other.read(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if !bytes.Equal(a, b) {
			problems = append(problems, fmt.Errorf("%s is not the same in the second build", name))
		}
	}
	return errors.Join(problems...)
}
