package otp

import "testing"

func TestDecodeEnvelope(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text   string
		status Number
		reason string
		data   string
	}{
		{`{"status":"0","reason":"success","data":{"a":1}}`, 0, "success", `{"a":1}`},
		{`{"status":0,"data":[]}`, 0, "", `[]`},
		{`{"status":"-16","reason":"timestamp expires"}`, -16, "timestamp expires", ""},
		{`{"status":-18,"reason":null,"data":null}`, -18, "", ""},
		{`{"status":"0","reason":{"a":1},"data": null }`, 0, "", ""},
		{"\ufeff{\"status\":\"0\"}\r\n", 0, "", ""},
		{`{"status":"0","more":true}`, 0, "", ""},
	} {
		got, err := decodeEnvelope([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got.Status != test.status || string(got.Reason) != test.reason || string(got.Data) != test.data {
			t.Errorf("%s = %d, %q, %s", test.text, got.Status, got.Reason, got.Data)
		}
	}
}

func TestDecodeEnvelopeRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                    "it is empty",
		" \n":                 "it is empty",
		`null`:                "it has no status",
		`{}`:                  "it has no status",
		`{"status":null}`:     "it has no status",
		`[]`:                  "it is an empty list",
		`"0"`:                 "it is a text",
		`{"status":"zero"}`:   "its status is a text",
		`{"status":""}`:       "its status is an empty text",
		`{"status":0.5}`:      "its status is a fraction",
		`{"status":true}`:     "its status is a boolean",
		`{"status":404}`:      "its status is 404, and the API's are 0 or below",
		`{"status":"0"`:       "it is not JSON, or only the beginning of it",
		`{"status":"0"} junk`: "it is not JSON, or only the beginning of it",
		`<html>`:              "it is not JSON, or only the beginning of it",
	} {
		got, err := decodeEnvelope([]byte(text))
		if err == nil || err.Error() != want {
			t.Errorf("%q = %+v, %v; want %q", text, got, err, want)
		}
	}
}
