package explain

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
	"syscall"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

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
	from := func(sources string, failure *otp.Error) *otp.Error {
		failure.CredentialSources = sources
		return failure
	}
	on := func(host string, failure *otp.Error) *otp.Error {
		failure.Host = host
		return failure
	}
	answer := func(code int, err error) *otp.Error {
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
			"Have it added, or run from an address that is on it."},
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
		{status(-14, ""), "The API answered with status -14 (inquiry id is abnormal)."},
		{status(-15, ""), "The API answered with status -15 (query too frequently). There were too many calls. Try again later, or set requests_per_second."},
		{status(-21, ""), "The API answered with status -21 (data validation exception). The API rejected one of the values."},
		{status(-24, ""), "The API answered with status -24 (data unexisting). Something that the call names does not exist."},
		{&otp.Error{Method: "PUT", HTTPStatus: 200, Status: -24, Err: otp.StatusDataMissing}, "The API answered with status -24 (data unexisting). The object no longer exists."},
		{&otp.Error{Method: "GET", HTTPStatus: 200, Status: -24, Err: otp.StatusDataMissing}, "The API answered with status -24 (data unexisting)."},
		{status(-25, ""), "The API answered with status -25 (out of time range). The API rejected one of the values."},
		{&otp.Error{Route: "/verification/send", HTTPStatus: 200, Status: -29, Err: otp.StatusSensitiveWords}, "The API answered with status -29 (SMS content has sensitive words). The API takes words of the text for sensitive ones. Change the template's text."},
		{status(-29, ""), "The API answered with status -29 (SMS content has sensitive words). For a call that sends no message, this more likely means that the workspace is disabled. Ask ITNIO Tech."},
		{from("The API key comes from api_key, and the API secret from ITNIOTECH_API_SECRET.", status(-1, "")), "The API answered with status -1 (authentication error). " +
			"The API key or the API secret is wrong, or they belong to another base_url. Check api_key and api_secret in the provider block, " +
			"or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET. The API key comes from api_key, and the API secret from ITNIOTECH_API_SECRET."},
		{status(-30, ""), "The API answered with status -30 (API key is disabled). The API key is disabled. Have ITNIO Tech enable it, or use another key."},
		{status(-31, ""), "The API answered with status -31 (IP is not in the whitelist). The address that this run calls from is not on the account's IP allow list. " +
			"Have it added, or run from an address that is on it."},
		{status(-32, ""), "The API answered with status -32 (API key does not have permission to access the application). The API key may not use this application. Use a key that may, or ask ITNIO Tech to change what the key may do."},
		{status(-99, "?"), "The API answered with status -99 (not documented) and the reason \"?\"."},
		{answer(200, otp.ErrHTML), "api.example.com answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"},
		{answer(407, otp.ErrProxyAuth), "The proxy asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(302, otp.ErrRedirect), "api.example.com answered with a redirect (HTTP 302). Redirects are not followed, because they would hand over the signature. Set base_url to the final address."},
		{answer(429, otp.ErrRateLimited), "The API takes no more requests for now (HTTP 429). Try again later, or set requests_per_second."},
		{answer(408, otp.ErrHTTPStatus), "api.example.com answered with HTTP 408 (Request Timeout) instead of the API's JSON. Try again later; if this persists, check base_url."},
		{answer(200, fmt.Errorf("%w: it ended early: %w", otp.ErrMalformed, context.Canceled)), "The run was interrupted."},
		{answer(502, otp.ErrHTTPStatus), "api.example.com answered with HTTP 502 (Bad Gateway) instead of the API's JSON. Try again later; if this persists, check base_url."},
		{answer(404, otp.ErrHTTPStatus), "api.example.com answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url (or ITNIOTECH_BASE_URL) and its path; the default is https://api.itniotech.com/otp."},
		{answer(403, otp.ErrHTTPStatus), "api.example.com answered with HTTP 403 (Forbidden) instead of the API's JSON. A gateway, a firewall or a proxy in front of the API refused the call."},
		{answer(200, otp.ErrTooLarge), "The answer of api.example.com was larger than any answer of the API. Is base_url right?"},
		{answer(200, fmt.Errorf("%w: it is empty", otp.ErrMalformed)), "The answer of api.example.com could not be used: it is empty. Is base_url right?"},
		{answer(200, fmt.Errorf("%w: %w", otp.ErrMalformed, otp.OddError{{Path: "data[3].speechRate", Form: "a fraction"}, {Path: "data[3].text", Form: "an object"}})), "api.example.com answered in a form that the API reference does not know. data[3].speechRate: a fraction; data[3].text: an object."},
		{answer(200, otp.ErrNoData), "api.example.com answered with success, but without the object."},
		{answer(0, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), "The certificate of api.example.com is not trusted: x509: certificate signed by unknown authority. If it was issued by a private CA, name that CA's file in SSL_CERT_FILE, or add it to the system's store on macOS and Windows."},
		{answer(200, fmt.Errorf("%w: it ended early: %w", otp.ErrMalformed, context.DeadlineExceeded)), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{answer(0, otp.ErrProxyAuth), "The proxy asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(0, fmt.Errorf("%w: it answered HTTP 403", otp.ErrProxy)), "The proxy that the environment names could not be used. It answered HTTP 403. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(0, fmt.Errorf("%w: %w", otp.ErrProxy, syscall.ECONNREFUSED)), "The proxy that the environment names could not be used. It refused the connection. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(0, fmt.Errorf("%w: %w", otp.ErrProxy, &net.DNSError{IsNotFound: true})), "The proxy that the environment names could not be used. Its name does not exist (DNS). Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(0, fmt.Errorf("%w: %w", otp.ErrProxy, os.ErrDeadlineExceeded)), "The proxy that the environment names could not be used. It did not answer in time. Check HTTPS_PROXY, or add the API's host to NO_PROXY."},
		{answer(0, http.ErrSchemeMismatch), "api.example.com does not speak TLS. Check base_url (or ITNIOTECH_BASE_URL) and its port."},
		{answer(0, &net.DNSError{IsNotFound: true, Name: "api.example.com"}), "The name api.example.com does not exist (DNS). Check base_url (or ITNIOTECH_BASE_URL)."},
		{on("127.0.0.1:8480", answer(0, syscall.ECONNREFUSED)), "127.0.0.1:8480 refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL)."},
		{answer(0, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), "api.example.com refused the connection. Check base_url (or ITNIOTECH_BASE_URL), and whether a firewall or a proxy setting is in the way."},
		{answer(0, context.Canceled), "The run was interrupted."},
		{answer(0, context.DeadlineExceeded), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{answer(0, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), "There was no answer from api.example.com in time. Check the network, or raise request_timeout."},
		{answer(0, io.EOF), "The connection to api.example.com failed: EOF."},
		{&otp.Error{Host: "api.example.com", Attempts: 5, HTTPStatus: 503, Err: otp.ErrHTTPStatus}, "api.example.com answered with HTTP 503 (Service Unavailable) instead of the API's JSON. Try again later; if this persists, check base_url. It was attempted 5 times."},
		{&otp.Error{Host: "api.example.com", GaveUp: true, Err: io.EOF}, "The connection to api.example.com failed: EOF. So many calls of this run have failed that no more are made."},
	} {
		if got := Cause(test.failure, ""); got != test.want {
			t.Errorf("%v:\n   got %s\n  want %s", test.failure.Err, got, test.want)
		}
	}
	if got, want := Cause(errors.New("it broke."), ""), "It broke."; got != want { //nolint:revive // the form that is tested
		t.Errorf("got %s, want %s", got, want)
	}
}
