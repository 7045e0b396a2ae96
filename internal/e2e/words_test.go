package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// avoided are words that a reader of a second language has to look up, or that nothing is known of, each with what to write.
var avoided = map[string]string{
	"anew": "again", "beside": "next to, with", "besides": "also", "deadly": "SIGKILL", "dear": "expensive",
	"for ever": "permanently", "mend": "fix", "mended": "fixed", "nothing of ours": "no package of this module",
	"whatever": "everything that", "whence": "from where", "whoever": "anyone who", "ways out": "a list of what to do",
	"as far as that": "leave it out", "should lack": "leave it out", "console": "no source describes one", "kin": "name them",
}

// longest is how many words a sentence may have.
const longest = 30

var (
	worded    = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}'’_-]*`)
	sentences = regexp.MustCompile(`[.!?](?:["”)*]*)(?:\s+|$)|\n\s*\n|\n\s*(?:[-*|]|\d+\.)\s|\s\|\s|\n#+\s`)
	code      = regexp.MustCompile("(?s)\n```.*?\n```|^---\n.*?\n---|`[^`\n]*`")
	target    = regexp.MustCompile(`\]\([^)]*\)`)
	quoted    = regexp.MustCompile(`"[^"]*"`)
	comments  = regexp.MustCompile(`(?s)<!--.*?-->`)
)

// exempt are files that are not held to the rules, each with a reason.
var exempt = map[string]string{
	"../object/policy.go": "one text says what a policy does to an object, its name and its id",
}

// allowed are beginnings of sentences that may be long, each with a reason.
var allowed = map[string]string{
	"x (String) The language of voice calls":     "a list of codes",
	"The language of voice calls":                "a list of codes",
	"x (String) What the last check of its code": "a list of words with their meanings",
	"x (String) What the check of":               "a list of words with their meanings",
}

// faultsOf are the avoided words and the long sentences of a text in plain words.
func faultsOf(text string) []string {
	var found []string
	lower := " " + strings.Join(worded.FindAllString(strings.ToLower(text), -1), " ") + " "
	for word, better := range avoided {
		if strings.Contains(lower, " "+word+" ") {
			found = append(found, "has the word "+strconv.Quote(word)+" (write: "+better+")")
		}
	}
	for _, sentence := range sentences.Split(text, -1) {
		if words := worded.FindAllString(sentence, -1); len(words) > longest && !isAllowed(sentence) {
			found = append(found, strconv.Itoa(len(words))+" words in a sentence: "+strings.Join(strings.Fields(sentence), " "))
		}
	}
	return found
}

func isAllowed(sentence string) bool {
	for beginning := range allowed {
		if strings.HasPrefix(strings.TrimLeft(sentence, "- \n"), beginning) {
			return true
		}
	}
	return false
}

// TestWords_pages holds what people read to plain words and to sentences of 30 words.
func TestWords_pages(t *testing.T) {
	t.Parallel()
	pages := []string{"../../README.md", "../../DESIGN.md", "../../CONTRIBUTING.md", "../../RELEASING.md", "../../SECURITY.md"}
	for _, pattern := range []string{"../../docs/*.md", "../../docs/*/*.md", "../../examples/*/README.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || found == nil {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		pages = append(pages, found...)
	}
	for _, page := range pages {
		if exempt[page] != "" {
			continue
		}
		text := readFile(t, page)
		text = target.ReplaceAllString(code.ReplaceAllString(comments.ReplaceAllString(text, ""), " x"), "]")
		for _, fault := range faultsOf(text) {
			t.Errorf("%s %s", filepath.ToSlash(page), fault)
		}
	}
}

// TestWords_diagnostics holds the texts of these packages to the same.
func TestWords_diagnostics(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"object", "explain", "message", "provider", "session", "attribute"} {
		files, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
		if err != nil || files == nil {
			t.Fatalf("%s: %v, %v", dir, files, err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") || exempt[filepath.ToSlash(path)] != "" {
				continue
			}
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range literals(t, path, source) {
				for _, fault := range faultsOf(code.ReplaceAllString(text, " x")) {
					t.Errorf("%s %s", filepath.ToSlash(path), fault)
				}
			}
		}
	}
}

// TestWords_comments holds the comments of all Go code to the same.
func TestWords_comments(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, group := range file.Comments {
			for _, fault := range faultsOf(quoted.ReplaceAllString(group.Text(), " x")) {
				t.Errorf("%s: a comment %s", filepath.ToSlash(path), fault)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// literals are the texts of a file: string literals, those that are joined by + as one.
func literals(t *testing.T, path string, source []byte) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(file, func(node ast.Node) bool {
		text, ok := joined(node)
		if ok && text != "" {
			all = append(all, text)
		}
		return !ok
	})
	return all
}

// joined is a text of one literal or of several with + between them; what is no literal stands as x.
func joined(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(node.Value)
		return text, node.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		left, isLeft := joined(node.X)
		right, isRight := joined(node.Y)
		if node.Op != token.ADD || !isLeft && !isRight {
			return "", false
		}
		if !isLeft {
			left = "x"
		}
		if !isRight {
			right = "x"
			if strings.HasSuffix(strings.TrimSpace(left), ".") {
				right = " x. " // what follows a sentence is one
			}
		}
		return left + right, true
	}
	return "", false
}

// TestWords_found finds what the other tests must not.
func TestWords_found(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", longest+1)
	for text, want := range map[string]int{
		"Short. And fine.": 0, "It is made anew.": 1, "Endear, mending.": 0, "Gone for\never": 1, long + ".": 1,
		"A short one. " + long: 1, strings.Repeat("word ", longest) + ". Next.": 0, "- " + strings.Repeat("a\n- ", 40): 0,
	} {
		if got := faultsOf(text); len(got) != want {
			t.Errorf("%q: %q, want %d", text, got, want)
		}
	}
}
