package doctor

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// run examines an account, and returns the exit code and what was printed.
func run(t *testing.T, account http.Handler, args ...string) (exitCode int, stdout, stderr string) {
	t.Helper()
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	return runAt(t, server.URL+"/otp", args...)
}

func runAt(t *testing.T, address string, args ...string) (exitCode int, stdout, stderr string) {
	t.Helper()
	environment := map[string]string{
		otp.EnvAPIKey: simulator.DefaultAPIKey, otp.EnvAPISecret: simulator.DefaultAPISecret, otp.EnvBaseURL: address,
	}
	var out, err bytes.Buffer
	exitCode = Command{"test", func(name string) string { return environment[name] }}.Run(t.Context(), args, &out, &err)
	return exitCode, out.String(), err.String()
}

func newAccount(options simulator.Options) *simulator.Simulator {
	account := simulator.New(options)
	account.PutApp(simulator.App{
		ID: "mRELxtHc", Name: "login", CodeExpiry: 10, CreateTime: "2022-01-01T00:00:00+08:00",
		PeriodPhoneSendLimit: simulator.Limit{Enabled: true, Unit: 2, Period: 1, Limit: 3},
	})
	account.PutTemplate(simulator.Template{
		ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "##code## is it.", CodeType: 1, CodeLength: 6,
		SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1,
	})
	return account
}

// whole is what a healthy account answers, up to a line.
func whole(lines int) string {
	all := []string{
		"ok       address         BASE, without a proxy\n",
		"ok       TLS             plain HTTP to this machine\n",
		"ok       clock           equal to the API's, to a second\n",
		"ok       key and secret  the API takes them\n",
		"ok       allow list      the API takes calls from this address\n",
		"ok       account lock    the account is not locked\n",
		"ok       templates       the list has 1\n",
		"ok       task flows      the list has 0\n",
		"ok       balance         the account has 1000.0000 left\n",
	}
	return strings.Join(all[:lines], "")
}

const (
	notKnown  = "-        %-14s  not known: the API answers for the %s first\n"
	lastLines = "-        templates       not checked\n-        task flows      not checked\n-        balance         not checked\n"
	inMiddle  = "-        TLS             not checked\n-        clock           not checked\n-        key and secret  not checked\n" +
		"-        allow list      not checked\n-        account lock    not checked\n" + lastLines
)

// TestDoctor has all lines of all that can be wrong.
func TestDoctor(t *testing.T) {
	t.Parallel()
	clock := time.Now // the simulator's
	for name, test := range map[string]struct {
		options simulator.Options
		fault   *simulator.Fault
		code    int
		want    string
	}{
		"healthy": {code: 0, want: whole(9)},
		"wrong key": {
			options: simulator.Options{APIKey: "another-key"}, code: 1,
			want: whole(3) + "FAILED   key and secret  The API answered with status -1 (authentication error). The API key or the API secret is wrong, " +
				"or they belong to another base_url. Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.\n" +
				"-        allow list      not checked\n-        account lock    not checked\n" + lastLines,
		},
		"address is not allowed": {
			fault: &simulator.Fault{Respond: simulator.RespondStatus(-2, "restricted IP access")}, code: 1,
			want: whole(3) + fmt.Sprintf(notKnown, "key and secret", "allow list") +
				"FAILED   allow list      The API answered with status -2 (restricted IP access). The address that this run calls from is not on the account's IP allow list. " +
				"Have it added, or run from an address that is on it.\n-        account lock    not checked\n" + lastLines,
		},
		"locked": {
			fault: &simulator.Fault{Respond: simulator.RespondStatus(-13, "user locked")}, code: 1,
			want: whole(3) + fmt.Sprintf(notKnown, "key and secret", "account lock") + fmt.Sprintf(notKnown, "allow list", "account lock") +
				"FAILED   account lock    The API answered with status -13 (user locked). The account's user is locked. Have it unlocked by ITNIO Tech before you try again.\n" + lastLines,
		},
		"clock is off": {
			options: simulator.Options{Now: func() time.Time { return clock().Add(70 * time.Minute) }}, code: 0,
			want: whole(2) + "warning  clock           The clock of this machine is 1h10m0s behind the API's. Calls are signed by the API's time. Set the clock, for example with NTP.\n" +
				strings.TrimPrefix(whole(9), whole(3)),
		},
		"clock is off, and nobody tells": {
			options: simulator.Options{OmitDate: true, Now: func() time.Time { return clock().Add(70 * time.Minute) }}, code: 1,
			want: whole(2) + "FAILED   clock           The API answered with status -16 (timestamp expired) and the reason \"timestamp expires\". " +
				"The clock of this machine is off, or a proxy held the request back; the API did not tell its own time. Set the clock, for example with NTP.\n" +
				strings.TrimPrefix(inMiddle, "-        TLS             not checked\n-        clock           not checked\n"),
		},
		"no Date": {
			options: simulator.Options{OmitDate: true}, code: 0,
			want: whole(2) + "ok       clock           the API took the timestamp; it does not tell its time\n" + strings.TrimPrefix(whole(9), whole(3)),
		},
		"login page": {
			fault: &simulator.Fault{Respond: simulator.RespondHTTP(200, "text/html", "<html>")}, code: 1,
			want: "FAILED   address         HOST answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?\n" +
				"ok       TLS             plain HTTP to this machine\n" + strings.TrimPrefix(inMiddle, "-        TLS             not checked\n"),
		},
		"flows cannot be listed": {
			fault: &simulator.Fault{Path: "/flow/list", Respond: simulator.RespondStatus(-21, "no")}, code: 1,
			want: whole(7) + "FAILED   task flows      The API answered with status -21",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(test.options)
			if test.fault != nil {
				account.Inject(*test.fault)
			}
			server := httptest.NewServer(account)
			t.Cleanup(server.Close)
			exitCode, stdout, stderr := runAt(t, server.URL+"/otp")
			want := strings.ReplaceAll(strings.ReplaceAll(test.want, "BASE", server.URL+"/otp"), "HOST", strings.TrimPrefix(server.URL, "http://"))
			if exitCode != test.code || stderr != "" || !strings.HasPrefix(stdout, want) || strings.Count(stdout, "\n") != 9 {
				t.Errorf("doctor ended with %d, %q and\n%s\nwant %d and\n%s", exitCode, stderr, stdout, test.code, want)
			}
			for _, request := range account.Requests() {
				if request.Method != http.MethodGet {
					t.Errorf("called %s %s", request.Method, request.Path)
				}
			}
		})
	}
}

// Without an answer it is the address that failed, or TLS once there was a connection.
func TestDoctor_connection(t *testing.T) {
	t.Parallel()
	exitCode, stdout, _ := runAt(t, "http://127.0.0.1:1/otp")
	if want := "FAILED   address         127.0.0.1:1 refused the connection: nothing listens there."; exitCode != 1 ||
		!strings.HasPrefix(stdout, want) || !strings.HasSuffix(stdout, inMiddle) {
		t.Errorf("doctor ended with %d and\n%s", exitCode, stdout)
	}
	unknown := httptest.NewUnstartedServer(newAccount(simulator.Options{}))
	unknown.Config.ErrorLog = log.New(io.Discard, "", 0)
	unknown.StartTLS()
	t.Cleanup(unknown.Close)
	exitCode, stdout, _ = runAt(t, unknown.URL+"/otp")
	want := "ok       address         " + unknown.URL + "/otp, without a proxy\nFAILED   TLS             The certificate of " +
		strings.TrimPrefix(unknown.URL, "https://") + " is not trusted: "
	if exitCode != 1 || !strings.HasPrefix(stdout, want) {
		t.Errorf("doctor ended with %d and\n%s", exitCode, stdout)
	}
}

// A base URL that does not end in /otp does not tell where the balance is, which is no failure.
func TestDoctor_balance(t *testing.T) {
	t.Parallel()
	account := newAccount(simulator.Options{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = strings.Replace(r.URL.Path, "/proxied", "/otp", 1)
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	exitCode, stdout, _ := runAt(t, server.URL+"/proxied")
	const want = "\n-        balance         not checked: the balance is at a path next to the OTP API's: base_url must end in /otp\n"
	if exitCode != 0 || !strings.HasSuffix(stdout, want) {
		t.Errorf("doctor ended with %d and\n%s", exitCode, stdout)
	}
}

// Wrong arguments and a wrong environment are one line, and nothing is called.
func TestDoctor_misused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment map[string]string
		args        []string
		code        int
		want        string
	}{
		"argument":    {nil, []string{"now"}, 2, "doctor: it takes no arguments\nSee terraform-provider-itniotech doctor -help.\n"},
		"no key":      {nil, nil, 1, "doctor: ITNIOTECH_API_KEY is not set in the environment\n"},
		"no secret":   {map[string]string{otp.EnvAPIKey: "key"}, nil, 1, "doctor: ITNIOTECH_API_SECRET is not set in the environment\n"},
		"line break":  {map[string]string{otp.EnvAPIKey: "hush\n"}, nil, 1, "doctor: ITNIOTECH_API_KEY must not contain spaces or control characters"},
		"no base URL": {map[string]string{otp.EnvAPIKey: "key", otp.EnvAPISecret: "hush", otp.EnvBaseURL: "hush"}, nil, 1, "doctor: ITNIOTECH_BASE_URL must start with https://"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := Command{"test", func(name string) string { return test.environment[name] }}.Run(t.Context(), test.args, &stdout, &stderr)
			if code != test.code || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), test.want) || strings.Contains(stderr.String(), "hush") {
				t.Errorf("doctor ended with %d, %q and %q", code, &stdout, &stderr)
			}
		})
	}
}
