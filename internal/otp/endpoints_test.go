package otp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"testing"
)

// TestSamples holds requests and answers to the samples of the API reference,
// and to the endpoints' methods and paths.
func TestSamples(t *testing.T) {
	t.Parallel()
	limit := SendLimit{Enabled: true, Unit: new(UnitDay), Period: new(Number(1)), Limit: new(Number(1))}
	appSettings := AppSettings{Name: "test_app", CodeExpiry: 5, PeriodTotalSendLimit: limit, PeriodPhoneSendLimit: limit}
	app := App{
		ID: "mRELxtHc", Name: new("test_app"), CodeExpiry: new(Number(5)), CreateTime: new(Text("2022-01-01T00:00:00+08:00")),
		PeriodTotalSendLimit: &limit, PeriodPhoneSendLimit: &limit,
	}
	const (
		appRequest = `{"name":"test_app","codeExpiry":5,
			"periodTotalSendLimit":{"enabled":true,"unit":1,"period":1,"limit":1},
			"periodPhoneSendLimit":{"enabled":true,"unit":1,"period":1,"limit":1}}`
		appData = `{"name":"test_app","appId":"mRELxtHc",
			"periodTotalSendLimit":{"unit":1,"period":1,"limit":1,"enabled":true},
			"periodPhoneSendLimit":{"unit":1,"period":1,"limit":1,"enabled":true},
			"codeExpiry":5,"createTime":"2022-01-01T00:00:00+08:00"}`
	)
	const text = "##code## is your verification,expires in 5 minutes! "
	templateSettings := TemplateSettings{
		AppID: "mRELxtHc", Name: "name", Text: text, CodeType: CodeTypeNumeric, CodeLength: 4,
		SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCount: 1, SenderID: new("senderId"),
	}
	template := Template{
		ID: "455", AppID: "mRELxtHc", Name: new("name"), Text: new(text), CodeType: new(CodeTypeNumeric), CodeLength: new(Number(4)),
		SpeechRate: new(Number(50)), Language: new(Text("EN")), MaxDuration: new(Number(59)), RepeatCount: new(Number(1)),
		SenderID: OptionalText{Answered: true, Text: "senderId"},
	}
	const (
		templateRequest = `{"appId":"mRELxtHc","name":"name","text":"##code## is your verification,expires in 5 minutes! ","codeType":1,"codeLength":4,
			"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":"senderId"}`
		templateUpdate = `{"name":"name","text":"##code## is your verification,expires in 5 minutes! ","codeType":1,"codeLength":4,
			"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":"senderId"}`
		templateData = `{"templateId":455,"appId":"mRELxtHc","name":"name",
			"text":"##code## is your verification,expires in 5 minutes! ","codeType":1,"codeLength":4,"speechRate":50,"language":"EN",
			"maxDuration":59,"repeatCnt":1,"senderId":"senderId"}`
	)
	expectSamples(t, []sample{
		{
			"add application", "POST", "/otp/app/add", appRequest, appData,
			func(ctx context.Context, c *Client) (any, error) { return c.AddApp(ctx, appSettings) }, app,
		},
		{
			"update application", "PUT", "/otp/app/update/mRELxtHc", appRequest, appData,
			func(ctx context.Context, c *Client) (any, error) { return c.UpdateApp(ctx, "mRELxtHc", appSettings) }, app,
		},
		{
			"update application, answered without data", "PUT", "/otp/app/update/mRELxtHc", appRequest, `null`,
			func(ctx context.Context, c *Client) (any, error) { return c.UpdateApp(ctx, "mRELxtHc", appSettings) },
			App{},
		},
		{
			"application details", "GET", "/otp/app/details/mRELxtHc", "", appData,
			func(ctx context.Context, c *Client) (any, error) { return c.AppDetails(ctx, "mRELxtHc") }, app,
		},
		{
			"add template", "POST", "/otp/template/add", templateRequest, templateData,
			func(ctx context.Context, c *Client) (any, error) { return c.AddTemplate(ctx, templateSettings) }, template,
		},
		{
			"update template", "PUT", "/otp/template/update/455", templateUpdate, templateData,
			func(ctx context.Context, c *Client) (any, error) {
				return c.UpdateTemplate(ctx, "455", templateSettings)
			}, template,
		},
		{
			"template details", "GET", "/otp/template/details/455", "", templateData,
			func(ctx context.Context, c *Client) (any, error) { return c.TemplateDetails(ctx, "455") }, template,
		},
		{
			"list templates", "GET", "/otp/template/list", "", "[" + templateData + "]",
			func(ctx context.Context, c *Client) (any, error) { return c.ListTemplates(ctx) },
			List[Template]{Objects: []Template{template}},
		},
	})
}

// sample is a call with its request and answer.
type sample struct {
	name, method, path, request, data string
	call                              func(context.Context, *Client) (any, error)
	want                              any
}

// expectSamples makes each call, and compares what it sends and what it returns.
func expectSamples(t *testing.T, samples []sample) {
	t.Helper()
	for _, test := range samples {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var body []byte
			server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ = io.ReadAll(r.Body)
				answer(`{"status":"0","reason":"success","data":`+test.data+`}`)(w, r)
			})
			got, err := test.call(t.Context(), server.client(t))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("answer = %+v, want %+v", got, test.want)
			}
			request := server.requests()[0]
			if request.Method != test.method || request.URL.Path != test.path {
				t.Errorf("called %s %s, want %s %s", request.Method, request.URL.Path, test.method, test.path)
			}
			equalJSON(t, body, test.request)
		})
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	template := TemplateSettings{AppID: "mRELxtHc", Name: "name", Text: "##code##", CodeType: CodeTypeHex, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCount: 1}
	for _, test := range []struct {
		name string
		call func(context.Context, *Client) error
		want string
	}{
		{
			"a limit that is off is three nulls",
			func(ctx context.Context, c *Client) error {
				_, err := c.AddApp(ctx, AppSettings{Name: "name", CodeExpiry: 5})
				return err
			},
			`{"name":"name","codeExpiry":5,
				"periodTotalSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null},
				"periodPhoneSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null}}`,
		},
		{
			"the largest limit is an integer",
			func(ctx context.Context, c *Client) error {
				_, err := c.AddApp(ctx, AppSettings{Name: "name", CodeExpiry: 5, PeriodTotalSendLimit: SendLimit{Enabled: true, Unit: new(UnitSecond), Period: new(Number(90)), Limit: new(Number(SendLimitMax))}})
				return err
			},
			`{"name":"name","codeExpiry":5,
				"periodTotalSendLimit":{"enabled":true,"unit":4,"period":90,"limit":10000000000},
				"periodPhoneSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null}}`,
		},
		{
			"a new template without sender names none",
			func(ctx context.Context, c *Client) error { _, err := c.AddTemplate(ctx, template); return err },
			`{"appId":"mRELxtHc","name":"name","text":"##code##","codeType":4,"codeLength":4,"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1}`,
		},
		{
			"an update cannot move the template",
			func(ctx context.Context, c *Client) error {
				_, err := c.UpdateTemplate(ctx, "455", template)
				return err
			},
			`{"name":"name","text":"##code##","codeType":4,"codeLength":4,"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1}`,
		},
		{
			"an update may clear the sender",
			func(ctx context.Context, c *Client) error {
				cleared := template
				cleared.SenderID = new("")
				_, err := c.UpdateTemplate(ctx, "455", cleared)
				return err
			},
			`{"name":"name","text":"##code##","codeType":4,"codeLength":4,"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":""}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var body []byte
			server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ = io.ReadAll(r.Body)
				answer(`{"status":"0","data":{"appId":"mRELxtHc","templateId":455}}`)(w, r)
			})
			if err := test.call(t.Context(), server.client(t)); err != nil {
				t.Fatal(err)
			}
			equalJSON(t, body, test.want)
		})
	}
}

// TestSendLimitForms reads a limit that is off in every form.
func TestSendLimitForms(t *testing.T) {
	t.Parallel()
	for _, field := range []string{
		`"periodTotalSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null}`,
		`"periodTotalSendLimit":{"enabled":false,"unit":0,"period":0,"limit":0}`,
		`"periodTotalSendLimit":{"enabled":false,"unit":1,"period":1,"limit":10}`,
		`"periodTotalSendLimit":{"enabled":null}`,
		`"periodTotalSendLimit":{}`,
		`"periodTotalSendLimit":null`,
		`"more":1`,
	} {
		var app App
		if err := json.Unmarshal([]byte("{"+field+"}"), &app); err != nil {
			t.Errorf("%s: %v", field, err)
		} else if app.PeriodTotalSendLimit != nil && app.PeriodTotalSendLimit.Enabled {
			t.Errorf("%s is enabled", field)
		}
	}
}

func equalJSON(t *testing.T, got []byte, want string) {
	t.Helper()
	if want == "" {
		if len(got) > 0 {
			t.Errorf("body = %s, want none", got)
		}
		return
	}
	var gotValue, wantValue any
	if err := json.Unmarshal([]byte(want), &wantValue); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &gotValue); err != nil {
		t.Errorf("body is not JSON: %s", got)
	} else if !reflect.DeepEqual(gotValue, wantValue) {
		t.Errorf("body = %s, want %s", got, want)
	}
}
