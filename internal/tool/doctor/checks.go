package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// verdict is what a check came to.
type verdict string

const (
	passed    verdict = "ok"
	failed    verdict = "FAILED"
	warned    verdict = "warning"
	unchecked verdict = "-" // what comes before it failed, or it cannot be told
)

// check is one line.
type check struct {
	name    string
	verdict verdict
	says    string
}

// The checks, in the order in which things fail.
const (
	address = iota
	security
	clock
	credentials
	allowList
	lock
	templates
	flows
	balance
)

func newChecks() []check {
	return []check{
		{"address", unchecked, ""},
		{"TLS", unchecked, ""},
		{"clock", unchecked, ""},
		{"key and secret", unchecked, ""},
		{"allow list", unchecked, ""},
		{"account lock", unchecked, ""},
		{"templates", unchecked, ""},
		{"task flows", unchecked, ""},
		{"balance", unchecked, ""},
	}
}

// text has a line for each check.
func text(checks []check) string {
	var lines strings.Builder
	for _, check := range checks {
		says := check.says
		if says == "" {
			says = "not checked"
		}
		fmt.Fprintf(&lines, "%-7s  %-14s  %s\n", check.verdict, check.name, says)
	}
	return lines.String()
}

// The routes that are asked (API reference, "Endpoints").
const (
	routeTemplates = "GET /template/list"
	routeFlows     = "GET /flow/list"
	routeBalance   = "GET getBalance" // next to /otp, at one of two addresses
)

// examine makes the two lists and asks for the balance, which shows all that is checked.
func (p *patient) examine(ctx context.Context) []check {
	checks := newChecks()
	err := p.call(routeTemplates, func() error {
		list, err := p.client.ListTemplates(ctx)
		p.seen.templates = list.Objects
		return err
	})
	last := p.recorder.last(routeTemplates)
	if !p.reached(checks, err, last) || !admitted(checks, err, last) {
		return checks
	}
	checks[templates] = listed(checks[templates], len(p.seen.templates), err)
	err = p.call(routeFlows, func() error {
		list, err := p.client.ListFlows(ctx)
		p.seen.flows = list.Objects
		return err
	})
	checks[flows] = listed(checks[flows], len(p.seen.flows), err)
	checks[balance] = p.balance(ctx)
	return checks
}

// reached says what the first call shows of the way to the API, and whether the API answered.
func (p *patient) reached(checks []check, err error, last *exchange) bool {
	cause := explain.Cause(err0(err), "")
	switch {
	case last == nil && isTLS(err):
		pass(checks, address, p.way())
		checks[security] = check{checks[security].name, failed, cause}
		return false
	case last == nil:
		checks[address] = check{checks[address].name, failed, cause}
		return false
	}
	pass(checks, address, p.way())
	pass(checks, security, describe(last.tls))
	if failure, ok := errors.AsType[*otp.Error](err); ok && failure.Status == otp.StatusSuccess && !isEnvelope(last) {
		checks[address] = check{checks[address].name, failed, cause} // something else answered
		return false
	}
	return true
}

// admitted says what the first answer shows of the clock and the account, and whether the API takes its calls.
func admitted(checks []check, err error, last *exchange) bool {
	failure, isFailure := errors.AsType[*otp.Error](err)
	if isFailure && failure.Status == otp.StatusTimestampExpired {
		checks[clock] = check{checks[clock].name, failed, explain.Cause(err, "")}
		return false
	}
	checks[clock] = compareClocks(last)
	if !isFailure || !failure.Status.RefusesAccount() {
		pass(checks, credentials, "the API takes them")
		pass(checks, allowList, "the API takes calls from this address")
		pass(checks, lock, "the account is not locked")
		return true
	}
	at := credentials
	switch failure.Status {
	case otp.StatusRestrictedIP, statusNotWhitelisted:
		at = allowList
	case otp.StatusUserLocked:
		at = lock
	default:
	}
	checks[at] = check{checks[at].name, failed, explain.Cause(err, "")}
	for before := credentials; before < at; before++ {
		checks[before].says = "not known: the API answers for the " + checks[at].name + " first"
	}
	return false
}

// statusNotWhitelisted is documented for the vendor's SMS calls (API reference, "Status codes").
const statusNotWhitelisted otp.Status = -31

func pass(checks []check, at int, says string) {
	checks[at].verdict, checks[at].says = passed, says
}

// listed is what came of a list.
func listed(as check, count int, err error) check {
	if err != nil {
		return check{as.name, failed, explain.Cause(err, "")}
	}
	return check{as.name, passed, fmt.Sprintf("the list has %d", count)}
}

// balance is what the account has left.
func (p *patient) balance(ctx context.Context) check {
	var left otp.Balance
	err := p.call(routeBalance, func() (err error) {
		left, err = p.client.Balance(ctx)
		return err
	})
	switch {
	case errors.Is(err, otp.ErrBesideOTP):
		return check{"balance", unchecked, "not checked: " + err.Error()}
	case err != nil:
		return check{"balance", failed, explain.Cause(err, "")}
	}
	return check{"balance", passed, fmt.Sprintf("the account has %s left", *left.Balance)}
}

// way says where the calls go. A proxy is named without its password.
func (p *patient) way() string {
	request := &http.Request{URL: &url.URL{}}
	if base, err := url.Parse(p.account.BaseURL); err == nil {
		request.URL = base
	}
	proxy, err := http.ProxyFromEnvironment(request)
	if err != nil || proxy == nil {
		return p.account.BaseURL + ", without a proxy"
	}
	return p.account.BaseURL + ", through the proxy " + proxy.Host
}

// isTLS tells whether a connection failed once it was made.
func isTLS(err error) bool {
	_, isCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, isRecord := errors.AsType[tls.RecordHeaderError](err)
	_, isAlert := errors.AsType[tls.AlertError](err)
	_, isName := errors.AsType[x509.HostnameError](err)
	return isCertificate || isRecord || isAlert || isName || errors.Is(err, http.ErrSchemeMismatch)
}

func describe(state *tls.ConnectionState) string {
	if state == nil {
		return "plain HTTP to this machine"
	}
	says := tls.VersionName(state.Version)
	if len(state.PeerCertificates) > 0 {
		says += ", the certificate is valid until " + state.PeerCertificates[0].NotAfter.UTC().Format(time.DateOnly)
	}
	return says
}

// compareClocks says how far the clocks are apart.
func compareClocks(last *exchange) check {
	says := check{"clock", passed, "the API took the timestamp; it does not tell its time"}
	if last.date.IsZero() {
		return says
	}
	switch ahead := last.ahead.Round(time.Second); {
	case ahead.Abs() > otp.SameTime:
		return check{"clock", warned, explain.ClockOff(ahead) + " Calls are signed by the API's time. Set the clock, for example with NTP."}
	case ahead.Abs() > time.Second:
		says.says = explain.ClockOff(ahead)
	default:
		says.says = "equal to the API's, to a second"
	}
	return says
}

// err0 keeps a success from being explained.
func err0(err error) error {
	if err == nil {
		return errors.New("")
	}
	return err
}
