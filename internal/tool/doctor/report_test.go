package doctor

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

var update = flag.Bool("update", false, "write the report into testdata")

// TestReport compares a whole report with testdata/report.
func TestReport(t *testing.T) {
	t.Parallel()
	exitCode, stdout, stderr := run(t, newAccount(simulator.Options{}), "-report")
	stdout = strings.Replace(stdout, runtime.GOOS+"/"+runtime.GOARCH, "SYSTEM", 1)
	path := filepath.Join("testdata", "report")
	if *update {
		if err := os.WriteFile(path, []byte(stdout), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if exitCode != 0 || stderr != "" || stdout != string(want) {
		t.Errorf("doctor -report ended with %d, %q and\n%s", exitCode, stderr, stdout)
	}
}

// TestReport_variants has what the API's documentation leaves open in each form that the simulator knows. The provider
// copes with all of them.
func TestReport_variants(t *testing.T) {
	t.Parallel()
	differs := map[string]string{
		"unknown-id=null-data":        "copes    an unknown application: success without data. Assumed: status -22.",
		"omit-date":                   "copes    Date: not sent. Assumed: sent.",
		"disabled-limit=zeros":        "copes    a send limit that is off: zeros. Assumed: nulls.",
		"disabled-limit=empty-object": "copes    a send limit that is off: an empty object. Assumed: nulls.",
		"disabled-limit=null":         "copes    a send limit that is off: null. Assumed: nulls.",
		"disabled-limit=absent":       "copes    a send limit that is off: absent. Assumed: nulls.",
		"disabled-limit=last-numbers": "copes    a send limit that is off: zeros. Assumed: nulls.",
		"status-as-number":            "copes    status of the envelope: a number. Assumed: a string.",
		"page-size=1":                 "agrees   list of templates: an array, whole. Assumed: an array, whole.",
		"name-scope=per-application":  "agrees   fields of a template: as documented. Assumed: as documented.",
		"record=object":               "agrees   an unknown task flow: status -22. Assumed: status -22.",
		"update-mode=merges":          "agrees   createTime: a time with its zone. Assumed: a time with its zone.",
		"names-ignore-case":           "agrees   fields of an application: as documented. Assumed: as documented.",
		"names-ignore-blanks":         "agrees   an empty list: an empty array. Assumed: an empty array.",
		"trim-text":                   "agrees   HTTP status of all answers: 200. Assumed: 200.",
	}
	differs["balance-path=swapped"] = "copes    the balance: at the address of the sister brand. Assumed: at the documented address."
	for _, variant := range simulator.Variants() {
		if variant.Name == "refuse-repeated-signature" {
			continue // each call would wait for a second of its own
		}
		t.Run(variant.Name, func(t *testing.T) {
			t.Parallel()
			var options simulator.Options
			variant.Set(&options)
			exitCode, stdout, _ := run(t, newAccount(options), "-report")
			if want, known := differs[variant.Name]; exitCode != 0 || known && !strings.Contains(stdout, "\n  "+want+"\n") ||
				strings.Contains(strings.ReplaceAll(stdout, "DIFFERS  fields of", ""), "DIFFERS") {
				t.Errorf("doctor -report ended with %d and\n%s", exitCode, stdout)
			}
		})
	}
}

// A refused account is called once.
func TestReport_refused(t *testing.T) {
	t.Parallel()
	account := newAccount(simulator.Options{APISecret: "another-secret"})
	exitCode, stdout, _ := run(t, account, "-report")
	if calls := len(account.Requests()); exitCode != 1 || calls != 1 || !strings.Contains(stdout, "  key and secret FAILED\n") {
		t.Errorf("doctor -report ended with %d after %d calls and\n%s", exitCode, calls, stdout)
	}
}

// Calls of one second have one signature.
func TestSignedTwice(t *testing.T) {
	t.Parallel()
	one := func(timestamp, status string) exchange {
		return exchange{timestamp: timestamp, body: []byte(`{"status":` + status + `}`)}
	}
	for want, exchanges := range map[string][]exchange{
		"[]":                                     {one("1", "0"), one("2", "0")},
		"[both are taken]":                       {one("1", "0"), one("1", "0"), one("1", `"-22"`)},
		"[the second is refused]":                {one("1", "0"), one("1", `"-16"`), one("2", "0")},
		"[both are taken the second is refused]": {one("1", "0"), one("1", "0"), one("1", "-16")},
	} {
		p := &patient{recorder: &recorder{exchanges: exchanges}}
		if got := fmt.Sprint(p.signedTwice()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestReport_secrets feeds the report secrets in every place of an answer, also as names of fields, and finds none.
func TestReport_secrets(t *testing.T) {
	t.Parallel()
	secrets := []string{"hunterTwo", "s3cr3t-0815", "4915112345678", "登录密码", "mRELxtHc", "05d7a50893e22a5c4bb3216ae3396c7c"}
	never := regexp.MustCompile(strings.Join(append(secrets, simulator.DefaultAPIKey, simulator.DefaultAPISecret, "127.0.0.1"), "|"))
	for i, secret := range secrets {
		object := map[string]any{
			secret: secret, "name": secret, "text": secret + "##code##", "createTime": secret, "senderId": []any{secret, map[string]any{secret: 1}},
			"periodTotalSendLimit": map[string]any{secret: secret, "unit": secret}, "codeLength": json.Number("4915112345678"), "to": secret,
			"appId": secret, "templateId": 455, "flowId": 31,
		}
		for name, status := range map[string]any{"taken": "0", "refused": "-22", "odd": secret, "a number": json.Number("4915112345678"), "key": "-1"} {
			t.Run(fmt.Sprintf("%d %s", i, name), func(t *testing.T) {
				t.Parallel()
				_, stdout, stderr := run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "application/"+"x-4915112345678; charset="+simulator.DefaultAPISecret)
					w.Header().Set("Date", "hunterTwo")
					var data any = object
					if strings.HasSuffix(r.URL.Path, "/list") {
						data = []any{object, secret, object}
					}
					_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "reason": secret + simulator.DefaultAPISecret, "data": data, secret: secret})
				}), "-report")
				if found := never.FindString(stdout + stderr); found != "" {
					t.Errorf("the report has %q:\n%s%s", found, stdout, stderr)
				}
			})
		}
		for name, text := range map[string]string{"HTML": "<html>" + secret, "cut off": `{"status":"0","` + secret + `":"` + secret, "text": `"` + secret + `"`} {
			t.Run(fmt.Sprintf("%d %s", i, name), func(t *testing.T) {
				t.Parallel()
				_, stdout, stderr := run(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					_, _ = w.Write([]byte(text))
				}), "-report")
				if found := never.FindString(stdout + stderr); found != "" || !strings.Contains(stdout, "GET /template/list: HTTP 200") {
					t.Errorf("the report has %q:\n%s%s", found, stdout, stderr)
				}
			})
		}
	}
}

func TestShapeOf(t *testing.T) {
	t.Parallel()
	const text = `{"data":[{"templateId":455,"limit":1e10,"pay":"0.5","name":"a"},{"templateId":"455","limit":-10.0,"pay":"","name":" ab"}],` +
		`"quoteExchange":null,"mRELxtHc":true,"time":"2022-01-01 00:00:00","to":"4915112345678","count":0}`
	const want = `  (all)                                    object
  data                                     array, 2 items
  data[]                                   object (2 times)
  data[].templateId                        number, 3 characters; string of digits, 3 characters
  data[].limit                             number with an exponent, 4 characters; negative number with a fraction, 4 characters
  data[].pay                               string of a decimal number, 3 characters; string, 0 characters
  data[].name                              string, 1 character; string with spaces at an end, 3 characters
  quoteExchange                            null
  <a name of 8 characters>                 boolean
  time                                     string like 0000-00-00 00:00:00, 19 characters
  to                                       string of digits, 13 characters
  count                                    number 0
`
	if got, isJSON := shapeOf([]byte(text)); !isJSON || got.String() != want {
		t.Errorf("%t\n%s\nwant\n%s", isJSON, got, want)
	}
	for _, odd := range []string{"", "{", `{"a":1}{`, "[1,", "nothing"} {
		if _, isJSON := shapeOf([]byte(odd)); isJSON {
			t.Errorf("%q passes for JSON", odd)
		}
	}
}
