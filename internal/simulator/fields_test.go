package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// fieldTest is a body and the status it is answered with.
type fieldTest struct{ name, body, want string }

// bounds tries a number at and next to both ends of its range.
func bounds(field string, least, most int64, format string) []fieldTest {
	var tests []fieldTest
	for number, want := range map[int64]string{
		least - 1: "-22", least: "0", least + 1: "0", most - 1: "0", most: "0", most + 1: "-22",
	} {
		tests = append(tests, fieldTest{fmt.Sprintf("%s %d", field, number), fmt.Sprintf(format, number), want})
	}
	return tests
}

// lengths tries a text at and next to both ends of its length, with characters of one to four bytes.
func lengths(field string, least, most int, format string) []fieldTest {
	var tests []fieldTest
	for _, character := range []string{"x", "é", "世", "😀"} {
		for count, want := range map[int]string{
			least - 1: "-22", least: "0", least + 1: "0", most - 1: "0", most: "0", most + 1: "-22",
		} {
			body := fmt.Sprintf(format, strings.Repeat(character, count))
			tests = append(tests, fieldTest{fmt.Sprintf("%s %d %s", field, count, character), body, want})
		}
	}
	return tests
}

// A body has to be one JSON object, of type application/json and not too long.
func TestBody(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	padded := func(length int) string {
		return appBody + strings.Repeat(" ", length-len(appBody))
	}
	const contentType = "application/json;charset=UTF-8"
	tests := map[string]struct{ contentType, body, want string }{
		"object":               {contentType, appBody, "0"},
		"spaces around":        {contentType, " \n" + appBody + "\t ", "0"},
		"null with blanks":     {contentType, `{"name":"test_app","codeExpiry" : null }`, "0"},
		"no charset":           {"application/json", appBody, "0"},
		"lower-case charset":   {"application/json; charset=utf-8", appBody, "0"},
		"other charset":        {"application/json;charset=gbk", appBody, "0"},
		"upper-case type":      {"Application/JSON", appBody, "0"},
		"no type":              {"", appBody, "-22"},
		"other type":           {"text/plain", appBody, "-22"},
		"longer type":          {"application/json-patch+json", appBody, "-22"},
		"broken type":          {"application/json;charset", appBody, "-22"},
		"form":                 {"application/x-www-form-urlencoded", "name=test_app", "-22"},
		"empty":                {contentType, "", "-22"},
		"null":                 {contentType, "null", "-22"},
		"array":                {contentType, "[" + appBody + "]", "-22"},
		"text":                 {contentType, `"test_app"`, "-22"},
		"cut off":              {contentType, appBody[:len(appBody)-1], "-22"},
		"trailing brace":       {contentType, appBody + "}", "-22"},
		"two objects":          {contentType, appBody + appBody, "-22"},
		"byte order mark":      {contentType, "\ufeff" + appBody, "-22"},
		"not UTF-8":            {contentType, "{\"name\":\"test\xff\"}", "-22"},
		"names in other case":  {contentType, `{"Name":"test_app"}`, "-22"},
		"as long as it may be": {contentType, padded(limit), "0"},
		"too long":             {contentType, padded(limit + 1), "-22"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			r := request(t, http.MethodPost, "/otp/app/add", test.body)
			r.Header.Del("Content-Type")
			if test.contentType != "" {
				r.Header.Set("Content-Type", test.contentType)
			}
			got := decodeReply(t, account.send(r))
			if got.status != test.want {
				t.Errorf("status = %v (%s), want %s", got.status, got.reason, test.want)
			}
		})
	}
}

// A GET needs neither a body nor a Content-Type.
func TestGetWithoutType(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	r := request(t, http.MethodGet, "/otp/template/list", "")
	r.Header.Del("Content-Type")
	recorder := httptest.NewRecorder()
	account.ServeHTTP(recorder, r)
	equalJSON(t, decode(t, recorder.Body.String()), `{"status":"0","reason":"success","data":[]}`)
}

// A reason names the field at fault, and nothing that the client sent.
func TestReasons(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	for body, want := range map[string]string{
		"null":                                "parameter exception: the body is not one JSON object",
		`{}`:                                  "parameter exception: name is missing",
		`{"name":"sec"}`:                      "parameter exception: name must have 4 to 32 characters",
		`{"name":["s"]}`:                      "parameter exception: name has a wrong type",
		`{"name":"test_app","codeExpiry":61}`: "parameter exception: codeExpiry must be 1 to 60",
		fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":1}`): "parameter exception: periodTotalSendLimit.period is missing",
	} {
		if got := account.call(http.MethodPost, "/app/add", body); got.reason != want {
			t.Errorf("%s: reason = %q, want %q", body, got.reason, want)
		}
	}
}
