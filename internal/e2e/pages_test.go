package e2e

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// What the documentation is made of.
const (
	templates = "../../templates"
	docs      = "../../docs"
	quick     = "../../examples/quickstart/main.tf"
)

// codeBlock is a fenced block of a page.
type codeBlock struct {
	language string
	file     string // of the page's directory, "" for a block that stands alone
	text     string
	line     int // of the page, where the text begins
}

var (
	fence    = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?\n)```$")
	fileName = regexp.MustCompile(`^# ([\w./-]+\.\w+)\n`)
)

// codeBlocks are the fenced blocks of a page, in their order.
func codeBlocks(page string) []codeBlock {
	var blocks []codeBlock
	for _, at := range fence.FindAllStringSubmatchIndex(page, -1) {
		block := codeBlock{language: page[at[2]:at[3]], text: page[at[4]:at[5]], line: 1 + strings.Count(page[:at[4]], "\n")}
		if name := fileName.FindStringSubmatch(block.text); name != nil {
			block.file = name[1]
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// guides are the paths of all guides.
func guides(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(templates, "guides", "*.md"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%d guides, %v", len(found), err)
	}
	return found
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// draft is a configuration as a page has it at a line: its files by name.
type draft struct {
	line  int
	files map[string]string
}

// languages are those of blocks that have no configuration.
var languages = []string{"", "diff", "json", "shell", "text", "yaml"}

// drafts are the configurations of a page: each block that stands alone, and the page's directory at its end and
// each time that a later block replaces a file. Lists, which only newer CLIs read, are validated at the protocol.
func drafts(t *testing.T, page string, blocks []codeBlock) []draft {
	t.Helper()
	var all []draft
	directory := draft{files: map[string]string{}}
	for _, block := range blocks {
		text := strings.Repeat("\n", block.line-1) + block.text // so that the CLI tells the lines of the page
		switch {
		case slices.Contains(languages, block.language), strings.HasSuffix(block.file, ".tfquery.hcl"):
		case block.language != "hcl" && block.language != "terraform":
			t.Errorf("%s:%d: a block of %q is not known to be validated or to need none", page, block.line, block.language)
		case block.file == "":
			all = append(all, draft{block.line, map[string]string{"main.tf": text}})
		case !strings.HasSuffix(block.file, ".tf") && !strings.HasSuffix(block.file, ".tftest.hcl"):
			t.Errorf("%s:%d: %s is of a kind that is not validated", page, block.line, block.file)
		default:
			if directory.files[block.file] != "" {
				all = append(all, directory)
			}
			directory = draft{block.line, maps.Clone(directory.files)}
			directory.files[block.file] = text
		}
	}
	if len(directory.files) > 0 {
		all = append(all, directory)
	}
	return all
}

var (
	requires    = regexp.MustCompile(`(?m)^\s*required_providers\s*{`)
	callsModule = regexp.MustCompile(`(?m)^\s*module\s`)
)

// roots are the directories that the CLI has to run in, each with the text of its files. Tests may have one below.
func (d draft) roots() map[string]string {
	all := map[string]string{}
	for name, text := range d.files {
		root := filepath.Dir(name)
		if strings.HasSuffix(name, ".tftest.hcl") && filepath.Base(root) == "tests" {
			root = filepath.Dir(root)
		}
		all[root] += text
	}
	return all
}

// rewrite has a workspace hold these files and nothing else, but for what the CLI keeps at the top.
func rewrite(t *testing.T, w *workspace.Workspace, files map[string]string) {
	t.Helper()
	there, err := os.ReadDir(w.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range there {
		if entry.Name() == ".terraform" || entry.Name() == ".terraform.lock.hcl" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(w.Dir, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Join(w.Dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(name, text); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAccGuides_valid has the CLI validate all configurations of the guides.
func TestAccGuides_valid(t *testing.T) {
	t.Parallel()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range guides(t) {
		page := filepath.Base(path)
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			w, err := workspace.New(t.TempDir(), workspace.Options{CLI: cli(), Mirror: m})
			if err != nil {
				t.Fatal(err)
			}
			isReady := false // the top, which needs the same for each configuration that calls no module
			text := readFile(t, path)
			blocks := codeBlocks(text)
			if fences := strings.Count(text, "```"); fences != 2*len(blocks) {
				t.Errorf("%s has %d fences, and %d blocks that begin and end at the left", page, fences, len(blocks))
			}
			for _, d := range drafts(t, page, blocks) {
				files := maps.Clone(d.files)
				for root, text := range d.roots() {
					if !requires.MatchString(text) {
						files[filepath.Join(root, "required.tf")] = required
					}
				}
				rewrite(t, w, files)
				for root, text := range d.roots() {
					if !isReady || root != "." || callsModule.MatchString(text) {
						d.run(t, page, w, "-chdir="+root, "init", "-backend=false", "-input=false")
					}
					isReady = isReady || root == "."
					d.run(t, page, w, "-chdir="+root, "validate")
				}
			}
		})
	}
}

// run runs the CLI, which has to succeed.
func (d draft) run(t *testing.T, page string, w *workspace.Workspace, args ...string) {
	t.Helper()
	result, err := w.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	if result.ExitCode != 0 {
		t.Errorf("%s:%d (the lines that follow are the page's): %s\n%s%s", page, d.line, strings.Join(args, " "), result.Stdout, result.Stderr)
	}
}

// TestGuides_quickstart holds the first guide to the example, which is applied by other tests.
func TestGuides_quickstart(t *testing.T) {
	t.Parallel()
	for _, block := range codeBlocks(readFile(t, filepath.Join(templates, "guides", "getting-started.md"))) {
		if block.file == "main.tf" {
			if want := "# main.tf\n" + readFile(t, quick); block.text != want {
				t.Errorf("main.tf of the guide is not the example:\n%s", block.text)
			}
			return
		}
	}
	t.Error("the guide has no main.tf")
}

var (
	link    = regexp.MustCompile(`\]\(([^)#:]*)(#[^):]*)?\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	anchor  = regexp.MustCompile(`<a id="([^"]+)">`)
	dropped = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// sources are the pages of the documentation by their paths in docs, each as it is written: guides and the first page
// as templates, all others as they are generated.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"index.md": filepath.Join(templates, "index.md.tmpl")}
	for _, path := range guides(t) {
		all["guides/"+filepath.Base(path)] = path
	}
	pages, err := filepath.Glob(filepath.Join(docs, "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range pages {
		if dir := filepath.Base(filepath.Dir(path)); dir != "guides" {
			all[dir+"/"+filepath.Base(path)] = path
		}
	}
	return all
}

// anchors are what links to a page can end in.
func anchors(page string) []string {
	var all []string
	for _, match := range heading.FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		all = append(all, "#"+strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-"))
	}
	for _, match := range anchor.FindAllStringSubmatch(page, -1) {
		all = append(all, "#"+match[1])
	}
	return all
}

// published is where the pages are on GitHub. Links from and to the first page go there: Terraform's registry shows that
// page under an address that ends in /docs, where relative links lead one step too high. From other pages relative links
// work there, and it drops their .md.
const published = "](https://github.com/itniotech/terraform-provider-itniotech/blob/main/docs/"

// TestPages_links follows the links between the pages.
func TestPages_links(t *testing.T) {
	t.Parallel()
	all := sources(t)
	for _, page := range slices.Sorted(maps.Keys(all)) {
		text := fence.ReplaceAllString(readFile(t, all[page]), "")
		follow := func(from string, match []string) {
			target := page
			if match[1] != "" {
				target = filepath.ToSlash(filepath.Join(from, match[1]))
			}
			if all[target] == "" {
				t.Errorf("%s: %s leads to no page", page, match[0])
			} else if match[2] != "" && !slices.Contains(anchors(readFile(t, all[target])), match[2]) {
				t.Errorf("%s: %s leads to no heading", page, match[0])
			}
			if isRelative := from != "." && match[1] != ""; isRelative && (page == "index.md" || target == "index.md") {
				t.Errorf("%s: %s does not work in a registry", page, match[0])
			}
		}
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			follow("./"+filepath.Dir(page), match)
		}
		for _, part := range strings.Split(text, published)[1:] {
			follow(".", link.FindStringSubmatch("]("+part))
		}
	}
}
