// Package doctor is the subcommand that says whether an account can be used from here, and what the API really answers.
//
// Start with Run; checks.go has the checks, and report.go the report, which must not hold a single value.
package doctor

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/environment"
)

const name = "doctor"

const help = `Usage: terraform-provider-itniotech doctor [FLAG]...

Checks that the account can be used from here, and says what to do if not: the
address and the proxy, TLS, the clock, key and secret, the allow list, the lock
of the account, the lists of templates and task flows, and the balance. It only
reads.

The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET, and the
API's address from ITNIOTECH_BASE_URL.

  -report   print what the answers look like, to be pasted into an issue: types,
            lengths and forms, and no value, name, id, text, number or key.
            Beside each fact stands what the provider assumes

Exit code: 0, 1 if a check failed, 2 for wrong arguments.
`

// Command checks by a version of the provider.
type Command struct {
	// Version is that of the binary, which the API is told.
	Version string
	// Getenv reads the environment.
	Getenv func(string) string
}

// Run checks the account that the environment names. See help for arguments and exit codes.
func (c Command) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	report := flags.Bool("report", false, "")
	if exitCode, ok := cli.Parse(flags, args, help, stdout, stderr); !ok {
		return exitCode
	}
	if flags.NArg() > 0 {
		return cli.Misused(name, errors.New("it takes no arguments"), stderr)
	}
	account, err := environment.Read(c.Getenv)
	if err != nil {
		return cli.Failed(name, err, stderr)
	}
	p, err := newPatient(account, "terraform-provider-itniotech/"+c.Version+" (doctor)")
	if err != nil {
		return cli.Failed(name, err, stderr)
	}
	checks := p.examine(ctx)
	if *report {
		p.askMore(ctx)
		_, _ = io.WriteString(stdout, p.report(c.Version, checks))
	} else {
		_, _ = io.WriteString(stdout, text(checks))
	}
	if ctx.Err() != nil {
		return cli.Failed(name, errors.New("interrupted"), stderr)
	}
	for _, check := range checks {
		if check.verdict == failed {
			return cli.ExitFailure
		}
	}
	return cli.ExitOK
}

// patient is the account that is looked at, and what it answered.
type patient struct {
	account  environment.Account
	client   *otp.Client
	recorder *recorder
	seen     struct {
		templates []otp.Template
		flows     []otp.Flow
	}
}

func newPatient(account environment.Account, userAgent string) (*patient, error) {
	p := &patient{account: account, recorder: &recorder{now: time.Now}}
	var err error
	p.client, err = otp.New(otp.Config{
		BaseURL: account.BaseURL, APIKey: otp.NewSecret(account.Key), APISecret: otp.NewSecret(account.Secret), UserAgent: userAgent,
		Wrap: func(by http.RoundTripper) http.RoundTripper { return recording{p.recorder, by} },
	})
	if err != nil {
		return nil, fmt.Errorf("the %w", err)
	}
	return p, nil
}

// call makes a call under the name of its route.
func (p *patient) call(route string, send func() error) error {
	p.recorder.route = route
	return send()
}
