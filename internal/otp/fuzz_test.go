package otp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"
	"unicode/utf8"
)

// fuzzCalls are one call of each shape of answer. A success has the id that is returned.
func fuzzCalls() []func(context.Context, *Client) (id string, err error) {
	return []func(context.Context, *Client) (string, error){
		func(ctx context.Context, c *Client) (string, error) {
			app, err := c.AppDetails(ctx, "mRELxtHc")
			return app.ObjectID(), err
		},
		func(ctx context.Context, c *Client) (string, error) {
			templates, err := c.ListTemplates(ctx)
			ids := "none"
			for _, template := range templates.Objects {
				ids = template.ObjectID()
			}
			return ids, err
		},
		func(ctx context.Context, c *Client) (string, error) {
			record, err := c.RecordOf(ctx, "mRELxtHc")
			return record.ObjectID(), err
		},
		func(ctx context.Context, c *Client) (string, error) {
			_, err := c.UpdateFlow(ctx, "31", FlowSettings{})
			return "31", err
		},
		func(ctx context.Context, c *Client) (string, error) {
			app, err := c.AddApp(ctx, AppSettings{})
			return app.ObjectID(), err
		},
		func(ctx context.Context, c *Client) (string, error) {
			check, err := c.Verify(ctx, "mRELxtHc", "1234")
			return "mRELxtHc" + string(check.ID), err
		},
	}
}

// The calls from fuzzWrites on change something.
const fuzzWrites = 3

// roundTripper is a network that answers at once.
type roundTripper func(*http.Request) *http.Response

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	return r(request), nil
}

// FuzzEnvelope answers calls with any body. "SIGN" in it becomes the signature that the call was sent with.
func FuzzEnvelope(f *testing.F) {
	for _, body := range []string{
		"", "null", "[]", "\ufeff" + appAnswer, appAnswer, appAnswer + "}", appAnswer[:len(appAnswer)/2], "<html>SIGN</html>",
		`{"status":0,"data":[{"templateId":455,"appId":"mRELxtHc"},{"templateId":"456","senderId":null,"language":{}}]}`,
		`{"status":"0","data":{"verificationId":"mRELxtHc","matched":2,"verifications":[{"sms":{"status":-1,"reason":7}}]}}`,
		`{"status":"0","data":{"appId":4.55e2,"periodTotalSendLimit":{},"codeExpiry":"1e1"}}`,
		`{"status":0e0,"data":null}`, `{"status":1e-1}`, `{"status":null}`, `{"STATUS":-0,"status":"-20"}`, `{"status":"-16"}`, `{"status":"-18"}`,
		`{"status":"-22","reason":"\u202e\u0007 test-api-\u0000key TEST-API-SECRET SIGN"}`,
		`{"status":"77","reason":"` + strings.Repeat("a", 20*maxReasonRunes) + `"}`,
		`{"status":"0","data":{"appId":"test-api-secret","name":7}}`,
	} {
		for call := range fuzzCalls() {
			f.Add([]byte(body), byte(call), uint16(http.StatusOK))
		}
	}
	for _, code := range []uint16{302, 400, 403, 404, 407, 408, 429, 500, 503} {
		f.Add([]byte(appAnswer), byte(4), code)
	}
	f.Fuzz(func(t *testing.T, body []byte, call byte, code uint16) {
		calls := fuzzCalls()
		number, httpStatus := int(call)%len(calls), 200+int(code-200)%400
		// In a bubble the wait for another second takes no time.
		synctest.Test(t, func(t *testing.T) {
			client := newTestClient(t, DefaultBaseURL, func(c *Config) { c.MaxRetries = 0 })
			var signatures []string
			var sent []byte
			network := roundTripper(func(request *http.Request) *http.Response {
				signatures = append(signatures, request.Header.Get("Sign"))
				sent = bytes.ReplaceAll(body, []byte("SIGN"), []byte(signatures[0]))
				return &http.Response{StatusCode: httpStatus, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(sent)), Request: request}
			})
			client.pooled.client.Load().Transport, client.fresh.Transport = network, network

			id, err := calls[number](t.Context(), client)
			status := statusIn(sent)
			if err == nil {
				if status == nil || status.Sign() != 0 || httpStatus >= 300 {
					t.Errorf("HTTP %d with status %v was a success", httpStatus, status)
				}
				if id == "" {
					t.Error("a success has no id")
				}
				return
			}
			failure, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("%T is no *Error", err)
			}
			if !slices.Contains([]Outcome{NotSent, Refused, Unknown, Done}, failure.Outcome) {
				t.Errorf("outcome %q", failure.Outcome)
			}
			if failure.Outcome == Refused && number >= fuzzWrites && httpStatus < 300 && (status == nil || !isRefusal(*status)) {
				t.Errorf("a write is told as refused with status %v", status)
			}
			checkText(t, err.Error(), append(signatures, testKey, testSecret))
		})
	})
}

// statusIn is the status in an answer, nil if it has none. Of several the last one counts.
func statusIn(body []byte) *big.Float {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	decoder.UseNumber()
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil
	}
	var status *big.Float
	for decoder.More() {
		name, err := decoder.Token()
		var value any
		if err != nil || decoder.Decode(&value) != nil {
			return nil
		}
		if text, ok := name.(string); !ok || !strings.EqualFold(text, "status") {
			continue
		}
		status = nil
		switch value := value.(type) {
		case json.Number:
			status, _ = new(big.Float).SetString(value.String())
		case string:
			status, _ = new(big.Float).SetString(value)
		}
	}
	return status
}

// isRefusal tells whether the API reference documents a status as one that changes nothing.
func isRefusal(status big.Float) bool {
	code, accuracy := status.Int64()
	return accuracy == big.Exact && slices.Contains([]int64{-1, -2, -10, -13, -16, -20, -22, -23, -26, -27, -28, -29}, code)
}

// checkText fails if a text is not fit for a terminal, or shows a secret.
func checkText(t *testing.T, text string, secrets []string) {
	t.Helper()
	if length := utf8.RuneCountInString(text); length > maxReasonRunes+200 || !utf8.ValidString(text) {
		t.Errorf("an error of %d characters: %q", length, text)
	}
	for _, char := range text {
		if unicode.In(char, unicode.C, unicode.Zl, unicode.Zp) {
			t.Errorf("%q has a %U", text, char)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(strings.ToLower(text), secret) {
			t.Errorf("%q shows %q", text, secret)
		}
	}
}

// wholeText is a number that big.Float reads without rounding.
var wholeText = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,40})?$`)

// FuzzNumber reads any JSON value as a number and as an id.
func FuzzNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "-22", `"-22"`, "10000000000", "1e10", "1E+10", `"1e10"`, "10000000000.0", "100e-1", "1.5", "null", `""`, `"00"`,
		"9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
		"1e31", "1e-999999999", `"1_000"`, `"0x10"`, `" 1"`, `"+1"`, `"\u0031"`, `"Inf"`, "true", "{}", "[]", `"\"1\""`,
		"22206051443051000003",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		const prior = 1234
		number := Number(prior)
		err := json.Unmarshal([]byte(text), &number)
		var id ID
		idErr := json.Unmarshal([]byte(text), &id)

		plain := strings.TrimSpace(text)
		inner := plain
		if plain[0] == '"' {
			if err := json.Unmarshal([]byte(plain), &inner); err != nil {
				t.Fatal(err)
			}
			if idErr != nil || string(id) != inner && inner != "0" {
				t.Errorf("%s is the id %q, %v", text, id, idErr)
			}
		}
		if plain == "null" {
			if err != nil || number != prior || idErr != nil || id != "" {
				t.Errorf("null is %d, %v and the id %q, %v", number, err, id, idErr)
			}
			return
		}
		exact, _, parseErr := big.ParseFloat(inner, 10, 1000, big.ToNearestEven)
		if err != nil {
			if _, err := strconv.ParseInt(inner, 10, 64); err == nil && inner[0] != '+' {
				t.Errorf("%s is refused", text)
			}
			if number != prior {
				t.Errorf("%s is refused and changes the number to %d", text, number)
			}
			return
		}
		if parseErr != nil || !wholeText.MatchString(inner) || exact.Cmp(new(big.Float).SetInt64(int64(number))) != 0 {
			t.Errorf("%s is %d, want %v", text, number, exact)
		}
		if plain[0] != '"' && string(id) != strings.TrimPrefix(strconv.FormatInt(int64(number), 10), "0") {
			t.Errorf("%s is %d and the id %q, %v", text, number, id, idErr)
		}
		again, err := json.Marshal(number)
		var back Number
		if err != nil || json.Unmarshal(again, &back) != nil || back != number {
			t.Errorf("%d is sent as %s and read as %d: %v", number, again, back, err)
		}
	})
}
