package explain

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Failure says in words what went wrong with a call, and how to fix it.
func Failure(failure *otp.Error) string {
	switch {
	case errors.Is(failure.Err, context.Canceled):
		return "The run was interrupted."
	case failure.Status != otp.StatusSuccess:
		return status(failure)
	case failure.HTTPStatus != 0:
		return answer(failure)
	}
	return connection(failure.Host, failure.Err)
}

// Cause says what happened and what to do about it. Rejected is what to look at
// when the API rejects a value, "" for nothing in particular.
func Cause(err error, rejected string) string {
	failure, ok := errors.AsType[*otp.Error](err)
	if !ok {
		return sentence(err.Error())
	}
	text := Failure(failure)
	if otp.IsRejected(failure) && failure.Method != http.MethodGet && rejected != "" {
		text += " " + rejected
	}
	switch {
	case failure.GaveUp:
		text += " So many calls of this run have failed that no more are made."
	case failure.Attempts > 1 && failure.Outcome != otp.Refused:
		text += fmt.Sprintf(" It was attempted %d times.", failure.Attempts)
	}
	return text
}

// status says what the API meant by its status.
func status(failure *otp.Error) string {
	text := fmt.Sprintf("The API answered with status %d (%s)", int64(failure.Status), failure.Status.Meaning())
	if failure.Reason != "" && failure.Reason != failure.Status.Meaning() {
		text += fmt.Sprintf(" and the reason %q", failure.Reason)
	}
	text += "."
	switch failure.Status {
	case otp.StatusTimestampExpired:
		return text + " " + clock(failure)
	case otp.StatusParameter:
		return text + parameter(failure.Method)
	case otp.StatusDataExists:
		return text + " " + existing(failure)
	case otp.StatusDataMissing:
		return text + missing(failure.Method)
	case otp.StatusTooFrequent:
		return text + " There were too many calls" + tryAgain(failure) + ", or set requests_per_second."
	case otp.StatusSensitiveWords:
		return text + " " + sensitive(failure)
	default:
	}
	if advice := advice(failure.Status); advice != "" {
		text += " " + advice
	}
	if failure.Status == otp.StatusAuthentication && failure.CredentialSources != "" {
		text += " " + failure.CredentialSources
	}
	return text
}

// advice says how to fix what a status complains about, "" if that depends on the call.
func advice(status otp.Status) string {
	switch status {
	case otp.StatusAuthentication:
		return "The API key or the API secret is wrong, or they belong to another base_url. " +
			"Check api_key and api_secret in the provider block, or " + otp.EnvAPIKey + " and " + otp.EnvAPISecret + "."
	case otp.StatusRestrictedIP, otp.StatusNotOnWhitelist:
		return "The address that this run calls from is not on the account's IP allow list. " +
			"Have it added, or run from an address that is on it."
	case otp.StatusUserLocked:
		return "The account's user is locked. Have it unlocked by ITNIO Tech before you try again."
	case otp.StatusSystem:
		return "This is a fault on the API's side. Try again later."
	case otp.StatusBalance:
		return "The account has no money left. Top it up."
	case otp.StatusFee:
		return "The API could not tell what a message to this number costs, as with a country that the account has no price for. Ask ITNIO Tech."
	case otp.StatusPeriodTotalLimit:
		return "The application has sent as many messages as its period_total_send_limit allows. Wait until the period is over, or raise the limit."
	case otp.StatusPeriodPhoneLimit:
		return "This number has been sent as many messages as the application's period_phone_send_limit allows. Wait until the period is over, or raise the limit."
	case otp.StatusDataInvalid, otp.StatusOutOfRange:
		return "The API rejected one of the values."
	case otp.StatusKeyDisabled:
		return "The API key is disabled. Have ITNIO Tech enable it, or use another key."
	case otp.StatusNoPermission:
		return "The API key may not use this application. Use a key that may, or ask ITNIO Tech to change what the key may do."
	case otp.StatusDataCaps:
		return "The account holds as many applications as it may. " +
			"Ask ITNIO Tech to raise the cap, or import an application that is no longer needed and use that."
	default:
		return ""
	}
}

// parameter says what may be wrong with what a call sent.
func parameter(method string) string {
	switch method {
	case http.MethodGet:
		return ""
	case http.MethodPut:
		return " The API rejected one of the values, or the object no longer exists."
	}
	return " The API rejected one of the values."
}

// missing says what may not be there.
func missing(method string) string {
	switch method {
	case http.MethodGet:
		return ""
	case http.MethodPut:
		return " The object no longer exists."
	}
	return " Something that the call names does not exist."
}

// sensitive says what -29 means: the vendor lists it for messages, and as something else for all other calls.
func sensitive(failure *otp.Error) string {
	if strings.HasPrefix(failure.Route, "/verification/") {
		return "The API takes words of the text for sensitive ones. Change the template's text."
	}
	return "For a call that sends no message, this more likely means that the workspace is disabled. Ask ITNIO Tech."
}

// existing says what there can be only one of.
func existing(failure *otp.Error) string {
	if strings.HasPrefix(failure.Route, "/verification/") {
		return "The order id was used before, and each is good for one message."
	}
	return "The name is taken, and nothing can be deleted: a name is taken as long as its object exists."
}

// clock says by how much which clock is off.
func clock(failure *otp.Error) string {
	skew, known := failure.Skew()
	switch {
	case !known:
		return "The clock of this machine is off, or a proxy held the request back; the API did not tell its own time. Set the clock, for example with NTP."
	case skew.Abs() <= otp.SameTime:
		return "The clock of this machine agrees with the API's, so the request was held back on its way, " +
			"or the API refuses two requests in one second. Try again."
	}
	return ClockOff(skew) + " Set it, for example with NTP."
}

// ClockOff says how far the API's clock is ahead of this machine's.
func ClockOff(skew time.Duration) string {
	direction := "behind"
	if skew < 0 {
		direction = "ahead of"
	}
	return fmt.Sprintf("The clock of this machine is %s %s the API's.", skew.Abs().Round(time.Second), direction)
}

// answer says what was wrong with an answer that is not the API's.
func answer(failure *otp.Error) string {
	host, code := failure.Host, failure.HTTPStatus
	switch err := failure.Err; {
	case errors.Is(err, otp.ErrHTML):
		return fmt.Sprintf("%s answered with HTML (HTTP %d) instead of the API's JSON. "+
			"Is a proxy or a login page in the way, or is base_url wrong?", host, code)
	case errors.Is(err, otp.ErrProxyAuth):
		return proxyAuth
	case errors.Is(err, otp.ErrRedirect):
		return fmt.Sprintf("%s answered with a redirect (HTTP %d). Redirects are not followed, because they would hand over the signature. "+
			"Set base_url to the final address.", host, code)
	case errors.Is(err, otp.ErrRateLimited):
		return fmt.Sprintf("The API takes no more requests for now (HTTP 429)%s, or set requests_per_second.", tryAgain(failure))
	case errors.Is(err, otp.ErrHTTPStatus):
		return httpStatus(failure)
	case isTimeout(err):
		return noAnswer(host)
	case errors.Is(err, otp.ErrNoData):
		return host + " answered with success, but without the object."
	case errors.Is(err, otp.ErrTooLarge):
		return fmt.Sprintf("The answer of %s was larger than any answer of the API. Is base_url right?", host)
	}
	if odd, ok := errors.AsType[otp.OddError](failure.Err); ok {
		return fmt.Sprintf("%s answered in a form that the API reference does not know. %s.", host, odd)
	}
	reason := strings.TrimPrefix(failure.Err.Error(), otp.ErrMalformed.Error()+": ")
	return fmt.Sprintf("The answer of %s could not be used: %s. Is base_url right?", host, reason)
}

// httpStatus says what an HTTP status means that comes without the API's JSON.
func httpStatus(failure *otp.Error) string {
	code := failure.HTTPStatus
	text := fmt.Sprintf("%s answered with HTTP %d (%s) instead of the API's JSON", failure.Host, code, http.StatusText(code))
	switch {
	case code == http.StatusNotFound, code == http.StatusMethodNotAllowed:
		return text + ". Check base_url (or ITNIOTECH_BASE_URL) and its path; the default is " + otp.DefaultBaseURL + "."
	case code < http.StatusInternalServerError && code != http.StatusRequestTimeout:
		return text + ". A gateway, a firewall or a proxy in front of the API refused the call."
	}
	return text + tryAgain(failure) + "; if this persists, check base_url."
}

// tryAgain ends a sentence with when to try again.
func tryAgain(failure *otp.Error) string {
	if wait := failure.RetryAfter(); wait > 0 {
		return fmt.Sprintf(" and asks to wait %s. Try again then", wait.Round(time.Second))
	}
	return ". Try again later"
}

const proxyAuth = "The proxy asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY, or add the API's host to NO_PROXY."

// connection says why there was no answer.
func connection(host string, err error) string {
	if errors.Is(err, otp.ErrProxy) {
		return proxy(err)
	}
	if certificate, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Sprintf("The certificate of %s is not trusted: %s. If it was issued by a private CA, name that CA's file in SSL_CERT_FILE, "+
			"or add it to the system's store on macOS and Windows.",
			host, certificate.Err)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return host + " does not speak TLS. Check base_url (or ITNIOTECH_BASE_URL) and its port."
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok && name.IsNotFound {
		return fmt.Sprintf("The name %s does not exist (DNS). Check base_url (or ITNIOTECH_BASE_URL).", host)
	}
	switch {
	case errors.Is(err, otp.ErrProxyAuth):
		return proxyAuth
	case errors.Is(err, syscall.ECONNREFUSED) && otp.IsLoopback(host):
		return host + " refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL)."
	case errors.Is(err, syscall.ECONNREFUSED):
		return host + " refused the connection. Check base_url (or ITNIOTECH_BASE_URL), and whether a firewall or a proxy setting is in the way."
	case isTimeout(err):
		return noAnswer(host)
	}
	return sentence(fmt.Sprintf("The connection to %s failed: %v", host, err))
}

// proxy says why the proxy of the environment was of no use.
func proxy(err error) string {
	name, isName := errors.AsType[*net.DNSError](err)
	reason := sentence(strings.TrimPrefix(err.Error(), otp.ErrProxy.Error()+": "))
	switch {
	case isName && name.IsNotFound:
		reason = "Its name does not exist (DNS)."
	case errors.Is(err, syscall.ECONNREFUSED):
		reason = "It refused the connection."
	case isTimeout(err):
		reason = "It did not answer in time."
	}
	return "The proxy that the environment names could not be used. " + reason + " Check HTTPS_PROXY, or add the API's host to NO_PROXY."
}

func isTimeout(err error) bool {
	network, ok := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || ok && network.Timeout()
}

func noAnswer(host string) string {
	return fmt.Sprintf("There was no answer from %s in time. Check the network, or raise request_timeout.", host)
}
