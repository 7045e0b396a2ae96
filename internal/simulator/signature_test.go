package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The golden vector of the reference, "Transport".
const (
	goldenKey       = "bDqJFiq9"
	goldenSecret    = "7bz1lzh9"
	goldenTimestamp = "1630468800"
	goldenSign      = "05d7a50893e22a5c4bb3216ae3396c7c"
)

func goldenAccount(t *testing.T) account {
	t.Helper()
	return newAccount(t, func(o *simulator.Options) {
		o.APIKey, o.APISecret = goldenKey, goldenSecret
		o.Now = func() time.Time { return time.Unix(1630468800, 0) }
	})
}

func TestSignature(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		key, sign, timestamp string
		want                 string
	}{
		"golden vector":              {goldenKey, goldenSign, goldenTimestamp, "0"},
		"upper case":                 {goldenKey, strings.ToUpper(goldenSign), goldenTimestamp, "0"},
		"wrong key":                  {"bDqJFiq8", goldenSign, goldenTimestamp, "-1"},
		"key in other case":          {strings.ToLower(goldenKey), goldenSign, goldenTimestamp, "-1"},
		"no key":                     {"", goldenSign, goldenTimestamp, "-1"},
		"wrong sign":                 {goldenKey, "15d7a50893e22a5c4bb3216ae3396c7c", goldenTimestamp, "-1"},
		"no sign":                    {goldenKey, "", goldenTimestamp, "-1"},
		"sign of another second":     {goldenKey, goldenSign, "1630468801", "-1"},
		"no timestamp":               {goldenKey, goldenSign, "", "-1"},
		"timestamp not a number":     {goldenKey, goldenSign, "now", "-1"},
		"timestamp with a fraction":  {goldenKey, goldenSign, "1630468800.5", "-1"},
		"timestamp beyond all times": {goldenKey, goldenSign, "99999999999999999999", "-1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := goldenAccount(t)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/otp/template/list", nil)
			for header, value := range map[string]string{"Api-Key": test.key, "Sign": test.sign, "Timestamp": test.timestamp} {
				if value != "" {
					r.Header.Set(header, value)
				}
			}
			got := decodeReply(t, account.send(r))
			if got.status != test.want {
				t.Errorf("status = %v (%s), want %s", got.status, got.reason, test.want)
			}
			if strings.Contains(got.reason, goldenSecret) {
				t.Errorf("the reason %q has the secret", got.reason)
			}
		})
	}
}

func TestTimestampWindow(t *testing.T) {
	t.Parallel()
	for _, window := range []time.Duration{0, 5 * time.Second} {
		limit := window
		if window == 0 {
			limit = 30 * time.Minute
		}
		for offset, want := range map[time.Duration]string{
			0:                    "0",
			limit:                "0",
			-limit:               "0",
			limit + time.Second:  "-16",
			-limit - time.Second: "-16",
			time.Duration(start().Unix()) * -time.Second: "-16", // the year 1970
		} {
			t.Run(fmt.Sprintf("%v of %v", offset, window), func(t *testing.T) {
				t.Parallel()
				account := newAccount(t, func(o *simulator.Options) { o.TimestampWindow = window })
				r := request(t, http.MethodGet, "/otp/template/list", "")
				sign(r, start().Add(offset))
				got := decodeReply(t, account.send(r))
				if got.status != want {
					t.Errorf("status = %v, want %s", got.status, want)
				}
			})
		}
	}
}

// Milliseconds in place of seconds are a valid number, far in the future.
func TestTimestampInMilliseconds(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	r := request(t, http.MethodGet, "/otp/template/list", "")
	sign(r, time.Unix(start().UnixMilli(), 0))
	got := account.send(r)
	equalJSON(t, decode(t, got.Body.String()), `{"status":"-16","reason":"timestamp expires"}`)
}

// The credentials come before the body, its type and the object.
func TestSignatureComesFirst(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	for _, test := range []struct{ method, path string }{
		{http.MethodPost, "/otp/app/add"},
		{http.MethodPut, "/otp/app/update/unknown1"},
		{http.MethodGet, "/otp/app/details/unknown1"},
		{http.MethodPost, "/otp/template/add"},
		{http.MethodPut, "/otp/template/update/1"},
		{http.MethodGet, "/otp/template/details/x"},
		{http.MethodGet, "/otp/template/list"},
	} {
		unsigned := httptest.NewRequestWithContext(t.Context(), test.method, test.path, strings.NewReader("junk"))
		if got := decodeReply(t, account.send(unsigned)); got.status != "-1" || got.hasData {
			t.Errorf("%s %s unsigned: %+v, want status -1", test.method, test.path, got)
		}
		late := request(t, test.method, test.path, "junk")
		sign(late, start().Add(-time.Hour))
		if got := decodeReply(t, account.send(late)); got.status != "-16" || got.hasData {
			t.Errorf("%s %s late: %+v, want status -16", test.method, test.path, got)
		}
	}
}

func TestRepeatedSignature(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	for range 10 {
		account.want("0", http.MethodGet, "/template/list", "")
	}

	account = newAccount(t, func(o *simulator.Options) { o.RefuseRepeatedSignature = true })
	account.want("0", http.MethodGet, "/template/list", "")
	account.want("-16", http.MethodGet, "/template/list", "")
	upper := request(t, http.MethodGet, "/otp/template/list", "")
	upper.Header.Set("Sign", strings.ToUpper(upper.Header.Get("Sign")))
	if got := decodeReply(t, account.send(upper)); got.status != "-16" {
		t.Errorf("the same signature in upper case: status = %v, want -16", got.status)
	}
	next := request(t, http.MethodGet, "/otp/template/list", "")
	sign(next, start().Add(time.Second))
	if got := decodeReply(t, account.send(next)); got.status != "0" {
		t.Errorf("the signature of the next second: status = %v, want 0", got.status)
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	got := newAccount(t).call(http.MethodGet, "/template/list", "")
	if date := got.header.Get("Date"); date != "Fri, 31 Dec 2021 16:00:00 GMT" {
		t.Errorf("Date = %q, want the simulator's clock", date)
	}
}

// The clock is time.Now unless it is set.
func TestRealClock(t *testing.T) {
	t.Parallel()
	account := account{simulator.New(simulator.Options{}), t, &clock{}}
	r := request(t, http.MethodPost, "/otp/app/add", appBody)
	sign(r, time.Now())
	created, err := time.Parse(time.RFC3339, fmt.Sprint(decodeReply(t, account.send(r)).object(t)["createTime"]))
	if err != nil || time.Since(created).Abs() > time.Minute {
		t.Errorf("createTime = %v, %v, want now", created, err)
	}
}
