package review

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
)

const name = "review"

const help = `Usage: terraform-provider-itniotech review [-format markdown|text] [PLAN.json]

Says in words what a plan changes: templates as the messages that a phone
receives, task flows as steps, limits as sentences, and what a destroy leaves in
the account. The second line says what needs a second look.

  terraform plan -out=otp.tfplan
  terraform show -json otp.tfplan | terraform-provider-itniotech review

PLAN.json is what "terraform show -json" or "tofu show -json" prints of a saved
plan. Without it, or with "-", the plan is read from stdin. No credentials are
needed, and no call is made. Sensitive values are not shown.

  -format markdown   for the comment of a pull request (the default): at most
                     65,000 characters, and no text of the plan can become a
                     mention, a link or HTML
  -format text       for a terminal

Exit codes: 0 the review was printed, 1 there is no plan that can be reviewed,
2 the arguments are wrong.
`

// maxPlan is how many bytes of a plan are read. A plan of 10,000 templates has some 50 MB.
const maxPlan = 1 << 30

// Run prints the review of a plan, which an argument names or stdin has. It returns the exit code: 0, 1 if there is no
// plan that can be reviewed, or 2 if the arguments are wrong. Nothing is on stdout unless the whole review is.
func Run(_ context.Context, args []string, stdout, stderr io.Writer) int {
	return run(args, os.Stdin, stdout, stderr)
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	format := flags.String("format", "markdown", "")
	if exitCode, ok := cli.Parse(flags, args, help, stdout, stderr); !ok {
		return exitCode
	}
	if flags.NArg() > 1 {
		return cli.Misused(name, errors.New("more than one plan"), stderr)
	}
	var layOut func(page) string
	switch *format {
	case "markdown":
		layOut = markdown
	case "text":
		layOut = plain
	default:
		return cli.Misused(name, fmt.Errorf("-format must be markdown or text, not %q", *format), stderr)
	}
	plan, err := read(flags.Arg(0), stdin)
	if err != nil {
		return cli.Failed(name, err, stderr)
	}
	if _, err := io.WriteString(stdout, layOut(newPage(plan))); err != nil {
		return cli.Failed(name, err, stderr)
	}
	return cli.ExitOK
}

// read reads the plan that a file has, or stdin.
func read(path string, stdin io.Reader) (*tfjson.Plan, error) {
	if path != "" && path != "-" {
		file, err := os.Open(path) //nolint:gosec // the user chooses the plan
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	text, err := io.ReadAll(io.LimitReader(stdin, maxPlan))
	if err != nil {
		return nil, fmt.Errorf("the plan cannot be read: %w", err)
	}
	return decode(text)
}

// decode makes a plan of what "terraform show -json" prints. It fails unless the plan is whole, and has to do with this
// provider. Errors say nothing of the plan's values.
func decode(text []byte) (*tfjson.Plan, error) {
	const how = `it must be what "terraform show -json" prints of a saved plan`
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("the input is empty: " + how)
	}
	if !json.Valid(text) {
		return nil, errors.New("the input is not JSON: " + how)
	}
	// The library does not know whether a plan has errors, and takes a state for an empty plan.
	var more struct {
		Errored   bool            `json:"errored"`
		Planned   json.RawMessage `json:"planned_values"`
		Resources json.RawMessage `json:"resource_changes"`
	}
	plan := &tfjson.Plan{}
	if json.Unmarshal(text, &more) != nil || len(more.Planned)+len(more.Resources) == 0 {
		return nil, errors.New("the input is not a plan: " + how)
	}
	if err := json.Unmarshal(text, plan); err != nil {
		if format, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return nil, fmt.Errorf("the input is not a plan: %s is of the wrong type: %s", format.Field, how)
		}
		return nil, fmt.Errorf("the input is not a plan that can be read: %w: %s", err, how)
	}
	if more.Errored {
		return nil, errors.New("the plan has errors, so that nothing can be said of what it would change: correct them and plan again")
	}
	if !concerns(plan) {
		return nil, errors.New("the plan has nothing to do with the provider itniotech")
	}
	return plan, nil
}
