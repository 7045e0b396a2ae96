package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// directory is where the files go.
type directory struct {
	path        string
	hasProvider bool            // a file says where the provider comes from, or is the one that would
	taken       map[string]bool // addresses of resources in its files
}

// open looks at a directory, which need not be there yet.
func open(path string) (*directory, error) {
	dir := &directory{path: path, taken: map[string]bool{}}
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == apps.file, name == templates.file, name == flows.file, name == importsFile:
			return nil, fmt.Errorf("%s is there already, and no file is overwritten", filepath.Join(path, name))
		case strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tofu"):
			dir.hasProvider = dir.hasProvider || name == versionsFile
			if err := dir.look(filepath.Join(path, name)); err != nil {
				return nil, err
			}
		}
	}
	return dir, nil
}

// look notes what a file has that must not be there twice.
func (d *directory) look(path string) error {
	file, diags := hclparse.NewParser().ParseHCLFile(path)
	if diags.HasErrors() {
		return fmt.Errorf("%s cannot be read as configuration: %s", path, diags[0].Summary)
	}
	content, _, _ := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"}, {Type: "resource", LabelNames: []string{"type", "name"}},
	}})
	for _, block := range content.Blocks {
		if block.Type == "resource" {
			d.taken[block.Labels[0]+"."+block.Labels[1]] = true
			continue
		}
		inner, _, _ := block.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "required_providers"}}})
		d.hasProvider = d.hasProvider || len(inner.Blocks) > 0
	}
	return nil
}

// write writes all files or none, overwrites none, and returns their names.
func (d *directory) write(files []file) (written []string, err error) {
	_, statErr := os.Stat(d.path)
	defer func() {
		if err == nil {
			return
		}
		for _, name := range written {
			err = errors.Join(err, os.Remove(filepath.Join(d.path, name)))
		}
		if errors.Is(statErr, fs.ErrNotExist) {
			_ = os.Remove(d.path) // fails if somebody else put something there
		}
	}()
	if len(files) == 0 {
		return nil, nil
	}
	if err := os.MkdirAll(d.path, 0o755); err != nil { //nolint:gosec // configuration is no secret
		return nil, err
	}
	for _, file := range files {
		target, err := os.OpenFile(filepath.Join(d.path, file.name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // configuration is no secret
		if err != nil {
			return written, err
		}
		written = append(written, file.name)
		_, err = target.Write(file.text)
		if err := errors.Join(err, target.Close()); err != nil {
			return written, err
		}
	}
	return written, nil
}
