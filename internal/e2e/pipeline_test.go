package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// Where the pipelines of the examples are.
const (
	pipeline       = "../../examples/pipeline"
	githubPipeline = ".github/workflows/otp.yml"
	gitlabPipeline = ".gitlab-ci.yml"
)

// githubWorkflow is what matters here of a workflow of GitHub Actions.
type githubWorkflow struct {
	On          map[string]any       `json:"true"` // YAML 1.1 reads "on" like that
	Permissions map[string]string    `json:"permissions"`
	Jobs        map[string]githubJob `json:"jobs"`
}

type githubJob struct {
	Needs       string            `json:"needs"`
	If          string            `json:"if"`
	Environment string            `json:"environment"`
	Permissions map[string]string `json:"permissions"`
	Concurrency map[string]any    `json:"concurrency"`
	Steps       []githubStep      `json:"steps"`
}

type githubStep struct {
	Name string            `json:"name"`
	Uses string            `json:"uses"`
	With map[string]any    `json:"with"`
	If   string            `json:"if"`
	Env  map[string]string `json:"env"`
	Run  string            `json:"run"`
}

// gitlabJob is what matters here of a job of GitLab CI. Other keys of the file are not of its form.
type gitlabJob struct {
	Needs         []string `json:"needs"`
	Interruptible *bool    `json:"interruptible"`
	ResourceGroup string   `json:"resource_group"`
	Script        []string `json:"script"`
	Rules         []struct {
		If, When string
	} `json:"rules"`
	Environment struct {
		Name, Action string
	} `json:"environment"`
	Artifacts struct {
		Access string   `json:"access"`
		Paths  []string `json:"paths"`
	} `json:"artifacts"`
}

// pipelines are both as JSON. The CLI decodes them, once for all tests, because the module has no decoder of YAML.
var pipelines = sync.OnceValues(func() (decoded string, err error) {
	dir := filepath.Join(scratch, "pipelines")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	w, err := workspace.New(dir, workspace.Options{CLI: cli()})
	if err != nil {
		return "", err
	}
	for _, path := range []string{githubPipeline, gitlabPipeline} {
		text, err := os.ReadFile(filepath.Join(pipeline, path))
		if err != nil {
			return "", err
		}
		if err := w.Write(filepath.Base(path), string(text)); err != nil {
			return "", err
		}
	}
	const decode = "output \"both\" {\n  value = jsonencode({ github = yamldecode(file(%q)), gitlab = yamldecode(file(%q)) })\n}\n"
	if err := w.Write("main.tf", fmt.Sprintf(decode, filepath.Base(githubPipeline), filepath.Base(gitlabPipeline))); err != nil {
		return "", err
	}
	for _, args := range [][]string{apply, {"output", "-raw", "both"}} {
		result, err := w.Run(context.Background(), args...)
		if err != nil || result.ExitCode != 0 {
			return "", fmt.Errorf("%s ended with %d and error %w: %s", args[0], result.ExitCode, err, result.Stderr)
		}
		decoded = result.Stdout
	}
	return decoded, nil
})

func readPipelines(t *testing.T) (github githubWorkflow, gitlab map[string]gitlabJob) {
	t.Helper()
	decoded, err := pipelines()
	if err != nil {
		t.Fatal(err)
	}
	var both struct {
		Github githubWorkflow
		Gitlab map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(decoded), &both); err != nil {
		t.Fatal(err)
	}
	gitlab = map[string]gitlabJob{}
	for _, name := range []string{"check", "plan", "rehearse", "comment", "apply"} {
		var job gitlabJob
		if err := json.Unmarshal(both.Gitlab[name], &job); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		gitlab[name] = job
	}
	return both.Github, gitlab
}

var pinned = regexp.MustCompile(`^[\w.-]+/[\w.-]+@[0-9a-f]{40}$`)

// TestAccPipeline_githubRules holds the workflow to what the guide promises of it.
func TestAccPipeline_githubRules(t *testing.T) {
	t.Parallel()
	workflow, _ := readPipelines(t)
	if events := slices.Sorted(maps.Keys(workflow.On)); !slices.Equal(events, []string{"pull_request", "push"}) || len(workflow.Permissions) > 0 {
		t.Errorf("it runs on %q with %v, want pull_request and push, and nothing permitted", events, workflow.Permissions)
	}
	for name, want := range map[string]githubJob{
		"check": {Permissions: map[string]string{"contents": "read"}},
		"plan": {
			Needs: "check", Environment: "otp-plan",
			If:          "github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository",
			Permissions: map[string]string{"contents": "read", "id-token": "write", "pull-requests": "write"},
		},
		"rehearse": {
			Needs: "check", Environment: "otp-plan",
			If:          "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
			Permissions: map[string]string{"contents": "read", "id-token": "write"},
		},
		"apply": {
			Needs: "plan", Environment: "otp-apply",
			If:          "github.event_name == 'push' && needs.plan.outputs.changes == '2'",
			Permissions: map[string]string{"contents": "read", "id-token": "write"},
			Concurrency: map[string]any{"group": "otp-apply", "cancel-in-progress": false},
		},
	} {
		got := workflow.Jobs[name]
		for _, step := range got.Steps {
			step.check(t, name)
		}
		got.Steps = nil
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("%s is %+v, want %+v", name, got, want)
		}
	}
	if len(workflow.Jobs) != 4 {
		t.Errorf("it has %d jobs", len(workflow.Jobs))
	}
}

// check fails if a step trusts others with more than it needs to.
func (s githubStep) check(t *testing.T, job string) {
	t.Helper()
	if s.Uses != "" && !pinned.MatchString(s.Uses) {
		t.Errorf("%s: %s is not pinned by its commit", job, s.Uses)
	}
	if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != false {
		t.Errorf("%s: the checkout leaves its token behind", job)
	}
	if strings.HasPrefix(s.Uses, "hashicorp/setup-terraform@") && s.With["terraform_wrapper"] != false {
		t.Errorf("%s: Terraform is wrapped, so that no signal reaches it", job)
	}
	if strings.Contains(s.Run, "terraform apply") && !strings.HasPrefix(s.Run, "exec terraform apply") {
		t.Errorf("%s: the shell keeps signals from Terraform", job)
	}
	if strings.Contains(s.Run, "${{") {
		t.Errorf("%s: %s: an expression is part of a script, want it in its environment", job, s.Name)
	}
	hasSecrets := strings.Contains(fmt.Sprint(s.Env, s.With), "secrets.")
	if wants := strings.Contains(s.Run, "terraform plan") || strings.Contains(s.Run, "terraform apply"); hasSecrets != wants {
		t.Errorf("%s: %s: has secrets: %t, want %t", job, s.Name, hasSecrets, wants)
	}
}

// TestAccPipeline_gitlabRules holds GitLab's pipeline to what the guide promises of it.
func TestAccPipeline_gitlabRules(t *testing.T) {
	t.Parallel()
	_, jobs := readPipelines(t)
	const own = `$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID`
	for name, want := range map[string]string{
		"check":    "interruptible: true",
		"plan":     "needs [], environment otp-plan access, interruptible: true, " + own + " , $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH ",
		"rehearse": "needs [], interruptible: true, " + own + " ",
		"comment":  "needs [plan], interruptible: true, $OTP_COMMENT_TOKEN && " + own + " always",
		"apply":    "needs [plan], environment otp-apply , one at a time: otp-apply, interruptible: false, $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH manual",
	} {
		job := jobs[name]
		got := fmt.Sprintf("needs %v, ", job.Needs)
		if name == "check" {
			got = ""
		}
		if job.Environment.Name != "" {
			got += fmt.Sprintf("environment %s %s, ", job.Environment.Name, job.Environment.Action)
		}
		if job.ResourceGroup != "" {
			got += fmt.Sprintf("one at a time: %s, ", job.ResourceGroup)
		}
		got += fmt.Sprintf("interruptible: %t", job.Interruptible != nil && *job.Interruptible)
		for _, rule := range job.Rules {
			got += ", " + rule.If + " " + rule.When
		}
		if got != want {
			t.Errorf("%s is\n%s, want\n%s", name, got, want)
		}
	}
	if artifacts := jobs["plan"].Artifacts; artifacts.Access != "developer" || !slices.Equal(artifacts.Paths, []string{"plan.txt", "plan.sha256", "review.md"}) {
		t.Errorf("the plan keeps %+v", artifacts)
	}
}

// TestAccPipeline_backends has the CLI validate the configuration with each backend.
func TestAccPipeline_backends(t *testing.T) {
	t.Parallel()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	backends, err := filepath.Glob(filepath.Join(pipeline, "backends", "*.tf"))
	if err != nil || len(backends) != 2 {
		t.Fatalf("found %q, %v", backends, err)
	}
	w, err := workspace.New(t.TempDir(), workspace.Options{CLI: cli(), Mirror: m})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{Workspace: w}
	for _, backend := range backends {
		for name, path := range map[string]string{"main.tf": filepath.Join(pipeline, "main.tf"), "versions.tf": filepath.Join(pipeline, "versions.tf"), "backend.tf": backend} {
			if err := s.Write(name, readFile(t, path)); err != nil {
				t.Fatal(err)
			}
		}
		s.run(t, 0, "init", "-backend=false", "-input=false")
		s.run(t, 0, "validate")
	}
}

// TestGuides_pipeline holds the guide to the files of the example.
func TestGuides_pipeline(t *testing.T) {
	t.Parallel()
	guide := readFile(t, filepath.Join(templates, "guides", "pull-requests.md"))
	for _, path := range []string{githubPipeline, gitlabPipeline, "rehearse.sh"} {
		readFile(t, filepath.Join(pipeline, path))
		if link := "/blob/main/examples/pipeline/" + path + ")"; !strings.Contains(guide, link) {
			t.Errorf("the guide has no link to %s", link)
		}
	}
	shown := map[string]string{}
	for _, block := range codeBlocks(guide) {
		if block.file != "" {
			shown[block.file] = block.text
		}
	}
	for _, block := range codeBlocks(readFile(t, filepath.Join(templates, "guides", "rehearsals.md"))) {
		if block.file != "" {
			shown[block.file] = block.text
		}
	}
	for name, path := range map[string]string{
		"rehearse.sh": "rehearse.sh", "versions.tf": "versions.tf", "main.tf": "main.tf", "backend.tf": "backends/s3.tf",
	} {
		if want := "# " + name + "\n" + readFile(t, filepath.Join(pipeline, path)); shown[name] != want {
			t.Errorf("%s of the guide is not that of the example:\n%s", name, shown[name])
		}
	}
}
