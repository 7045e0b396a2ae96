package export

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// run exports an account, and returns the exit code and what was printed.
func run(t *testing.T, account *simulator.Simulator, args ...string) (exitCode int, stdout, stderr string) {
	t.Helper()
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	environment := map[string]string{
		otp.EnvAPIKey: simulator.DefaultAPIKey, otp.EnvAPISecret: simulator.DefaultAPISecret, otp.EnvBaseURL: server.URL + "/otp",
	}
	var out, err bytes.Buffer
	exitCode = Command{"test", func(name string) string { return environment[name] }}.Run(t.Context(), args, &out, &err)
	return exitCode, out.String(), err.String()
}

func readDir(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(dir + "/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}

// newAccount has one object of each sort that is written in a way of its own.
func newAccount() *simulator.Simulator {
	account := simulator.New(simulator.Options{})
	account.PutApp(simulator.App{
		ID: "mRELxtHc", Name: "login", CodeExpiry: 10, CreateTime: "2022-01-01T00:00:00+08:00",
		PeriodPhoneSendLimit: simulator.Limit{Enabled: true, Unit: 2, Period: 1, Limit: 3},
		PeriodTotalSendLimit: simulator.Limit{Unit: 1, Period: 1, Limit: 10},
	})
	account.PutApp(simulator.App{ID: "old12345", Name: "retired-old12345-login", CodeExpiry: 5})
	account.PutApp(simulator.App{ID: "unseen12", Name: "unseen", CodeExpiry: 5})
	template := simulator.Template{
		ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "##code## ${x} %{if} \"q\"\n’ 😀 ", CodeType: 1, CodeLength: 6,
		SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1, SenderID: new("ACME"),
	}
	account.PutTemplate(template)
	for i, change := range []func(*simulator.Template){
		func(t *simulator.Template) { t.Name, t.Text, t.CodeType = "Login EN", "no code\n*/ here", 7 },
		func(t *simulator.Template) { t.Name, t.AppID = "2 登录", "gone1234" },
		func(t *simulator.Template) { t.Name, t.AppID = "!!!!", "old12345" },
		func(t *simulator.Template) { t.Name = "retired-9-login" },
	} {
		another := template
		another.ID, another.Text, another.CodeLength, another.SenderID = 456+int64(i), "##code##", 4, nil
		change(&another)
		account.PutTemplate(another)
	}
	account.PutFlow(simulator.Flow{ID: 31, Name: "fallback", Nodes: []simulator.FlowNode{
		{WaitingTime: 60, Status: 1, Channel: "call"}, {WaitingTime: 30, Status: 2, Channel: "sms", ChannelCut: 1},
	}})
	return account
}

var update = flag.Bool("update", false, "write what export writes into testdata")

// TestExport compares every file with testdata/account, and counts the calls.
func TestExport(t *testing.T) {
	t.Parallel()
	account, dir := newAccount(), filepath.Join(t.TempDir(), "new")
	exitCode, stdout, stderr := run(t, account, "-app", "unseen12", dir)
	files := readDir(t, dir)
	files["stdout"], files["stderr"] = strings.ReplaceAll(stdout, dir, "DIR"), stderr
	if *update {
		for name, text := range files {
			if err := os.WriteFile(filepath.Join("testdata", "account", name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := readDir(t, filepath.Join("testdata", "account")); exitCode != 0 || !maps.Equal(files, want) {
		t.Errorf("export ended with %d, and differs from testdata/account, which -update writes:\n%q", exitCode, files)
	}
	calls := map[string]int{}
	for _, request := range account.Requests() {
		calls[request.Method+" "+request.Path+" "+request.ID]++
	}
	if want := map[string]int{
		"GET /template/list ": 1, "GET /flow/list ": 1, "GET /app/details/{appId} mRELxtHc": 1, "GET /app/details/{appId} old12345": 1,
		"GET /app/details/{appId} unseen12": 1, "GET /app/details/{appId} gone1234": 1,
	}; !maps.Equal(calls, want) {
		t.Errorf("called %v, want %v", calls, want)
	}
}

// With -retired, and with an id, what was retired is exported as well.
func TestExport_retired(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"all":      {[]string{"-retired"}, "Exported 2 applications, 4 templates and 1 task flow to "},
		"one":      {[]string{"-app", "old12345"}, "Exported 2 applications, 3 templates and 1 task flow to "},
		"as usual": {nil, "Exported 1 application, 3 templates and 1 task flow to "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exitCode, stdout, _ := run(t, newAccount(), append(test.args, t.TempDir())...)
			if exitCode != 0 || !strings.HasPrefix(stdout, test.want) {
				t.Errorf("export ended with %d and %q, want %q", exitCode, stdout, test.want)
			}
		})
	}
}

// An application that cannot be read is a comment with the reason. Without any the export fails.
func TestExport_unread(t *testing.T) {
	t.Parallel()
	for times, want := range map[int]string{1: "Exported 1 application, ", 0: ""} {
		account, dir := newAccount(), t.TempDir()
		account.RemoveApp("old12345")
		account.PutApp(simulator.App{ID: "old12345", Name: "older", CodeExpiry: 5})
		account.RemoveTemplate(457) // of an application that is not there
		account.Inject(simulator.Fault{Path: "/app/details/{appId}", Times: times, Respond: simulator.RespondStatus(-21, "data validation exception")})
		exitCode, stdout, stderr := run(t, account, dir)
		files := readDir(t, dir)
		isComment := strings.Contains(files[apps.file], "is not exported. OTP Applications Are Missing: ") && strings.Contains(files[apps.file], "status -21")
		if failed := times == 0; failed != (exitCode == 1) || failed == isComment || !strings.HasPrefix(stdout, want) || !strings.Contains(stderr, "status -21") {
			t.Errorf("%d: export ended with %d, %q, %q and %q", times, exitCode, stdout, stderr, files)
		}
	}
}

// TestExport_into exports into a directory that has configuration: no file and no address is there twice.
func TestExport_into(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const main = "terraform {\n  required_providers {\n    itniotech = { source = \"itniotech/itniotech\" }\n  }\n}\n" +
		"resource \"itniotech_otp_app\" \"login\" {\n  name = \"another\"\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(main), 0o600); err != nil {
		t.Fatal(err)
	}
	exitCode, _, _ := run(t, newAccount(), dir)
	files := readDir(t, dir)
	if exitCode != 0 || files[versionsFile] != "" || files["main.tf"] != main || !strings.Contains(files[apps.file], `"itniotech_otp_app" "login_mrelxthc"`) {
		t.Errorf("export ended with %d, and wrote %q", exitCode, files)
	}
	before := len(files)
	exitCode, stdout, stderr := run(t, newAccount(), dir)
	if want := "export: " + filepath.Join(dir, apps.file) + " is there already, and no file is overwritten\n"; exitCode != 1 || stdout != "" || stderr != want {
		t.Errorf("export ended with %d, %q and %q, want %q", exitCode, stdout, stderr, want)
	}
	if after := readDir(t, dir); len(after) != before {
		t.Errorf("export wrote %q", after)
	}
}

// An account without an object leaves no file and no directory.
func TestExport_empty(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	exitCode, stdout, _ := run(t, simulator.New(simulator.Options{}), dir)
	if want := "The account has nothing to export. Nothing was written to " + dir + ".\n"; exitCode != 0 || stdout != want {
		t.Errorf("export ended with %d and %q, want %q", exitCode, stdout, want)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is there: %v", dir, err)
	}
}

// TestExport_failures fails with one line, and writes nothing.
func TestExport_failures(t *testing.T) {
	t.Parallel()
	broken := func() *simulator.Simulator {
		account := newAccount()
		account.Inject(simulator.Fault{Path: "/flow/list", Respond: simulator.RespondStatus(-1, "authentication error")})
		return account
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		account *simulator.Simulator
		args    []string
		code    int
		want    string
	}{
		"unknown -app": {newAccount(), []string{"-app", "none1234", "DIR"}, 1, `export: -app "none1234": Unable to Import OTP Application: `},
		"wrong -app":   {newAccount(), []string{"-app", "x", "DIR"}, 1, `export: -app "x": Invalid Import ID: `},
		"refused":      {broken(), []string{"DIR"}, 1, "export: Unable to List OTP Task Flows: "},
		"no directory": {newAccount(), []string{file}, 1, "export: open " + file + ": not a directory\n"},
		"below a file": {newAccount(), []string{filepath.Join(file, "new")}, 1, "export: open " + filepath.Join(file, "new") + ": not a directory\n"},
		"no argument":  {newAccount(), nil, 2, "export: want one directory after the flags\nSee terraform-provider-itniotech export -help.\n"},
		"two":          {newAccount(), []string{"DIR", "b"}, 2, "export: want one directory after the flags\nSee terraform-provider-itniotech export -help.\n"},
		"a late flag":  {newAccount(), []string{"DIR", "-retired"}, 2, "export: want one directory after the flags\nSee terraform-provider-itniotech export -help.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "new")
			args := slices.Clone(test.args)
			if i := slices.Index(args, "DIR"); i >= 0 {
				args[i] = dir
			}
			exitCode, stdout, stderr := run(t, test.account, args...)
			if exitCode != test.code || stdout != "" || !strings.HasPrefix(stderr, test.want) || strings.Count(stderr, "\n") != exitCode {
				t.Errorf("export ended with %d, %q and %q, want %d and %q", exitCode, stdout, stderr, test.code, test.want)
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is there: %v", dir, err)
			}
		})
	}
}

// TestDirectory_write leaves nothing of files that cannot all be written.
func TestDirectory_write(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	dir := &directory{path: path}
	if err := os.WriteFile(filepath.Join(path, "b.tf"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := dir.write([]file{{"a.tf", []byte("a")}, {"b.tf", []byte("b")}})
	if got := readDir(t, path); err == nil || !maps.Equal(got, map[string]string{"b.tf": "mine"}) {
		t.Errorf("%v, and the directory has %q", err, got)
	}
}
