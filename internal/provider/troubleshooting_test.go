package provider

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// troubleshooting are the tables of the guide, by rows and cells, but for the one of Terraform's own errors.
func troubleshooting(t *testing.T) [][]string {
	t.Helper()
	page, err := os.ReadFile("../../templates/guides/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	isOurs := true
	for line := range strings.Lines(string(page)) {
		if heading, isHeading := strings.CutPrefix(line, "## "); isHeading {
			isOurs = strings.TrimSpace(heading) != "Terraform's own errors"
		}
		if cells, isRow := strings.CutPrefix(strings.TrimSpace(line), "| "); isRow && isOurs {
			rows = append(rows, strings.Split(strings.TrimSuffix(cells, " |"), " | "))
		}
	}
	return rows
}

// TestTroubleshooting_statuses holds the guide to the statuses that the client knows, and to what they mean.
func TestTroubleshooting_statuses(t *testing.T) {
	t.Parallel()
	var want, got []string
	for status := otp.Status(1000); status >= -1000; status-- {
		if meaning := status.Meaning(); meaning != otp.Status(1000).Meaning() {
			want = append(want, fmt.Sprintf("%d: %s", int64(status), meaning))
		}
	}
	for _, row := range troubleshooting(t) {
		if _, err := strconv.Atoi(row[0]); err != nil {
			continue
		}
		if len(row) != 4 || slices.Contains(row, "") {
			t.Errorf("the row has %d cells, or an empty one: %q", len(row), row)
			continue
		}
		got = append(got, row[0]+": "+row[1])
	}
	if !slices.Equal(got, want) {
		t.Errorf("statuses:\n   got %q\n  want %q", got, want)
	}
}

var quotes = regexp.MustCompile("`([^`]+)`")

// TestTroubleshooting_summaries compares the summaries that the guide quotes with those that the source can make.
func TestTroubleshooting_summaries(t *testing.T) {
	t.Parallel()
	var quoted []string
	for _, row := range troubleshooting(t) {
		for _, quote := range quotes.FindAllStringSubmatch(row[0], -1) {
			quoted = append(quoted, quote[1])
		}
	}
	made := newSource(t).summaries()
	for _, summary := range quoted {
		if !slices.Contains(made, summary) {
			t.Errorf("the provider has no error or warning %q", summary)
		}
	}
	for _, summary := range made {
		if isText := strings.Trim(summary, some) != ""; isText && !slices.Contains(quoted, summary) {
			t.Errorf("the guide has no row for %q", summary)
		}
	}
}

// sources are the packages that errors and warnings are written in.
var sources = []string{"provider", "object", "message", "session", "explain", "attribute"}

// source is those packages as they are written.
type source struct {
	constants map[string]ast.Expr
	functions map[string][]*ast.FuncDecl
	calls     map[string][]place // by the name of what is called
}

// place is an expression in a function.
type place struct {
	in *ast.FuncDecl
	at ast.Expr
}

func newSource(t *testing.T) *source {
	t.Helper()
	var files []string
	for _, folder := range sources {
		found, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", folder, len(found), err)
		}
		files = append(files, found...)
	}
	s := &source{map[string]ast.Expr{}, map[string][]*ast.FuncDecl{}, map[string][]place{}}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range parsed.Decls {
			s.add(declaration)
		}
	}
	return s
}

func (s *source) add(declaration ast.Decl) {
	switch declaration := declaration.(type) {
	case *ast.GenDecl:
		for _, spec := range declaration.Specs {
			if values, ok := spec.(*ast.ValueSpec); ok && declaration.Tok == token.CONST {
				for i, value := range values.Values {
					s.constants[values.Names[i].Name] = value
				}
			}
		}
	case *ast.FuncDecl:
		s.functions[declaration.Name.Name] = append(s.functions[declaration.Name.Name], declaration)
		ast.Inspect(declaration, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				s.calls[callee(call)] = append(s.calls[callee(call)], place{declaration, call})
			}
			return true
		})
	}
}

// callee is the name of what is called, without what it belongs to.
func callee(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		return function.Sel.Name
	}
	return ""
}

// some stands for what only the run knows.
const some = "…"

// somes are the same to a reader: a plural, or an object's noun and its id.
var somes = regexp.MustCompile(some + `(s\b| ` + some + `)*`)

// summaries are the first lines of all errors and warnings.
func (s *source) summaries() []string {
	var all []string
	for name, argument := range map[string]int{
		"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
		"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	} {
		all = append(all, s.arguments(name, argument)...)
	}
	for i, summary := range all {
		all[i] = somes.ReplaceAllString(summary, some)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// arguments are the texts that a function is called with at an index.
func (s *source) arguments(function string, index int) []string {
	var all []string
	for _, call := range s.calls[function] {
		if arguments := call.at.(*ast.CallExpr).Args; index < len(arguments) {
			all = append(all, s.texts(place{call.in, arguments[index]})...)
		}
	}
	return all
}

var verbs = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

// texts are what an expression can come to.
func (s *source) texts(of place) []string {
	switch expression := of.at.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expression.Value); err == nil {
			return []string{text}
		}
	case *ast.BinaryExpr:
		var all []string
		for _, left := range s.texts(place{of.in, expression.X}) {
			for _, right := range s.texts(place{of.in, expression.Y}) {
				all = append(all, left+right)
			}
		}
		return all
	case *ast.Ident:
		return s.named(of.in, expression.Name)
	case *ast.SelectorExpr: // a constant of another package
		if value := s.constants[expression.Sel.Name]; value != nil {
			return s.texts(place{of.in, value})
		}
	case *ast.CallExpr:
		if callee(expression) == "string" { // a conversion
			return s.texts(place{of.in, expression.Args[0]})
		}
		return s.returned(of.in, expression)
	}
	return []string{some}
}

// named are what a constant, a parameter or a variable of a function can be.
func (s *source) named(in *ast.FuncDecl, name string) []string {
	if value := s.constants[name]; value != nil {
		return s.texts(place{in, value})
	}
	index := 0
	for _, field := range in.Type.Params.List {
		for _, parameter := range field.Names {
			if parameter.Name == name {
				return s.arguments(in.Name.Name, index)
			}
			index++
		}
	}
	var all []string
	ast.Inspect(in, func(node ast.Node) bool {
		if set, ok := node.(*ast.AssignStmt); ok && (set.Tok == token.DEFINE || set.Tok == token.ASSIGN) && len(set.Lhs) == len(set.Rhs) {
			for i, variable := range set.Lhs {
				if variable, ok := variable.(*ast.Ident); ok && variable.Name == name {
					all = append(all, s.texts(place{in, set.Rhs[i]})...)
				}
			}
		}
		return true
	})
	if all == nil {
		all = []string{some}
	}
	return all
}

// returned are what a call of fmt.Sprintf or of a function that only returns can come to.
func (s *source) returned(in *ast.FuncDecl, call *ast.CallExpr) []string {
	if callee(call) == "Sprintf" {
		var all []string
		for _, format := range s.texts(place{in, call.Args[0]}) {
			all = append(all, verbs.ReplaceAllString(format, some))
		}
		return all
	}
	for _, function := range s.functions[callee(call)] {
		if body := function.Body.List; len(body) == 1 {
			if only, ok := body[0].(*ast.ReturnStmt); ok && len(only.Results) == 1 {
				return s.texts(place{function, only.Results[0]})
			}
		}
	}
	return []string{some}
}
