package otp

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// failure is what a test expects of a call that fails.
type failure struct {
	cause    error
	outcome  Outcome
	attempts int
}

func (want failure) check(t *testing.T, err error, server *server) {
	t.Helper()
	got, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error = %v, want an *Error", err)
	}
	if !errors.Is(err, want.cause) {
		t.Errorf("error = %v, want the cause %v", err, want.cause)
	}
	if got.Outcome != want.outcome {
		t.Errorf("outcome = %s, want %s", got.Outcome, want.outcome)
	}
	if got.Attempts != want.attempts || len(server.requests()) != want.attempts {
		t.Errorf("attempts = %d, requests = %d, want %d", got.Attempts, len(server.requests()), want.attempts)
	}
}

// springError is what Spring Boot answers for a path that nothing handles.
const springError = `{"timestamp":"2026-01-01T00:00:00.000+00:00","status":404,"error":"Not Found","path":"/otp"}`

// TestFaults runs each kind of call into each fault, once and without an end,
// with one repeat allowed. A call that attempts twice gets through the fault that
// happens once.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		handler         http.HandlerFunc
		cause           error
		outcome         Outcome
		creates, others int // attempts
	}{
		{"authentication", answerStatus(-1), StatusAuthentication, Refused, 1, 1},
		{"restricted address", answerStatus(-2), StatusRestrictedIP, Refused, 1, 1},
		{"user locked", answerStatus(-13), StatusUserLocked, Refused, 1, 1},
		{"timestamp expired", answerStatus(-16), StatusTimestampExpired, Refused, 2, 2},
		{"system error", answerStatus(-18), StatusSystem, Unknown, 1, 2},
		{"data existing", answerStatus(-20), StatusDataExists, Refused, 1, 1},
		{"parameter", answerStatus(-22), StatusParameter, Refused, 1, 1},
		{"data caps", answerStatus(-23), StatusDataCaps, Refused, 1, 1},
		{"abnormal inquiry id", answerStatus(-14), StatusInquiryID, Refused, 1, 1},
		{"too frequent", answerStatus(-15), StatusTooFrequent, Refused, 2, 2},
		{"invalid data", answerStatus(-21), StatusDataInvalid, Refused, 1, 1},
		{"out of range", answerStatus(-25), StatusOutOfRange, Refused, 1, 1},
		{"key disabled", answerStatus(-30), StatusKeyDisabled, Refused, 1, 1},
		{"not on the whitelist", answerStatus(-31), StatusNotOnWhitelist, Refused, 1, 1},
		{"no permission", answerStatus(-32), StatusNoPermission, Refused, 1, 1},
		{"status that nobody documented", answerStatus(-99), Status(-99), Unknown, 1, 1},
		{"status that is a number", answer(`{"status":-20}`), StatusDataExists, Refused, 1, 1},
		{"500", answerHTTP(500, "text/plain", "oops"), ErrHTTPStatus, Unknown, 1, 2},
		{"502", answerHTTP(502, "text/html", "<html>"), ErrHTTPStatus, Unknown, 1, 2},
		{"503", answerHTTP(503, "text/html", "<html>"), ErrHTTPStatus, Unknown, 1, 2},
		{"504", answerHTTP(504, "", ""), ErrHTTPStatus, Unknown, 1, 2},
		{"500 with a refusal that is not believed", answerHTTP(500, "application/json", `{"status":"-20"}`), ErrHTTPStatus, Unknown, 1, 2},
		{"500 with not there", answerHTTP(500, "application/json", `{"status":"-24"}`), ErrHTTPStatus, Unknown, 1, 2},
		{"500 with a success", answerHTTP(500, "application/json", appAnswer), ErrHTTPStatus, Unknown, 1, 2},
		{"500 with a wrong key", answerHTTP(500, "application/json", `{"status":"-1"}`), StatusAuthentication, Refused, 1, 1},
		{"503 with a disabled key", answerHTTP(503, "application/json", `{"status":"-30"}`), StatusKeyDisabled, Refused, 1, 1},
		{"500 with a pause", answerHTTP(500, "application/json", `{"status":"-15"}`), StatusTooFrequent, Refused, 2, 2},
		{"500 with an expired timestamp", answerHTTP(500, "application/json", `{"status":"-16"}`), StatusTimestampExpired, Refused, 2, 2},
		{"404 of a framework", answerHTTP(404, "application/json", springError), ErrHTTPStatus, Refused, 1, 1},
		{"500 of a framework", answerHTTP(500, "application/json", `{"status":500,"error":"Internal Server Error"}`), ErrHTTPStatus, Unknown, 1, 2},
		{"a framework's error as a success", answer(springError), ErrMalformed, Unknown, 1, 2},
		{"400 of a gateway", answerHTTP(400, "application/json", `{"message":"no Route matched with those values"}`), ErrHTTPStatus, Refused, 1, 1},
		{"404", answerHTTP(404, "text/plain", "no such page"), ErrHTTPStatus, Refused, 1, 1},
		{"404 with HTML", answerHTTP(404, "text/html", "<html>"), ErrHTML, Refused, 1, 1},
		{"408", answerHTTP(408, "text/plain", ""), ErrHTTPStatus, Unknown, 1, 1},
		{"429", answerHTTP(429, "text/plain", ""), ErrRateLimited, Refused, 2, 2},
		{"429 for two seconds", answerHTTP(429, "text/plain", "", "Retry-After", "2"), ErrRateLimited, Refused, 2, 2},
		{"429 for an hour", answerHTTP(429, "text/plain", "", "Retry-After", "3600"), ErrRateLimited, Refused, 1, 1},
		{"503 for an hour", answerHTTP(503, "text/plain", "", "Retry-After", "3600"), ErrHTTPStatus, Unknown, 1, 1},
		{"proxy asks for a password", answerHTTP(407, "text/html", "<html>"), ErrProxyAuth, NotSent, 1, 1},
		{"HTML", answerHTTP(200, "text/html", "<!doctype html>"), ErrHTML, Unknown, 1, 2},
		{"HTML that says it is JSON", answerHTTP(200, "application/json", " \n<html>"), ErrHTML, Unknown, 1, 2},
		{"envelope that says it is HTML", answerHTTP(200, "text/html", `{"status":"-20"}`), StatusDataExists, Refused, 1, 1},
		{"401 with an envelope", answerHTTP(401, "application/json", `{"status":"-1"}`), StatusAuthentication, Refused, 1, 1},
		{"401 with a success", answerHTTP(401, "application/json", appAnswer), ErrHTTPStatus, Unknown, 1, 1},
		{"400 with a refusal", answerHTTP(400, "application/json", `{"status":"-20"}`), StatusDataExists, Refused, 1, 1},
		{"404 with not there", answerHTTP(404, "application/json", `{"status":"-21"}`), StatusDataInvalid, Refused, 1, 1},
		{"400 with a system error", answerHTTP(400, "application/json", `{"status":"-18"}`), ErrHTTPStatus, Unknown, 1, 1},
		{"redirect", answerHTTP(307, "text/plain", "", "Location", "/elsewhere"), ErrRedirect, Unknown, 1, 1},
		{"a login page", answerHTTP(302, "text/html", "", "Location", "https://login.example.com"), ErrRedirect, Unknown, 1, 1},
		{"truncated JSON", answer(`{"status":"0","data":{"appId":"mR`), ErrMalformed, Unknown, 1, 2},
		{"length that is too long", answerHTTP(200, "application/json", appAnswer, "Content-Length", "1000"), ErrMalformed, Unknown, 1, 2},
		{"length that is too short", answerHTTP(200, "application/json", appAnswer, "Content-Length", "20"), ErrMalformed, Unknown, 1, 2},
		{"trailing bytes", answer(appAnswer + `{}`), ErrMalformed, Unknown, 1, 2},
		{"trailing HTML", answer(appAnswer + `<script>`), ErrMalformed, Unknown, 1, 2},
		{"status missing", answer(`{"data":{"appId":"mRELxtHc"}}`), ErrMalformed, Unknown, 1, 2},
		{"status null", answer(`{"status":null,"data":{"appId":"mRELxtHc"}}`), ErrMalformed, Unknown, 1, 2},
		{"status a word", answer(`{"status":"success","data":{"appId":"mRELxtHc"}}`), ErrMalformed, Unknown, 1, 2},
		{"status a fraction", answer(`{"status":0.5,"data":{"appId":"mRELxtHc"}}`), ErrMalformed, Unknown, 1, 2},
		{"body null", answer(`null`), ErrMalformed, Unknown, 1, 2},
		{"body a list", answer(`[]`), ErrMalformed, Unknown, 1, 2},
		{"body a text", answer(`"success"`), ErrMalformed, Unknown, 1, 2},
		{"body empty", answer(``), ErrMalformed, Unknown, 1, 2},
		{"204", answerHTTP(204, "application/json", ""), ErrMalformed, Unknown, 1, 2},
		{"body endless", endless, ErrTooLarge, Unknown, 1, 1},
		{"gzip bomb", bomb, ErrTooLarge, Unknown, 1, 1},
		{"gzip that is none", answerHTTP(200, "application/json", appAnswer, "Content-Encoding", "gzip"), ErrMalformed, Unknown, 1, 2},
		{"one byte a second", drip, context.DeadlineExceeded, Unknown, 1, 2},
		{"no answer", stall, context.DeadlineExceeded, Unknown, 1, 2},
		{"cut", cut, io.EOF, Unknown, 1, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for name, call := range verbs() {
				attempts := test.others
				if name == "create" {
					attempts = test.creates
				}
				want := failure{test.cause, test.outcome, attempts}
				t.Run(name+" for ever", func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						server := newMemoryServer(t, test.handler)
						want.check(t, call(t.Context(), server.client(t)), server)
					})
				})
				t.Run(name+" once", func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						server := newMemoryServer(t, test.handler, succeed)
						err := call(t.Context(), server.client(t))
						if attempts == 1 {
							want.check(t, err, server)
						} else if got := len(server.requests()); err != nil || got != attempts {
							t.Errorf("%d requests, %v; want a success in %d", got, err, attempts)
						}
					})
				})
			}
		})
	}
}

// TestSuccessesThatTellTooLittle has the API report a success without what the
// call needs. What a write reports as done is not sent again.
func TestSuccessesThatTellTooLittle(t *testing.T) {
	t.Parallel()
	fine, gone := failure{}, failure{ErrNotFound, Refused, 1}
	for data, want := range map[string]struct{ create, update, read, list failure }{
		`null`:                  {failure{ErrNoData, Done, 1}, fine, gone, fine},
		`{}`:                    {failure{ErrNoData, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, fine},
		`{"appId":null}`:        {failure{ErrNoData, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":""}`:          {failure{ErrNoData, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":0}`:           {failure{ErrNoData, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":"0"}`:         {failure{ErrNoData, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":[1]}`:         {failure{ErrMalformed, Done, 1}, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":"elsewhere"}`: {fine, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`[1]`:                   {failure{ErrMalformed, Done, 1}, failure{ErrMalformed, Done, 1}, failure{ErrMalformed, Unknown, 1}, fine},
		`"mRELxtHc"`:            {failure{ErrMalformed, Done, 1}, failure{ErrMalformed, Done, 1}, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1}},
		`{"appId":"mRELxtHc","name":7,"periodTotalSendLimit":[]}`: {
			fine, fine, failure{ErrMalformed, Unknown, 1}, failure{ErrMalformed, Unknown, 1},
		},
	} {
		t.Run(data, func(t *testing.T) {
			t.Parallel()
			for name, want := range map[string]failure{"create": want.create, "update": want.update, "read": want.read, "list": want.list} {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						server := newMemoryServer(t, answer(`{"status":"0","data":`+data+`}`))
						err := verbs()[name](t.Context(), server.client(t))
						if want != fine {
							want.check(t, err, server)
						} else if err != nil || len(server.requests()) != 1 {
							t.Errorf("%d requests, %v; want a success", len(server.requests()), err)
						}
					})
				})
			}
		})
	}
}

// TestReset has the server reset the connection, before it answers and in the midst of it.
func TestReset(t *testing.T) {
	t.Parallel()
	reset := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(connection, text)
			_ = connection.(*net.TCPConn).SetLinger(0)
			_ = connection.Close()
		}
	}
	for when, handler := range map[string]http.HandlerFunc{
		"before the answer": reset(""),
		"in its header":     reset("HTTP/1.1 200 OK\r\nContent-"),
		"in its body":       reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":\"0\""),
	} {
		for name, call := range verbs() {
			t.Run(name+" "+when, func(t *testing.T) {
				t.Parallel()
				server := newServer(t, handler, succeed)
				err := call(t.Context(), server.client(t))
				if name != "create" {
					if err != nil || len(server.requests()) != 2 {
						t.Errorf("%d requests, %v; want a success in 2", len(server.requests()), err)
					}
					return
				}
				failure, ok := errors.AsType[*Error](err)
				if !ok || failure.Outcome != Unknown || failure.Attempts != 1 || len(server.requests()) != 1 {
					t.Errorf("%d requests, %+v; want 1 and an unknown outcome", len(server.requests()), failure)
				}
			})
		}
	}
}

// TestCreateIsNotRepeatedAfterAnUnknownOutcome takes the fault after faults
// that allow a repeat.
func TestCreateIsNotRepeatedAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]http.HandlerFunc{
		"429": answerHTTP(429, "text/plain", ""),
		"-16": answerStatus(StatusTimestampExpired),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, first, cut, succeed)
				err := create(t.Context(), server.client(t, retries(10)))
				failure{io.EOF, Unknown, 2}.check(t, err, server)
			})
		})
	}
}

// TestUpdateThatWasLostStaysUnknown refuses the repeat of an update whose first answer was lost.
func TestUpdateThatWasLostStaysUnknown(t *testing.T) {
	t.Parallel()
	for _, status := range []Status{StatusDataExists, StatusParameter, StatusAuthentication} {
		t.Run(status.Meaning(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, cut, answerStatus(status))
				err := update(t.Context(), server.client(t))
				failure{status, Unknown, 2}.check(t, err, server)
			})
		})
	}
}

// TestAttemptsAreCounted uses up the repeats, which HTML ends after one.
func TestAttemptsAreCounted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    failure
	}{
		"503":  {answerHTTP(503, "text/plain", ""), failure{ErrHTTPStatus, Unknown, 11}},
		"-18":  {answerStatus(StatusSystem), failure{StatusSystem, Unknown, 11}},
		"429":  {answerHTTP(429, "text/plain", ""), failure{ErrRateLimited, Refused, 11}},
		"HTML": {answerHTTP(200, "text/html", "<html>"), failure{ErrHTML, Unknown, 2}},
		"-16":  {answerStatus(StatusTimestampExpired), failure{StatusTimestampExpired, Refused, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, test.handler)
				test.want.check(t, update(t.Context(), server.client(t, retries(MaxRetriesLimit))), server)
			})
		})
	}
}

// TestHangingListIsTriedTwice asks an API that does not answer for a list, which all objects of a kind wait for. Details
// are worth more attempts: only one object waits for them.
func TestHangingListIsTriedTwice(t *testing.T) {
	t.Parallel()
	for name, attempts := range map[string]int{"list": 2, "read": 5} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, stall)
				started := time.Now()
				failure{context.DeadlineExceeded, Unknown, attempts}.check(t, verbs()[name](t.Context(), server.client(t, retries(4))), server)
				limit := time.Duration(attempts) * (DefaultRequestTimeout + backoffMax)
				if took := time.Since(started); took > limit {
					t.Errorf("took %s, want at most %s", took, limit)
				}
			})
		})
	}
}

// TestTimeoutBoundsAnAttempt gives each attempt its time, whether nothing
// comes or a byte now and then.
func TestTimeoutBoundsAnAttempt(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{"nothing": stall, "a byte a second": drip} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, handler)
				client := server.client(t, func(c *Config) { c.RequestTimeout = time.Minute })
				started := time.Now()
				err := create(t.Context(), client)
				failure{context.DeadlineExceeded, Unknown, 1}.check(t, err, server)
				if took := time.Since(started); took != time.Minute {
					t.Errorf("took %s, want a minute", took)
				}
			})
		})
	}
}

// TestAnIDIsNotLost keeps what can be read of a created object, its id above all.
func TestAnIDIsNotLost(t *testing.T) {
	t.Parallel()
	server := newServer(t, answer(`{"status":"0","data":{"appId":"mRELxtHc","name":"login","codeExpiry":"soon","periodTotalSendLimit":{"enabled":0}}}`))
	app, err := server.client(t).AddApp(t.Context(), AppSettings{})
	if err != nil {
		t.Fatal(err)
	}
	if app.ID != "mRELxtHc" || app.Name == nil || *app.Name != "login" || app.CodeExpiry != nil || app.PeriodTotalSendLimit != nil && app.PeriodTotalSendLimit.Enabled {
		t.Errorf("app = %+v", app)
	}
}

// TestUncommonValuesAreRead reads what the reference does not know, and does without what it does.
func TestUncommonValuesAreRead(t *testing.T) {
	t.Parallel()
	for data, check := range map[string]func(Template) bool{
		`{"templateId":455,"codeType":9}`:          func(t Template) bool { return *t.CodeType == 9 },
		`{"templateId":455,"language":"XX"}`:       func(t Template) bool { return *t.Language == "XX" },
		`{"templateId":455,"language":7}`:          func(t Template) bool { return *t.Language == "7" },
		`{"templateId":"455","more":{"a":[1]}}`:    func(t Template) bool { return t.Name == nil && t.CodeType == nil && !t.SenderID.Answered },
		`{"templateId":4.55e2,"maxDuration":"59"}`: func(t Template) bool { return *t.MaxDuration == 59 },
		`{"templateId":455,"maxDuration":5.9e1}`:   func(t Template) bool { return *t.MaxDuration == 59 },
		`{"templateId":455,"maxDuration":59.0}`:    func(t Template) bool { return *t.MaxDuration == 59 },
	} {
		server := newServer(t, answer(`{"status":"0","data":`+data+`}`), answer(`{"status":"0","data":[`+data+`]}`))
		client := server.client(t)
		template, err := client.TemplateDetails(t.Context(), "455")
		if err != nil || !check(template) {
			t.Errorf("details of %s = %+v, %v", data, template, err)
		}
		templates, err := client.ListTemplates(t.Context())
		if err != nil || len(templates.Objects) != 1 || !check(templates.Objects[0]) {
			t.Errorf("list of %s = %+v, %v", data, templates, err)
		}
	}
}

// TestLargestLimitIsExact reads the largest limit in each form and from each call.
func TestLargestLimitIsExact(t *testing.T) {
	t.Parallel()
	for _, form := range []string{`10000000000`, `1e10`, `10000000000.0`, `"10000000000"`} {
		client := newServer(t, answer(`{"status":"0","data":{"appId":"mRELxtHc","periodTotalSendLimit":{"enabled":true,"unit":1,"period":1,"limit":`+form+`}}}`)).client(t)
		for verb, call := range map[string]func() (App, error){
			"create": func() (App, error) { return client.AddApp(t.Context(), AppSettings{}) },
			"update": func() (App, error) { return client.UpdateApp(t.Context(), "mRELxtHc", AppSettings{}) },
			"read":   func() (App, error) { return client.AppDetails(t.Context(), "mRELxtHc") },
		} {
			app, err := call()
			if err != nil || *app.PeriodTotalSendLimit.Limit != SendLimitMax {
				t.Errorf("%s of %s: %+v, %v", verb, form, app, err)
			}
		}
	}
}

// TestReasonIsFitForATerminal has the API answer a megabyte of what no terminal should get.
func TestReasonIsFitForATerminal(t *testing.T) {
	t.Parallel()
	long := `\u001b[2J` + testSecret + `\u202e ` + strings.Repeat("中", 300_000)
	server := newServer(t, answer(`{"status":"-99","reason":"`+long+`"}`))
	err := create(t.Context(), server.client(t))
	failure{Status(-99), Unknown, 1}.check(t, err, server)
	if want := "POST /app/add: status -99 (not documented): [2J*** " + strings.Repeat("中", 293) + "…"; err.Error() != want {
		t.Errorf("error = %.100s, want %.100s", err, want)
	}
}
