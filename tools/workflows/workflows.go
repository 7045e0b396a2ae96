// Package workflows says what this project asks of its workflows beyond what actionlint knows.
package workflows

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"
)

var (
	uses = regexp.MustCompile(`^[^#]*\buses:\s*["']?([^\s"',}]+)["']?(.*)$`)
	// pinned is an action at a commit, and the version that people know the commit by.
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

// Unpinned returns the lines of a workflow or action that use somebody else's code without saying which commit and
// version.
func Unpinned(source string) []string {
	var problems []string
	for i, line := range strings.Split(source, "\n") {
		found := uses.FindStringSubmatch(line)
		if len(found) > 0 && !strings.HasPrefix(found[1], "./") && !pinned.MatchString(found[1]+found[2]) {
			problems = append(problems, fmt.Sprintf("%d: %s is not pinned as @<commit> # vX.Y.Z", i+1, found[1]))
		}
	}
	return problems
}

// Problems returns what is wrong with a workflow, each with the number of the line it stands on.
func Problems(source string) []string {
	workflow, errs := actionlint.Parse([]byte(source))
	var problems []string
	for _, err := range errs {
		problems = append(problems, fmt.Sprintf("%d: %s", err.Line, err.Message))
	}
	if len(errs) > 0 {
		return problems
	}
	for _, event := range workflow.On {
		if event.EventName() == "pull_request_target" {
			problems = append(problems, "1: pull_request_target gives secrets to strangers' code")
		}
	}
	if p := workflow.Permissions; p == nil || p.All != nil || len(p.Scopes) > 0 {
		problems = append(problems, "1: the workflow's permissions are not {}: each job has its own")
	}
	for _, job := range slices.SortedFunc(maps.Values(workflow.Jobs), byLine) {
		problems = append(problems, jobProblems(job)...)
	}
	return append(problems, Unpinned(source)...)
}

func byLine(a, b *actionlint.Job) int { return cmp.Compare(a.Pos.Line, b.Pos.Line) }

func jobProblems(job *actionlint.Job) []string {
	var problems []string
	// GitHub allows no limit on a job that calls a workflow: the jobs there have theirs.
	if job.TimeoutMinutes == nil && job.WorkflowCall == nil {
		problems = append(problems, fmt.Sprintf("%d: job %s has no timeout-minutes", job.Pos.Line, job.ID.Value))
	}
	for _, step := range job.Steps {
		switch exec := step.Exec.(type) {
		case *actionlint.ExecRun:
			if strings.Contains(exec.Run.Value, "${{") {
				problems = append(problems, fmt.Sprintf("%d: a script with ${{ }} in it: pass values by env", step.Pos.Line))
			}
		case *actionlint.ExecAction:
			persist, ok := exec.Inputs["persist-credentials"]
			if strings.HasPrefix(exec.Uses.Value, "actions/checkout@") && (!ok || persist.Value.Value != "false") {
				problems = append(problems, fmt.Sprintf("%d: a checkout without persist-credentials: false", step.Pos.Line))
			}
		}
	}
	return problems
}
