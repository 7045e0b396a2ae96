package otp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// wholeRow is a row with all that the API reference requires.
const wholeRow = `{"templateId":455,"appId":"mRELxtHc","name":"login","text":"##code##","codeType":1,"codeLength":4,"speechRate":50,"maxDuration":59,"repeatCnt":1}`

// TestListForms reads a list in each form, and says when objects may be missing.
func TestListForms(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		rows int
		gap  string
	}{
		`[]`:                      {0, ""},
		`[` + wholeRow + `]`:      {1, ""},
		`null`:                    {0, gapNoList},
		`{}`:                      {0, gapNoList},
		`{"records":null}`:        {0, gapNoList},
		`{"total":0}`:             {0, ""},
		`{"total":"2"}`:           {0, "it has 0 of 2"},
		`[null,` + wholeRow + `]`: {1, "1 of its 2 rows have no id"},
		`{"records":[` + wholeRow + `],"total":1,"size":10,"current":1,"pages":1}`: {1, ""},
		`{"list":[` + wholeRow + `],"total":3,"pages":1}`:                          {1, "it has 1 of 3"},
		`{"rows":[` + wholeRow + `],"pages":4}`:                                    {1, "it is one page of 4"},
		`{"data":[` + wholeRow + `],"hasNextPage":true}`:                           {1, "it is not the last page"},
		`{"data":[` + wholeRow + `],"total":1,"hasNextPage":1}`:                    {1, "it is not the last page"},
		`{"records":[` + wholeRow + `]}`:                                           {1, gapUncounted},
		`{"records":[` + wholeRow + `],"total":0}`:                                 {1, gapUncounted},
		`{"Records":[` + wholeRow + `],"Total":1}`:                                 {1, ""},
		`{"data":{"records":[` + wholeRow + `],"total":1}}`:                        {1, ""},
		`{"data":{"list":{"rows":[` + wholeRow + `]}},"total":2}`:                  {1, "it has 1 of 2"},
		`{"data":{"records":[` + wholeRow + `],"total":1},"total":9}`:              {1, ""},
		`{"data":{"records":[` + wholeRow + `]}}`:                                  {1, gapUncounted},
		`{"data":{"records":null},"total":0}`:                                      {0, ""},
		`{"records":{},"total":0}`:                                                 {0, ""},
		`{"records":{}}`:                                                           {0, gapNoList},
	} {
		list, err := newServer(t, answer(`{"status":"0","data":`+data+`}`)).client(t).ListTemplates(t.Context())
		if err != nil || len(list.Objects) != want.rows || list.Gap != want.gap {
			t.Errorf("%s: %d rows, %q, %v; want %d and %q", data, len(list.Objects), list.Gap, err, want.rows, want.gap)
		}
		for _, object := range list.Objects {
			if !object.ObjectIsWhole() {
				t.Errorf("%s: %+v is not whole", data, object)
			}
		}
	}
	list, err := newServer(t, answerStatus(StatusDataMissing)).client(t).ListTemplates(t.Context())
	if err != nil || len(list.Objects) != 0 || list.Gap != gapNoList {
		t.Errorf("-24: %+v, %v; want an empty list that says so", list, err)
	}
	list, err = newServer(t, answer(`{"status":"0"}`)).client(t).ListTemplates(t.Context())
	if err != nil || len(list.Objects) != 0 || list.Gap != gapNoList {
		t.Errorf("no data: %+v, %v; want an empty list that says so", list, err)
	}
}

// TestNotAList takes nothing for a list that is none.
func TestNotAList(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`"[]"`:                                   "data: a text",
		`7`:                                      "data: a number",
		`{"templateId":1}`:                       "data: an object without a list",
		`{"data":{"list":{"rows":{"data":[]}}}}`: "data: an object whose rows is an object",
		`{"records":"[]"}`:                       "data: an object whose records is a text",
		`{"data":{"templateId":1}}`:              "data: an object without a list",
	} {
		var traced []string
		client := newServer(t, answer(`{"status":"0","data":`+data+`}`)).client(t, func(c *Config) {
			c.TraceOdd = func(_ context.Context, route string, odd Odd) {
				traced = append(traced, route+" "+OddError{odd}.Error())
			}
		})
		_, err := client.ListTemplates(t.Context())
		if text := "GET /template/list: answer not understood: " + want; err == nil || err.Error() != text {
			t.Errorf("%s: %v, want %s", data, err, text)
		}
		if !slices.Equal(traced, []string{"/template/list " + want}) {
			t.Errorf("%s: traced %q", data, traced)
		}
	}
}

// TestRowsThatAreNotWhole leaves what a row lacks, or has in an odd form, to its details.
func TestRowsThatAreNotWhole(t *testing.T) {
	t.Parallel()
	for row, odd := range map[string]string{
		`{"templateId":455}`: "",
		`{"templateId":455,"appId":"mRELxtHc","name":"login","codeType":1}`:     "",
		`{"templateId":455,"speechRate":0.8}`:                                   "data[1].speechRate: a fraction",
		`{"templateId":455,"text":{},"codeLength":""}`:                          "data[1].text: an empty object; data[1].codeLength: an empty text",
		`{"templateId":455,"codeType":true,"repeatCnt":[1],"maxDuration":1e99}`: "data[1].codeType: a boolean; data[1].maxDuration: a number with an exponent; data[1].repeatCnt: a list",
		`{"id":455,` + wholeRow[len(`{"templateId":455,`):]:                     "",
	} {
		list, err := newServer(t, answer(`{"status":"0","data":[`+wholeRow+`,`+row+`]}`)).client(t).ListTemplates(t.Context())
		if err != nil || len(list.Objects) != 2 || list.Gap != "" {
			t.Fatalf("%s: %+v, %v", row, list, err)
		}
		object := list.Objects[1]
		if got := OddError(object.ObjectOdd()).Error(); got != odd || object.ObjectID() != "455" || object.ObjectIsWhole() || !list.Objects[0].ObjectIsWhole() {
			t.Errorf("%s: id %s, odd %q, whole %t; want odd %q", row, object.ObjectID(), got, object.ObjectIsWhole(), odd)
		}
	}
}

// TestOddFieldsAreTraced tells the log of a few fields that could not be read, of details, of the answer to a write and
// of a list's rows.
func TestOddFieldsAreTraced(t *testing.T) {
	t.Parallel()
	odd := `{"templateId":455,"speechRate":0.8}`
	many := `[` + strings.Repeat(odd+`,`, maxOdd) + odd + `]`
	row := func(i int) string { return fmt.Sprintf("/template/list data[%d].speechRate: a fraction", i) }
	for name, test := range map[string]struct {
		data string
		call verb
		want []string
	}{
		"details": {odd, func(ctx context.Context, c *Client) error { _, err := c.TemplateDetails(ctx, "455"); return err }, []string{"/template/details/{templateId} data.speechRate: a fraction"}},
		"create": {odd, func(ctx context.Context, c *Client) error {
			_, err := c.AddTemplate(ctx, TemplateSettings{})
			return err
		}, []string{"/template/add data.speechRate: a fraction"}},
		"list": {many, list, []string{row(0), row(1), row(2), row(3), row(4)}},
	} {
		var traced []string
		client := newServer(t, answer(`{"status":"0","data":`+test.data+`}`)).client(t, func(c *Config) {
			c.TraceOdd = func(_ context.Context, route string, odd Odd) {
				traced = append(traced, route+" "+OddError{odd}.Error())
			}
		})
		_ = test.call(t.Context(), client)
		if !slices.Equal(traced, test.want) {
			t.Errorf("%s: traced %q, want %q", name, traced, test.want)
		}
	}
}

// TestDetailsWithALoneID takes "id" for the id only where it is the one that was asked for.
func TestDetailsWithALoneID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]error{"455": nil, "456": ErrMalformed} {
		template, err := newServer(t, answer(`{"status":"0","data":{"id":455,"name":"login"}}`)).client(t).TemplateDetails(t.Context(), id)
		if !errors.Is(err, want) || err == nil && template.ObjectID() != id {
			t.Errorf("%s: %+v, %v", id, template, err)
		}
	}
}

// TestPlainForms reads fields in each plain form, and in no other.
func TestPlainForms(t *testing.T) {
	t.Parallel()
	read := func(fields string) (string, error) {
		client := newServer(t, answer(`{"status":"0","data":{"appId":"a","templateId":455,"flowId":455,`+fields+`}}`)).client(t)
		template, err := client.TemplateDetails(t.Context(), "455")
		flow, err2 := client.FlowDetails(t.Context(), "455")
		app, err3 := client.AppDetails(t.Context(), "a")
		text, total := "", cmp.Or(app.PeriodTotalSendLimit, &SendLimit{})
		for _, number := range []*Number{template.CodeType, template.SpeechRate, total.Unit} {
			if number != nil {
				text += fmt.Sprint(" ", *number)
			}
		}
		if template.Language != nil {
			text += " " + string(*template.Language)
		}
		if flow.Nodes != nil {
			for _, node := range *flow.Nodes {
				text += fmt.Sprint(" ", *node.Channel)
			}
		}
		if total.Enabled {
			text += " enabled"
		}
		if app.Name != nil {
			text += fmt.Sprintf(" %+q", *app.Name)
		}
		return text, errors.Join(err, err2, err3)
	}
	for fields, want := range map[string]string{
		`"codeType":"numeric"`: " 1",
		`"codeType":"Hex"`:     " 4",
		`"codeType":"2"`:       " 2",
		`"speechRate":"50"`:    " 50",
		`"speechRate":50.0`:    " 50",
		`"language":"en"`:      " EN",
		`"language":"xx"`:      " xx",
		`"flow":[{"channel":"SMS"},{"channel":"fax"}]`:      " sms fax",
		`"periodTotalSendLimit":{"enabled":1,"unit":"Day"}`: " 1 enabled",
		`"periodTotalSendLimit":{"enabled":"TRUE"}`:         " enabled",
		`"periodTotalSendLimit":{"enabled":"0"}`:            "",
		`"name":"caf&eacute;"`:                              ` "caf&eacute;"`,
		`"name":"cafe\u0301"`:                               ` "cafe\u0301"`,
	} {
		if got, err := read(fields); got != want || err != nil {
			t.Errorf("%s = %q, %v; want %q", fields, got, err, want)
		}
	}
	for _, fields := range []string{
		`"codeType":""`, `"codeType":{}`, `"codeType":false`, `"codeType":"other"`, `"speechRate":0.8`, `"language":"",` + `"speechRate":""`,
		`"periodTotalSendLimit":{"enabled":2}`, `"periodTotalSendLimit":{"enabled":""}`, `"periodTotalSendLimit":"{}"`, `"name":["x"]`,
		`"flow":[{"channelCut":false}]`, `"flow":[{"channelCut":""}]`, `"flow":[{"status":""}]`,
	} {
		if got, err := read(fields); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s = %q, %v; want an error", fields, got, err)
		}
	}
	for _, status := range []string{`""`, `false`, `{}`, `null`, `[]`, `"success"`} {
		if _, err := newServer(t, answer(`{"status":`+status+`,"data":{"appId":"a"}}`)).client(t, retries(0)).AppDetails(t.Context(), "a"); !errors.Is(err, ErrMalformed) {
			t.Errorf("status %s: %v, want an answer that is not understood", status, err)
		}
	}
}
