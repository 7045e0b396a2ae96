package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

// newSigner makes a key, which takes long.
func newSigner() (*openpgp.Entity, error) {
	return openpgp.NewEntity("release-check", "", "release-check@example.com", nil)
}

// signer is the key of all builds, and stranger is another one.
var signer, stranger = sync.OnceValues(newSigner), sync.OnceValues(newSigner)

// public writes a public key to a file.
func public(t *testing.T, of func() (*openpgp.Entity, error)) (file string) {
	t.Helper()
	key, err := of()
	if err != nil {
		t.Fatal(err)
	}
	var buffer bytes.Buffer
	text, err := armor.Encode(&buffer, openpgp.PublicKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Serialize(text); err != nil {
		t.Fatal(err)
	}
	if err := text.Close(); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "key.asc")
	if err := os.WriteFile(file, buffer.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// built makes what goreleaser makes, but for the binaries: a directory of files, signed by signer.
func built(t *testing.T, change func(files map[string][]byte)) *dist {
	t.Helper()
	root := t.TempDir()
	d := &dist{dir: filepath.Join(root, "dist"), version: "1.2.3"}
	files := map[string][]byte{"metadata.json": []byte(`{"version":"1.2.3"}`), "../" + manifest: []byte(`{"version":1,"metadata":{"protocol_versions":["6.0"]}}`)}
	for _, of := range targets() {
		files[d.archive(of)] = zipped(t, map[string]string{"LICENSE": "MPL", d.program(of): "no binary"})
		files[d.sbom(of)] = []byte(`{"bomFormat":"CycloneDX","metadata":{"component":{"name":"github.com/itniotech/terraform-provider-itniotech","version":"v1.2.3"}},
			"components":[{"name":"std"},{"name":"github.com/hashicorp/terraform-plugin-framework"}]}`)
	}
	var sums strings.Builder
	for _, name := range d.released() {
		content, ok := files[name]
		if !ok {
			content = files["../"+manifest]
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), name)
	}
	files[d.name("SHA256SUMS")] = []byte(sums.String())
	key, err := signer()
	if err != nil {
		t.Fatal(err)
	}
	var signature bytes.Buffer
	if err := openpgp.DetachSign(&signature, key, strings.NewReader(sums.String()), nil); err != nil {
		t.Fatal(err)
	}
	files[d.name("SHA256SUMS.sig")] = signature.Bytes()
	if change != nil {
		change(files)
	}
	if err := os.Mkdir(d.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(d.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := open(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(files)) { // the same each time
		content := files[name]
		header := &zip.FileHeader{Name: name}
		header.SetMode(0o755)
		file, err := archive.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(file, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func expectError(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestDist(t *testing.T) {
	t.Parallel()
	linux := target{"linux", "amd64"}
	first, key := built(t, nil), public(t, signer)
	archive, sbom, sums := first.archive(linux), first.sbom(linux), first.name("SHA256SUMS")
	for name, test := range map[string]struct {
		change                        func(files map[string][]byte)
		layout, signature, same, bill string
	}{
		"complete": {},
		"archive changed": {
			change: func(files map[string][]byte) { files[archive] = zipped(t, map[string]string{"README.md": ""}) },
			layout: "SHA256SUMS has another hash than that of " + archive, same: archive + " is not the same in the second build",
		},
		"archive lost": {
			change: func(files map[string][]byte) { delete(files, archive) },
			layout: archive + ": ", same: archive + ": ",
		},
		"archive not listed": {
			change: func(files map[string][]byte) {
				lines := strings.SplitAfter(string(files[sums]), "\n")
				files[sums] = []byte(strings.Join(lines[1:], ""))
			},
			layout: "SHA256SUMS lists\n", same: sums + " is not the same in the second build", signature: "the signature of SHA256SUMS",
		},
		"manifest for another protocol": {
			change: func(files map[string][]byte) {
				files["../"+manifest] = []byte(`{"version":1,"metadata":{"protocol_versions":["5.0"]}}`)
			},
			layout: `names the protocols ["5.0"], want 1 and 6.0`, same: "manifest.json is not the same in the second build",
		},
		"signature in text form": {
			change:    func(files map[string][]byte) { files[sums+".sig"] = []byte("-----BEGIN PGP SIGNATURE-----\n") },
			signature: "the signature of SHA256SUMS",
		},
		"bill of another version": {
			change: func(files map[string][]byte) {
				files[sbom] = bytes.ReplaceAll(files[sbom], []byte("v1.2.3"), []byte("v1.2.2"))
			},
			layout: "SHA256SUMS has another hash than that of " + sbom, same: sbom, bill: sbom + ` is in the form "CycloneDX" and for`,
		},
		"bill without the library": {
			change: func(files map[string][]byte) {
				files[sbom] = bytes.ReplaceAll(files[sbom], []byte("framework"), []byte("x"))
			},
			layout: "SHA256SUMS has another hash than that of " + sbom, same: sbom, bill: sbom + " lacks github.com/hashicorp/terraform-plugin-framework",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := built(t, test.change)
			expectError(t, d.checkLayout(), test.layout)
			expectError(t, d.checkSignature(key), test.signature)
			expectError(t, first.checkSame(d), test.same)
			expectError(t, d.checkSBOM(linux), test.bill)
		})
	}
}

func TestArchive(t *testing.T) {
	t.Parallel()
	this, other := target{runtime.GOOS, runtime.GOARCH}, target{"freebsd", "arm"}
	binary, err := os.ReadFile(os.Args[0]) //nolint:gosec // the test itself
	if err != nil {
		t.Fatal(err)
	}
	d := &dist{version: strings.Repeat("7.", 2) + "7"} // which the compiler does not put into the binary
	program := d.program(this)
	for name, test := range map[string]struct {
		of    target
		files map[string]string
		want  []string
	}{
		"no program": {this, map[string]string{"LICENSE": "", "README.md": ""}, []string{`has ["LICENSE" "README.md"], want ["LICENSE" "` + program + `"]`}},
		"no binary":  {this, map[string]string{"LICENSE": "", program: "#!/bin/sh"}, []string{"unrecognized file format"}},
		"built otherwise": {
			this,
			map[string]string{"LICENSE": "", program: string(binary)},
			[]string{`-trimpath is "", want "true"`, `vcs is "", want "git"`, `vcs.modified is "", want "false"`, fmt.Sprintf("the version %s is not in it", d.version)},
		},
		"for another system": {
			other,
			map[string]string{"LICENSE": "", d.program(other): string(binary)},
			[]string{fmt.Sprintf("GOOS is %q, want %q", runtime.GOOS, other.os), fmt.Sprintf("GOARCH is %q, want %q", runtime.GOARCH, other.arch)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &dist{version: d.version, files: fstest.MapFS{d.archive(test.of): {Data: zipped(t, test.files)}}}
			err := d.checkArchive(test.of)
			for _, want := range test.want {
				expectError(t, err, want)
			}
		})
	}
}

// TestArchive_mode refuses a program that nobody may run.
func TestArchive_mode(t *testing.T) {
	t.Parallel()
	d, this := &dist{version: "1.2.3"}, target{"linux", "amd64"}
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	if _, err := archive.Create(d.program(this)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	d.files = fstest.MapFS{d.archive(this): {Data: buffer.Bytes()}}
	expectError(t, d.checkArchive(this), d.program(this)+" has the mode -rw-rw-rw-")
}

// TestCheck wants two builds of one version, and tells all that is wrong with them.
func TestCheck(t *testing.T) {
	t.Parallel()
	first, key := built(t, nil), public(t, signer)
	other := built(t, func(files map[string][]byte) { files["metadata.json"] = []byte(`{"version":"1.2.4"}`) })
	expectError(t, check(t.Context(), "terraform", key, first.dir, other.dir), "the builds are 1.2.3 and 1.2.4")
	second := built(t, nil)
	_ = os.Remove(filepath.Join(second.dir, second.sbom(targets()[0])))
	err := check(t.Context(), "terraform", public(t, stranger), first.dir, second.dir)
	for _, want := range []string{"the signature of SHA256SUMS", second.sbom(targets()[0]) + ": ", "unrecognized file format"} {
		expectError(t, err, want)
	}
}
