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
		if *got.Status != test.status || string(got.Reason) != test.reason || string(got.Data) != test.data {
			t.Errorf("%s = %d, %q, %s", test.text, *got.Status, got.Reason, got.Data)
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
		`[]`:                  "a field has a form that the API reference does not know",
		`"0"`:                 "a field has a form that the API reference does not know",
		`{"status":"zero"}`:   "a field has a form that the API reference does not know",
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
