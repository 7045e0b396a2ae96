package otp

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"
)

func TestStatusesAreTyped(t *testing.T) {
	t.Parallel()
	for status, meaning := range map[Status]string{
		StatusSuccess: "success", StatusAuthentication: "authentication error", StatusRestrictedIP: "restricted IP access",
		StatusBalance: "insufficient balance", StatusUserLocked: "user locked", StatusTimestampExpired: "timestamp expired",
		StatusSystem: "system error", StatusDataExists: "data existing", StatusParameter: "parameter exception",
		StatusDataCaps: "data caps", StatusFee: "getting fee failed", StatusPeriodTotalLimit: "period total send limit",
		StatusPeriodPhoneLimit: "period phone send limit", StatusSensitiveWords: "SMS content has sensitive words",
		StatusInquiryID: "inquiry id is abnormal", StatusTooFrequent: "query too frequently", StatusDataInvalid: "data validation exception",
		StatusDataMissing: "data unexisting", StatusOutOfRange: "out of time range", StatusKeyDisabled: "API key is disabled",
		StatusNotOnWhitelist: "IP is not in the whitelist", StatusNoPermission: "API key does not have permission to access the application",
		-99: "not documented",
	} {
		if got := status.Meaning(); got != meaning {
			t.Errorf("meaning of %d = %q, want %q", status, got, meaning)
		}
		if status == StatusSuccess {
			continue
		}
		for _, form := range []string{`"%d"`, `%d`} {
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, answer(fmt.Sprintf(`{"status":`+form+`}`, status)))
				err := create(t.Context(), server.client(t, retries(0)))
				if failure, ok := errors.AsType[*Error](err); !ok || !errors.Is(err, status) || failure.Status != status {
					t.Errorf("status %d: %v", status, err)
				}
			})
		}
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*Error{
		"POST /app/add: status -20 (data existing): taken":                   {Method: "POST", Route: "/app/add", Attempts: 1, Err: StatusDataExists, Reason: "taken"},
		"GET /app/details/{appId}: answered with HTML (after 2 attempts)":    {Method: "GET", Route: "/app/details/{appId}", Attempts: 2, Err: ErrHTML},
		"GET /template/list: not found: status -22 (parameter exception): x": {Method: "GET", Route: "/template/list", Err: fmt.Errorf("%w: %w", ErrNotFound, StatusParameter), Reason: "x"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("text = %q, want %q", got, want)
		}
	}
}

func TestCleanReason(t *testing.T) {
	t.Parallel()
	client := newTestClient(t, "")
	for text, want := range map[string]string{
		"sec " + testSecret + "!":       "sec ***!",
		"TEST-API-SECRET":               "***",
		"test-api\u200b-secret":         "***",
		"sign 0123456789ABCDEF":         "sign ***",
		"data existing":                 "data existing",
		"数据已存在":                         "数据已存在",
		"a\x1b[31mred\x1b[0m":           "a[31mred[0m",
		"two\r\n  lines\tand a tab":     "two lines and a tab",
		"left\u202eright":               "leftright",
		"zero\u200bwidth":               "zerowidth",
		"bad\xffbyte":                   "badbyte",
		"nul\x00":                       "nul",
		"   ":                           "",
		strings.Repeat("中", 301):        strings.Repeat("中", 300) + "…",
		strings.Repeat("中", 300):        strings.Repeat("中", 300),
		strings.Repeat("x", 1_000_000):  strings.Repeat("x", 300) + "…",
		"é" + strings.Repeat("😀", 9000): "é" + strings.Repeat("😀", 299) + "…",
	} {
		got := client.cleanReason(text, "0123456789abcdef")
		if got != want {
			t.Errorf("cleanReason(%.40q) = %.40q, want %.40q", text, got, want)
		}
		if !utf8.ValidString(got) {
			t.Errorf("cleanReason(%.40q) is not valid UTF-8", text)
		}
	}
}

// TestReasonIsScrubbed has the API repeat the credentials and the signature.
func TestReasonIsScrubbed(t *testing.T) {
	t.Parallel()
	client := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		answer(fmt.Sprintf(`{"status":"-1","reason":"key %s secret %s sign %s"}`, r.Header.Get("Api-Key"), testSecret, r.Header.Get("Sign")))(w, r)
	}).client(t)
	_, err := client.AppDetails(t.Context(), "mRELxtHc")
	if want := "GET /app/details/{appId}: status -1 (authentication error): key *** secret *** sign ***"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

// TestAnswersThatEchoAreScrubbed has net/http quote what it cannot read, which
// holds all that the API was sent.
func TestAnswersThatEchoAreScrubbed(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]string{
		"status":   "HTTP/1.1 %s\r\n\r\n",
		"length":   "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
		"encoding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var signature string
			server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				signature = r.Header.Get("Sign")
				connection, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = fmt.Fprintf(connection, form, strings.ToUpper(signature)+","+testKey+","+testSecret)
				_ = connection.Close()
			})
			err := create(t.Context(), server.client(t, retries(0)))
			if err == nil || !strings.Contains(err.Error(), "***,***,***") {
				t.Errorf("error = %v, want it to quote the answer without the credentials", err)
			}
		})
	}
}
