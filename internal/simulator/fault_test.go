package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// server is a simulator behind a real connection, for what a recorder cannot see.
type server struct{ *httptest.Server }

func newServer(t *testing.T, account account) server {
	t.Helper()
	s := httptest.NewServer(account)
	t.Cleanup(s.Close)
	return server{s}
}

// response is an answer that has been read to its end.
type response struct {
	code   int
	header http.Header
	body   string
}

func (s server) get(t *testing.T, path string) (response, error) {
	t.Helper()
	return s.do(t.Context(), http.MethodGet, path, "")
}

func (s server) do(ctx context.Context, method, path, body string) (response, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	sign(r, start())
	answer, err := s.Client().Do(r)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	return response{answer.StatusCode, answer.Header, string(read)}, err
}

// A cut connection leaves nothing behind without Commit, and the object with it.
func TestFaultCut(t *testing.T) {
	t.Parallel()
	for _, commit := range []bool{false, true} {
		account := newAccount(t)
		account.Inject(simulator.Fault{Method: http.MethodPost, Path: "/app/add", Times: 1, Commit: commit})
		server := newServer(t, account)
		if got, err := server.do(t.Context(), http.MethodPost, "/otp/app/add", appBody); !errors.Is(err, io.EOF) {
			t.Errorf("answer = %+v, error = %v, want the end of the connection", got, err)
		}
		logged := account.Requests()[0]
		wantStatus := map[bool]string{false: "", true: "0"}[commit]
		if committed := len(account.Apps()) == 1; committed != commit || logged.Status != wantStatus || !logged.Faulted {
			t.Errorf("Commit %t: committed = %t, logged %+v", commit, committed, logged)
		}
		want := map[bool]string{false: "0", true: "-20"}[commit]
		account.want(want, http.MethodPost, "/app/add", appBody)
		if account.Requests()[1].Faulted {
			t.Errorf("Commit %t: the second call was struck too", commit)
		}
	}
}

func TestFaultMatching(t *testing.T) {
	t.Parallel()
	const struck, passed = "-18", "0"
	tests := map[string]struct {
		fault simulator.Fault
		want  []string // of four lists
	}{
		"all":           {simulator.Fault{}, []string{struck, struck, struck, struck}},
		"this path":     {simulator.Fault{Path: "/template/list"}, []string{struck, struck, struck, struck}},
		"this method":   {simulator.Fault{Method: http.MethodGet}, []string{struck, struck, struck, struck}},
		"other path":    {simulator.Fault{Path: "/app/add"}, []string{passed, passed, passed, passed}},
		"other method":  {simulator.Fault{Method: http.MethodPost}, []string{passed, passed, passed, passed}},
		"once":          {simulator.Fault{Times: 1}, []string{struck, passed, passed, passed}},
		"skip":          {simulator.Fault{Skip: 2}, []string{passed, passed, struck, struck}},
		"skip and once": {simulator.Fault{Skip: 1, Times: 2}, []string{passed, struck, struck, passed}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			test.fault.Respond = simulator.RespondStatus(-18, "system error")
			account.Inject(test.fault)
			for i, want := range test.want {
				if got := account.call(http.MethodGet, "/template/list", ""); got.status != want {
					t.Errorf("call %d: status = %v, want %s", i, got.status, want)
				}
			}
			account.ClearFaults()
			account.want(passed, http.MethodGet, "/template/list", "")
		})
	}
}

// A route with an id is matched by its template.
func TestFaultOnRouteWithID(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	id := account.addApp(appBody)
	account.Inject(simulator.Fault{
		Path: "/app/details/{appId}", Respond: simulator.RespondStatus(-2, "restricted IP access"),
	})
	got := account.want("-2", http.MethodGet, "/app/details/"+id, "")
	if got.reason != "restricted IP access" {
		t.Errorf("reason = %q", got.reason)
	}
	account.want("0", http.MethodPut, "/app/update/"+id, appBody)
}

// Faults are asked in the order they were added, and one that is not reached does not count.
func TestFaultOrder(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.Inject(simulator.Fault{Times: 2, Respond: simulator.RespondStatus(-18, "first")})
	account.Inject(simulator.Fault{Skip: 1, Times: 1, Respond: simulator.RespondStatus(-16, "second")})
	for i, want := range []string{"-18", "-18", "0", "-16", "0"} {
		if got := account.call(http.MethodGet, "/template/list", ""); got.status != want {
			t.Errorf("call %d: status = %v, want %s", i, got.status, want)
		}
	}
}

func TestRespondHTTP(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.OmitDate = true })
	account.Inject(simulator.Fault{
		Respond: simulator.RespondHTTP(http.StatusTooManyRequests, "text/html", "<p>slow down</p>",
			"Retry-After", "2", "Location", "/elsewhere", "odd"),
	})
	got, err := newServer(t, account).get(t, "/otp/template/list")
	if err != nil {
		t.Fatal(err)
	}
	if got.code != http.StatusTooManyRequests || got.body != "<p>slow down</p>" ||
		got.header.Get("Content-Type") != "text/html" || got.header.Get("Retry-After") != "2" ||
		got.header.Get("Location") != "/elsewhere" || got.header.Get("Date") != "" {
		t.Errorf("answer = %+v", got)
	}
}

func TestRespondStatusHasNoData(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.Inject(simulator.Fault{Commit: true, Respond: simulator.RespondStatus(0, "success")})
	got := account.send(request(t, http.MethodPost, "/otp/app/add", appBody))
	equalJSON(t, decode(t, got.Body.String()), `{"status":"0","reason":"success"}`)
	if len(account.Apps()) != 1 {
		t.Error("the call did not take effect")
	}
}

func TestRespondEdited(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	edit := func(answer []byte) []byte {
		return []byte(strings.Replace(string(answer), `"test_app"`, `"edited"`, 1))
	}
	account.Inject(simulator.Fault{Times: 1, Commit: true, Respond: simulator.RespondEdited(edit)})
	got := account.call(http.MethodPost, "/app/add", appBody).object(t)
	if got["name"] != "edited" || account.Apps()[0].Name != "test_app" {
		t.Errorf("answered %v, stored %+v", got, account.Apps()[0])
	}

	account.Inject(simulator.Fault{Times: 1, Commit: true, Respond: simulator.RespondEdited(nil)})
	account.want("-20", http.MethodPost, "/app/add", appBody)

	account.Inject(simulator.Fault{Times: 1, Respond: simulator.RespondEdited(nil)})
	if got := account.send(request(t, http.MethodGet, "/otp/template/list", "")); got.Body.Len() != 0 {
		t.Errorf("answer without Commit = %s, want none", got.Body)
	}
}

func TestFaultDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := newAccount(t)
		account.Inject(simulator.Fault{
			Commit: true, Delay: 4 * time.Second, Respond: simulator.RespondEdited(nil),
		})
		before := time.Now()
		account.want("0", http.MethodPost, "/app/add", appBody)
		if took := time.Since(before); took != 4*time.Second {
			t.Errorf("took %v, want 4s", took)
		}
	})
}

// A client that goes away ends the wait, and gets nothing.
func TestFaultDelayEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := newAccount(t)
		account.Inject(simulator.Fault{Delay: time.Hour, Respond: simulator.RespondStatus(0, "success")})
		r := request(t, http.MethodGet, "/otp/template/list", "")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := time.Now()
		recorder := httptest.NewRecorder()
		func() {
			defer func() {
				if recovered := recover(); recovered != http.ErrAbortHandler { //nolint:errorlint // It is the value itself.
					t.Errorf("panicked with %v, want an aborted handler", recovered)
				}
			}()
			account.ServeHTTP(recorder, r.WithContext(ctx))
		}()
		if took := time.Since(before); took != time.Second || recorder.Body.Len() != 0 {
			t.Errorf("took %v and answered %q, want 1s and nothing", took, recorder.Body)
		}
	})
}

// A call may take effect after its answer was spoiled, and shows as soon as anybody looks after that.
func TestFaultCommitAfter(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.Inject(simulator.Fault{
		Times: 1, CommitAfter: 2 * time.Second, Respond: simulator.RespondHTTP(http.StatusBadGateway, "text/plain", ""),
	})
	account.send(request(t, http.MethodPost, "/otp/app/add", appBody))
	account.clock.move(2*time.Second - time.Nanosecond)
	if len(account.Apps()) != 0 {
		t.Error("the call took effect too early")
	}
	account.clock.move(time.Nanosecond)
	if apps := account.Apps(); len(apps) != 1 || account.Requests()[0].Status != "0" {
		t.Errorf("applications = %+v, want one", apps)
	}
}

// An unknown route is answered as one, under all faults.
func TestFaultSparesUnknownRoutes(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.Inject(simulator.Fault{Times: 1, Respond: simulator.RespondStatus(-18, "system error")})
	if got := account.send(request(t, http.MethodGet, "/otp/nothing", "")); got.Code != http.StatusNotFound {
		t.Errorf("HTTP status = %d, want 404", got.Code)
	}
	account.want("-18", http.MethodGet, "/template/list", "")
}
