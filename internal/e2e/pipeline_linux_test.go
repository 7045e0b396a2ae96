package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// job is a directory in which the scripts of a pipeline run, with a state that is kept there.
type job struct {
	*stage
	tools string // programs that stand in for those of a CI system, and what they note
}

// Programs that a pipeline calls, next to the CLI. They keep one comment, whose id is 101.
const (
	fakeGh = `#!/bin/sh
echo "$*" >> "$TOOLS/calls"
case "$*" in
*--paginate*) if [ -e "$TOOLS/comment" ]; then echo 101; fi ;;
*) for last; do :; done; cp "${last#body=@}" "$TOOLS/comment" ;;
esac
`
	fakeCurl = `#!/bin/sh
grep -q '^header = "PRIVATE-TOKEN: glpat-test"$' "$HOME/.curlrc" || exit 22
case "$*" in
*--request*) cp comment.md "$TOOLS/comment"; echo "$*" >> "$TOOLS/calls" ;;
*) if [ -e "$TOOLS/comment" ]; then echo '[{"id": 100, "body": "LGTM"}, {"id": 101, "body": "<!-- otp-plan -->\n"}]'; else echo '[]'; fi ;;
esac
`
	fakeJq = `#!/bin/sh
if grep -q otp-plan; then echo 101; fi
`
	fakeApk = "#!/bin/sh\n"
)

// newJob makes a directory with the example, and its lock file.
func newJob(t *testing.T, w *world) *job {
	t.Helper()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	j := &job{tools: filepath.Join(scratch, "tools")}
	if err := os.Mkdir(j.tools, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"terraform": "#!/bin/sh\nPATH=\"$OLD_PATH\" exec '" + cli() + "' \"$@\"\n",
		"gh":        fakeGh, "curl": fakeCurl, "jq": fakeJq, "apk": fakeApk,
	} {
		if err := os.WriteFile(filepath.Join(j.tools, name), []byte(text), 0o700); err != nil { //nolint:gosec // a program has to be executable
			t.Fatal(err)
		}
	}
	ws, err := workspace.New(scratch, workspace.Options{CLI: "env", Mirror: m, BaseURL: w.address, Env: []string{
		"OLD_PATH=" + os.Getenv("PATH"), "PATH=" + j.tools + ":" + os.Getenv("PATH"), "TOOLS=" + j.tools,
		"TF_IN_AUTOMATION=true", "TF_INPUT=false", "RUNNER_TEMP=" + j.tools, "GITHUB_REPOSITORY=example/otp",
		"GITHUB_OUTPUT=" + filepath.Join(j.tools, "output"), "GITHUB_STEP_SUMMARY=" + filepath.Join(j.tools, "summary"),
		"CI_API_V4_URL=https://gitlab.example/api/v4", "CI_MERGE_REQUEST_PROJECT_ID=7", "CI_MERGE_REQUEST_IID=12", "OTP_COMMENT_TOKEN=glpat-test",
	}})
	if err != nil {
		t.Fatal(err)
	}
	j.stage = &stage{Workspace: ws, world: w}
	for _, name := range []string{"main.tf", "versions.tf"} {
		if err := j.Write(name, readFile(t, filepath.Join(pipeline, name))); err != nil {
			t.Fatal(err)
		}
	}
	j.run(t, 0, "terraform", "init")
	return j
}

// note reads a file that the programs of a pipeline have written, "" if none has.
func (j *job) note(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(j.tools, name))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// edit changes the text of the template in the configuration.
func (j *job) edit(t *testing.T, text string) {
	t.Helper()
	changed := regexp.MustCompile(`(?m)^  text .*$`).ReplaceAllString(readFile(t, filepath.Join(pipeline, "main.tf")), `  text        = "`+text+`"`)
	if err := j.Write("main.tf", changed); err != nil {
		t.Fatal(err)
	}
}

// steps runs the scripts of a GitHub job for an event until one fails, and returns the last one's result.
func (j *job) steps(t *testing.T, of githubJob, event string, exitCode int, env ...string) workspace.Result {
	t.Helper()
	var result workspace.Result
	for _, step := range of.Steps {
		if step.Run == "" || event == "push" && strings.HasPrefix(step.If, "github.event_name == 'pull_request'") {
			continue
		}
		args := append([]string{"GH_TOKEN=test", "PULL_REQUEST=12"}, env...)
		args = append(args, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.Run)
		var err error
		if result, err = j.start(t, args...).Wait(); err != nil {
			t.Fatal(err)
		}
		if result.ExitCode != 0 {
			break
		}
	}
	if result.ExitCode != exitCode {
		t.Fatalf("exit code %d, want %d\n%s%s", result.ExitCode, exitCode, result.Stdout, result.Stderr)
	}
	return result
}

// outputs are what the last plan of a GitHub job has handed on.
func (j *job) outputs(t *testing.T) (changes, digest string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(j.note(t, "output")), "\n")
	last := lines[len(lines)-2:]
	return strings.TrimPrefix(last[0], "changes="), strings.TrimPrefix(last[1], "digest=")
}

// TestAccPipeline_github plans twice for a pull request, merges, and applies what was shown and nothing else.
func TestAccPipeline_github(t *testing.T) {
	t.Parallel()
	workflow, _ := readPipelines(t)
	j := newJob(t, newWorld(t))
	check, plan, apply := workflow.Jobs["check"], workflow.Jobs["plan"], workflow.Jobs["apply"]

	comments := githubJob{Steps: plan.Steps[len(plan.Steps)-1:]}
	j.steps(t, check, "pull_request", 0)
	j.steps(t, plan, "pull_request", 0)
	j.steps(t, comments, "pull_request", 0)
	comment := j.note(t, "comment")
	if !strings.HasPrefix(comment, "<!-- otp-plan -->\n### OTP plan: 2 to create\n") || !strings.Contains(comment, "Plan: 2 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the comment is\n%s", comment)
	}
	calls := regexp.MustCompile(`--method \S+ \S+`).FindAllString(j.note(t, "calls"), -1)
	if want := "--method POST repos/example/otp/issues/12/comments,--method PATCH repos/example/otp/issues/comments/101"; strings.Join(calls, ",") != want {
		t.Errorf("comments are written by %q, want %s", calls, want)
	}
	j.world.expectWrites(t)

	j.steps(t, plan, "push", 0)
	changes, digest := j.outputs(t)
	if changes != "2" {
		t.Errorf("changes = %s, want 2", changes)
	}
	j.steps(t, apply, "push", 0, "DIGEST="+digest)
	j.world.expectWrites(t, "POST "+addApp, "POST "+addTemplate)
	j.steps(t, plan, "push", 0)
	if changes, _ := j.outputs(t); changes != "0" {
		t.Errorf("changes = %s after the apply, want 0", changes)
	}

	j.edit(t, "##code## is your code.")
	j.steps(t, plan, "push", 0)
	_, digest = j.outputs(t)
	j.edit(t, "##code## is what nobody has seen.")
	if refused := j.steps(t, apply, "push", 1, "DIGEST="+digest); !strings.Contains(refused.Stdout, "::error::The plan is no longer the one that was shown.") {
		t.Errorf("the apply says\n%s", refused.Stdout)
	}
	j.world.expectWrites(t)

	j.edit(t, "Here is no code.")
	failed := j.steps(t, githubJob{Steps: plan.Steps[:len(plan.Steps)-1]}, "pull_request", 1)
	j.steps(t, comments, "pull_request", 0)
	if comment := j.note(t, "comment"); !strings.Contains(failed.Stdout, "Error: ") || !strings.HasPrefix(comment, "<!-- otp-plan -->\n### The plan has failed\n") || !strings.Contains(comment, "Error: ") {
		t.Errorf("a plan that fails says\n%sand comments\n%s", failed.Stdout, comment)
	}
}

// script runs the script of a GitLab job, as its runner does.
func (j *job) script(t *testing.T, of gitlabJob, exitCode int) workspace.Result {
	t.Helper()
	return j.run(t, exitCode, "sh", "-e", "-c", strings.Join(of.Script, "\n"))
}

// TestAccPipeline_gitlab does the same with GitLab's pipeline.
func TestAccPipeline_gitlab(t *testing.T) {
	t.Parallel()
	_, jobs := readPipelines(t)
	j := newJob(t, newWorld(t))

	j.script(t, jobs["check"], 0)
	j.script(t, jobs["plan"], 0)
	for range 2 {
		j.script(t, jobs["comment"], 0)
	}
	comment := j.note(t, "comment")
	if !strings.HasPrefix(comment, "<!-- otp-plan -->\n### OTP plan: 2 to create\n") || !strings.Contains(comment, "Plan: 2 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the comment is\n%s", comment)
	}
	calls := regexp.MustCompile(`--request \S+|\S+/notes\S*`).FindAllString(j.note(t, "calls"), -1)
	const notes = "https://gitlab.example/api/v4/projects/7/merge_requests/12/notes"
	if want := "--request POST," + notes + ",--request PUT," + notes + "/101"; strings.Join(calls, ",") != want {
		t.Errorf("comments are written by %q, want %s", calls, want)
	}
	j.world.expectWrites(t)

	j.script(t, jobs["apply"], 0)
	j.world.expectWrites(t, "POST "+addApp, "POST "+addTemplate)

	j.edit(t, "##code## is your code.")
	j.script(t, jobs["plan"], 0)
	j.edit(t, "##code## is what nobody has seen.")
	if refused := j.script(t, jobs["apply"], 1); !strings.Contains(refused.Stdout, "The plan is no longer the one that was shown.") {
		t.Errorf("the apply says\n%s", refused.Stdout)
	}
	j.world.expectWrites(t)

	j.edit(t, "Here is no code.")
	if failed := j.script(t, jobs["plan"], 1); !strings.Contains(failed.Stdout, "Error: ") {
		t.Errorf("a plan that fails says\n%s", failed.Stdout)
	}
}
