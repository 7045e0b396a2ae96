package provider

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func testObject(t *testing.T, name string) *object {
	t.Helper()
	switch name {
	case "app":
		resource, ok := newAppResource().(*appResource)
		if ok {
			return &resource.object
		}
	case "template":
		resource, ok := newTemplateResource().(*templateResource)
		if ok {
			return &resource.object
		}
	}
	t.Fatalf("no object %s", name)
	return nil
}

// TestCauses has the whole text of everything that a call may run into.
func TestCauses(t *testing.T) {
	t.Parallel()
	signed := time.Unix(1_700_000_000, 0)
	status := func(status otp.Status, reason string) *otp.Error {
		return &otp.Error{HTTPStatus: 200, Status: status, Reason: reason, Err: status}
	}
	clock := func(skew time.Duration) *otp.Error {
		failure := status(otp.StatusTimestampExpired, "timestamp expires")
		failure.LocalTime, failure.ServerTime = signed, signed.Add(skew)
		return failure
	}
	cause := func(code int, err error) *otp.Error {
		return &otp.Error{Host: "api.example.com", HTTPStatus: code, Err: err}
	}
	const expired = `The API answered with status -16 (timestamp expired) and the reason "timestamp expires". `
	for _, test := range []struct {
		failure *otp.Error
		want    string
	}{
		{status(-1, ""), "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. " +
			"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET."},
		{status(-2, "restricted IP access"), "The API answered with status -2 (restricted IP access). The address that this run calls from is not on the account's IP allow list. " +
			"Add it in ITNIO Tech's console, or run from an address that is on it."},
		{status(-13, "用户被锁定"), "The API answered with status -13 (user locked) and the reason \"用户被锁定\". The account's user is locked. Have it unlocked by ITNIO Tech before you try again."},
		{clock(10 * time.Minute), expired + "The clock of this machine is 10m0s behind the API's. Set it, for example with NTP."},
		{clock(-10 * time.Minute), expired + "The clock of this machine is 10m0s ahead of the API's. Set it, for example with NTP."},
		{clock(time.Second), expired + "The clock of this machine agrees with the API's, so the request was held back on its way, or the API refuses two requests in one second. Try again."},
		{status(-16, ""), "The API answered with status -16 (timestamp expired). The clock of this machine is off, or a proxy held the request back; the API did not tell its own time. Set the clock, for example with NTP."},
		{status(-18, ""), "The API answered with status -18 (system error). This is a fault on the API's side. Try again later."},
		{status(-22, "name too long"), "The API answered with status -22 (parameter exception) and the reason \"name too long\". The API rejected one of the values."},
		{&otp.Error{Method: "PUT", HTTPStatus: 200, Status: -22, Err: otp.StatusParameter}, "The API answered with status -22 (parameter exception). The API rejected one of the values, or the object no longer exists."},
		{status(-23, ""), "The API answered with status -23 (data caps). The account holds as many applications as it may. " +
			"Ask ITNIO Tech to raise the cap, or import an application that is no longer needed and use that."},
		{status(-99, "?"), "The API answered with status -99 (not documented) and the reason \"?\"."},
		{cause(200, otp.ErrHTML), "api.example.com answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"},
		{cause(407, otp.ErrProxyAuth), "The proxy asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(302, otp.ErrRedirect), "api.example.com answered with a redirect (HTTP 302). Redirects are not followed, because they would hand over the signature. Set base_url to the final address."},
		{cause(429, otp.ErrRateLimited), "The API takes no more requests for now (HTTP 429). Try again later, or set requests_per_second."},
		{cause(408, otp.ErrHTTPStatus), "api.example.com answered with HTTP 408 (Request Timeout) instead of the API's JSON. Try again later; if this persists, check base_url."},
		{cause(200, fmt.Errorf("%w: it ended early: %w", otp.ErrMalformed, context.Canceled)), "The run was interrupted."},
		{cause(502, otp.ErrHTTPStatus), "api.example.com answered with HTTP 502 (Bad Gateway) instead of the API's JSON. Try again later; if this persists, check base_url."},
		{cause(404, otp.ErrHTTPStatus), "api.example.com answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url (or ITNIOTECH_BASE_URL) and its path; the default is https://api.itniotech.com/otp."},
		{cause(200, otp.ErrTooLarge), "The answer of api.example.com was larger than any answer of the API. Is base_url right?"},
		{cause(200, fmt.Errorf("%w: it is empty", otp.ErrMalformed)), "The answer of api.example.com could not be used: it is empty. Is base_url right?"},
		{cause(200, otp.ErrNoData), "api.example.com answered with success, but without the object."},
		{cause(0, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), "The certificate of api.example.com is not trusted: x509: certificate signed by unknown authority. If it was issued by a private CA, name that CA's file in SSL_CERT_FILE, or add it to the system's store on macOS and Windows."},
		{cause(200, fmt.Errorf("%w: it ended early: %w", otp.ErrMalformed, context.DeadlineExceeded)), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{cause(0, otp.ErrProxyAuth), "The proxy asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(0, fmt.Errorf("%w: it answered HTTP 403", otp.ErrProxy)), "The proxy that the environment names could not be used. It answered HTTP 403. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(0, fmt.Errorf("%w: %w", otp.ErrProxy, syscall.ECONNREFUSED)), "The proxy that the environment names could not be used. It refused the connection. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(0, fmt.Errorf("%w: %w", otp.ErrProxy, &net.DNSError{IsNotFound: true})), "The proxy that the environment names could not be used. Its name does not exist (DNS). Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(0, fmt.Errorf("%w: %w", otp.ErrProxy, os.ErrDeadlineExceeded)), "The proxy that the environment names could not be used. It did not answer in time. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{cause(0, http.ErrSchemeMismatch), "api.example.com does not speak TLS. Check base_url (or ITNIOTECH_BASE_URL) and its port."},
		{cause(0, &net.DNSError{IsNotFound: true, Name: "api.example.com"}), "The name api.example.com does not exist (DNS). Check base_url (or ITNIOTECH_BASE_URL)."},
		{cause(0, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), "api.example.com refused the connection. Check base_url (or ITNIOTECH_BASE_URL), and whether a firewall or a proxy setting is in the way."},
		{cause(0, context.Canceled), "The run was interrupted."},
		{cause(0, context.DeadlineExceeded), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{cause(0, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{cause(0, io.EOF), "The connection to api.example.com failed: EOF."},
		{&otp.Error{Host: "api.example.com", Attempts: 5, HTTPStatus: 503, Err: otp.ErrHTTPStatus}, "api.example.com answered with HTTP 503 (Service Unavailable) instead of the API's JSON. Try again later; if this persists, check base_url. It was attempted 5 times."},
		{&otp.Error{Host: "api.example.com", GaveUp: true, Err: io.EOF}, "The connection to api.example.com failed: EOF. So many calls of this run have failed that no more are made."},
	} {
		if got := testObject(t, "app").cause(test.failure); got != test.want {
			t.Errorf("%v:\n   got %s\n  want %s", test.failure.Err, got, test.want)
		}
	}
	if got, want := testObject(t, "app").cause(errors.New("it broke.")), "It broke."; got != want { //nolint:revive // the form that is tested
		t.Errorf("got %s, want %s", got, want)
	}
}

// otherWays ends what is said about a taken name, and retiredWays where the policy is RETIRE.
const (
	otherWays = "A name that another resource gives up in the same change, by a new name or under deletion_policy = \"RETIRE\", " +
		"is free for a resource that depends on that one (depends_on); if that one is removed, or nothing depends on it, a second apply may be needed."
	retiredWays = otherWays + " The new half of a replacement must not have create_before_destroy, because the old template gives up its name when it goes."
)

// TestFailures has whole diagnostics: for each verb, each thing that may have become of the account.
func TestFailures(t *testing.T) {
	t.Parallel()
	failure := func(outcome otp.Outcome) error {
		return &otp.Error{Host: "api.example.com", Outcome: outcome, Err: io.EOF}
	}
	taken := &otp.Error{Outcome: otp.Refused, Status: otp.StatusDataExists, Err: otp.StatusDataExists}
	const (
		login  = `the OTP application "login"`
		eof    = "The connection to api.example.com failed: EOF."
		exists = "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists."
		choose = " that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, or it may be managed by another resource or another state. " +
			"Choose another name; or rename the resource in the configuration with a moved block, if it is the same "
		adopt = "; or, if nothing else manages it, import it. "
	)
	for _, test := range []struct {
		object, verb, id string
		err              error
		want             []string
	}{
		{"app", verbRead, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Read OTP Application: Terraform could not read " + login + " (id mRELxtHc).", eof, "The state is kept as it was."}},
		{"app", verbCreate, "", failure(otp.NotSent), []string{"Unable to Create OTP Application: Terraform could not create " + login + ".", eof, "The request was not sent: nothing was created."}},
		{"app", verbCreate, "", failure(otp.Refused), []string{"Unable to Create OTP Application: Terraform could not create " + login + ".", eof, "Nothing was created."}},
		{"app", verbCreate, "", failure(otp.Unknown), []string{
			"Unable to Create OTP Application: Terraform could not create " + login + ".", eof,
			"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, because creating it again can only fail:",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}",
		}},
		{"app", verbCreate, "", failure(otp.Done), []string{
			"Unable to Create OTP Application: Terraform could not create " + login + ".", eof,
			"So the application was most likely created, but the API did not tell its id. ITNIO Tech's console shows each application's id; the API cannot list applications. Import it, because creating it again can only fail:",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}",
		}},
		{"app", verbUpdate, "mRELxtHc", failure(otp.NotSent), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "The request was not sent: nothing was changed, and the state is kept as it was."}},
		{"app", verbUpdate, "mRELxtHc", failure(otp.Refused), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "Nothing was changed, and the state is kept as it was."}},
		{"app", verbUpdate, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", eof, "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."}},
		{"app", verbCreate, "", taken, []string{
			"name: Unable to Create OTP Application: Terraform could not create " + login + ".", exists, "Nothing was created.",
			"The application" + choose + "application" + adopt + "ITNIO Tech's console shows each application's id; the API cannot list applications.",
			"import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}", otherWays,
		}},
		{"app", verbUpdate, "mRELxtHc", taken, []string{
			"name: Unable to Update OTP Application: Terraform could not update " + login + " (id mRELxtHc).", exists,
			"Nothing was changed, and the state is kept as it was.", "Another application has that name. Choose another one.",
		}},
		{"app", verbDelete, "mRELxtHc", failure(otp.NotSent), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "The request was not sent: nothing was changed, and the state is kept as it was."}},
		{"app", verbDelete, "mRELxtHc", failure(otp.Refused), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "Nothing was changed, and the state is kept as it was."}},
		{"app", verbDelete, "mRELxtHc", failure(otp.Unknown), []string{"Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", eof, "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."}},
		{"app", verbDelete, "mRELxtHc", taken, []string{
			"name: Unable to Destroy OTP Application: Terraform could not destroy " + login + " (id mRELxtHc).", exists,
			"Nothing was changed, and the state is kept as it was.",
			`Another application has the name "retired-mRELxtHc-login", which this one was to be left with. Rename that one in ITNIO Tech's console.`,
		}},
		{"template", verbDelete, "455", &otp.Error{Method: "PUT", Outcome: otp.Refused, Status: otp.StatusParameter, Err: otp.StatusParameter}, []string{
			`Unable to Destroy OTP Template: Terraform could not destroy the OTP template "login" (id 455).`,
			"The API answered with status -22 (parameter exception). The API rejected one of the values, or the object no longer exists. Is app_id the id of an application of this account?",
			"Nothing was changed, and the state is kept as it was.",
		}},
		{"template", verbCreate, "", taken, []string{
			`name: Unable to Create OTP Template: Terraform could not create the OTP template "login".`, exists, "Nothing was created.",
			"The template" + choose + "template" + adopt + "ITNIO Tech's console shows each template's id.",
			"import {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"ID\"\n}", otherWays,
		}},
		{"template", verbCreate, "", &otp.Error{Outcome: otp.Refused, Status: otp.StatusParameter, Err: otp.StatusParameter}, []string{
			`Unable to Create OTP Template: Terraform could not create the OTP template "login".`,
			"The API answered with status -22 (parameter exception). The API rejected one of the values. Is app_id the id of an application of this account?",
			"Nothing was created.",
		}},
	} {
		object := testObject(t, test.object)
		diagnostic := object.failed(test.verb, test.id, "login", test.err, nil)
		if test.verb == verbCreate {
			diagnostic = object.failedCreate("login", policyAbandon, test.err, nil)
		}
		expectDiagnostics(t, diag.Diagnostics{diagnostic}, strings.Join(test.want, "\n\n"))
	}
	by := &conflict{id: "456", name: "login"}
	expectDiagnostics(t, diag.Diagnostics{testObject(t, "template").failed(verbUpdate, "455", "sign-in", taken, by)},
		`name: Unable to Update OTP Template: Terraform could not update the OTP template "sign-in" (id 455).`+"\n\n"+exists+"\n\n"+
			"Nothing was changed, and the state is kept as it was.\n\nThe template with the id 456 has the name \"login\". Choose another one. "+otherWays)
}

// TestTakenName has what is said about the name of a new object that another has.
func TestTakenName(t *testing.T) {
	t.Parallel()
	taken := &otp.Error{HTTPStatus: 200, Outcome: otp.Refused, Status: otp.StatusDataExists, Err: otp.StatusDataExists}
	const (
		exists = `name: Unable to Create OTP Template: Terraform could not create the OTP template "login".` + "\n\n" +
			"The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n" +
			"Nothing was created.\n\n"
		mend = " If Terraform manages it under another address, because the resource was renamed, use a moved block. " +
			"If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\nimport {\n  to = itniotech_otp_template.RESOURCE_NAME\n  id = \"455\"\n}\n\n"
	)
	for name, test := range map[string]struct {
		by     conflict
		policy string
		want   string
	}{
		"equal":     {conflict{id: "455", name: "login"}, policyAbandon, "The template with the id 455 has the name. It has the settings of the configuration." + mend + otherWays},
		"retired":   {conflict{id: "455", name: "login"}, policyRetire, "The template with the id 455 has the name. It has the settings of the configuration." + mend + retiredWays},
		"prevented": {conflict{id: "455", name: "login"}, policyPrevent, "The template with the id 455 has the name. It has the settings of the configuration." + mend + otherWays},
		"different": {
			conflict{id: "455", name: "login", differs: []string{"app_id", "text"}},
			policyAbandon,
			"The template with the id 455 has the name. It differs from the configuration in app_id, text." + mend + otherWays,
		},
		"spelling": {
			conflict{id: "455", name: "Login ", differs: []string{"name"}},
			policyAbandon,
			`The template with the id 455 has the name "Login ", which counts as the same. It differs from the configuration in name.` + mend + otherWays,
		},
		"ours": {
			conflict{id: "455", name: "login", ours: true},
			policyRetire,
			"This run has just created the template that has the name, with the id 455: two resources of the configuration ask for the same name. Give one of them another.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectDiagnostics(t, diag.Diagnostics{testObject(t, "template").failedCreate("login", test.policy, taken, &test.by)}, exists+test.want)
		})
	}
}

// TestLost has what is said when the answer to a create was lost and a second attempt failed.
func TestLost(t *testing.T) {
	t.Parallel()
	first := &otp.Error{Host: "api.example.com", Outcome: otp.Unknown, Attempts: 1, Err: io.EOF}
	refused := func(status otp.Status) error {
		return &otp.Error{HTTPStatus: 200, Attempts: 1, Outcome: otp.Refused, Status: status, Err: status}
	}
	const (
		begin = `Unable to Create OTP Application: Terraform could not create the OTP application "login".` + "\n\n" +
			"The connection to api.example.com failed: EOF.\n\nSo it was sent once more, which can make no second one, because names are unique. "
		exists = "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n" +
			"Either the first attempt created the application, or the name was taken before. If its settings are those of the configuration and nothing else manages it, " +
			"it is most likely the one of this run: compare, and import it.\n\n"
	)
	app := testObject(t, "app")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", policyAbandon, &lostError{first, refused(otp.StatusDataExists)}, nil)}, "name: "+begin+exists+
		"ITNIO Tech's console shows each application's id; the API cannot list applications.\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", policyAbandon, &lostError{first, refused(otp.StatusDataExists)}, &conflict{id: "mRELxtHc", name: "login", ours: true})},
		"name: "+begin+"The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists.\n\n"+
			"This run has just created the application that has the name, with the id mRELxtHc: two resources of the configuration ask for the same name. Give one of them another.")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", policyAbandon, &lostError{first, first}, nil)}, begin+
		"The connection to api.example.com failed: EOF.\n\n"+
		"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, "+
		"because creating it again can only fail:\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
	expectDiagnostics(t, diag.Diagnostics{app.failedCreate("login", policyAbandon, &lostError{first, refused(otp.StatusDataCaps)}, nil)}, begin+
		"The API answered with status -23 (data caps). The account holds as many applications as it may. "+
		"Ask ITNIO Tech to raise the cap, or import an application that is no longer needed and use that.\n\n"+
		"Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, "+
		"because creating it again can only fail:\n\nimport {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}")
}

func TestAnsweredDifferently(t *testing.T) {
	t.Parallel()
	object := testObject(t, "template")
	expectDiagnostics(t, object.answeredDifferently("455", "login-en", nil))
	expectDiagnostics(t, object.answeredDifferently("455", "login-en", []string{"name", "text"}),
		`OTP Template 455 Differs from the Plan: The API accepted the OTP template "login-en" (id 455) but kept other values than it was sent for: name, text. `+
			"The state has the planned values; the next plan shows what the API kept.")
}
