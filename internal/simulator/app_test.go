package simulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The sample of the reference, "Samples from the documentation", both ways.
func TestAppSample(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	added := account.call(http.MethodPost, "/app/add", `{"name":"test_app","codeExpiry":5,
		"periodTotalSendLimit":{"enabled":true,"unit":1,"period":1,"limit":1},
		"periodPhoneSendLimit":{"enabled":true,"unit":1,"period":1,"limit":1}}`)
	id, _ := added.object(t)["appId"].(string)
	if !regexp.MustCompile(`^[0-9A-Za-z]{8}$`).MatchString(id) {
		t.Errorf("appId = %q, want eight letters and digits", id)
	}
	sample := fmt.Sprintf(`{"name":"test_app","appId":%q,
		"periodTotalSendLimit":{"unit":1,"period":1,"limit":1,"enabled":true},
		"periodPhoneSendLimit":{"unit":1,"period":1,"limit":1,"enabled":true},
		"codeExpiry":5,"createTime":"2022-01-01T00:00:00+08:00"}`, id)
	if added.status != "0" || added.reason != "success" {
		t.Errorf("status %v, reason %q, want 0 and success", added.status, added.reason)
	}
	equalJSON(t, added.data, sample)
	equalJSON(t, account.want("0", http.MethodGet, "/app/details/"+id, "").data, sample)
	if got := added.header.Get("Content-Type"); got != "application/json;charset=UTF-8" {
		t.Errorf("Content-Type = %q", got)
	}
}

// Only a name: everything else has its default, and a limit that is off has nulls.
func TestAppDefaults(t *testing.T) {
	t.Parallel()
	off := `{"enabled":false,"unit":null,"period":null,"limit":null}`
	for name, body := range map[string]string{
		"absent": `{"name":"test_app"}`,
		"null":   `{"name":"test_app","codeExpiry":null,"periodTotalSendLimit":null,"periodPhoneSendLimit": null }`,
		"off":    `{"name":"test_app","periodTotalSendLimit":` + off + `,"periodPhoneSendLimit":{}}`,
		"extra":  `{"name":"test_app","appId":7,"createTime":[],"surprise":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			added := newAccount(t).want("0", http.MethodPost, "/app/add", body).object(t)
			delete(added, "appId")
			equalJSON(t, added, fmt.Sprintf(`{"name":"test_app","codeExpiry":5,"createTime":%q,
				"periodTotalSendLimit":%s,"periodPhoneSendLimit":%s}`, startText, off, off))
		})
	}
}

func TestAppRules(t *testing.T) {
	t.Parallel()
	tests := []fieldTest{
		{"name missing", `{"codeExpiry":5}`, "-22"},
		{"name null", `{"name":null}`, "-22"},
		{"name empty", `{"name":""}`, "-22"},
		{"name a number", `{"name":12345}`, "-22"},
		{"codeExpiry a text", `{"name":"test_app","codeExpiry":"5"}`, "-22"},
		{"codeExpiry a fraction", `{"name":"test_app","codeExpiry":5.5}`, "-22"},
		{"codeExpiry a bool", `{"name":"test_app","codeExpiry":true}`, "-22"},
		{"limit an array", fmt.Sprintf(limitTemplate, `[]`), "-22"},
		{"limit a bool", fmt.Sprintf(limitTemplate, `true`), "-22"},
		{"enabled a text", fmt.Sprintf(limitTemplate, `{"enabled":"true"}`), "-22"},
		{"enabled a number", fmt.Sprintf(limitTemplate, `{"enabled":1}`), "-22"},
		{"enabled null", fmt.Sprintf(limitTemplate, `{"enabled":null,"unit":1,"period":1,"limit":1}`), "0"},
		{"on without unit", fmt.Sprintf(limitTemplate, `{"enabled":true,"period":1,"limit":1}`), "-22"},
		{"on without period", fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":1,"limit":1}`), "-22"},
		{"on without limit", fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":1,"period":1}`), "-22"},
		{"on with null", fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":1,"period":null,"limit":1}`), "-22"},
		{"on with a text", fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":"1","period":1,"limit":1}`), "-22"},
		{"off with odd numbers", fmt.Sprintf(limitTemplate, `{"enabled":false,"unit":9,"period":0,"limit":-1}`), "0"},
		{"off with a text", fmt.Sprintf(limitTemplate, `{"enabled":false,"unit":"1"}`), "-22"},
		{"phone limit checked too", `{"name":"test_app","periodPhoneSendLimit":{"enabled":true}}`, "-22"},
	}
	tests = append(tests, lengths("name", 4, 32, `{"name":%q}`)...)
	tests = append(tests, bounds("codeExpiry", 1, 60, `{"name":"test_app","codeExpiry":%d}`)...)
	for field, most := range map[string]int64{"unit": 4, "period": 90, "limit": 10_000_000_000} {
		for _, limit := range []string{"periodTotalSendLimit", "periodPhoneSendLimit"} {
			numbers := strings.Replace(`{"enabled":true,"unit":1,"period":1,"limit":1}`, `"`+field+`":1`, `"`+field+`":%d`, 1)
			tests = append(tests, bounds(limit+"."+field, 1, most, `{"name":"test_app","`+limit+`":`+numbers+`}`)...)
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			account.want(test.want, http.MethodPost, "/app/add", test.body)
			if added := len(account.Apps()) == 1; added != (test.want == "0") {
				t.Errorf("added = %t under status %s", added, test.want)
			}

			account = newAccount(t)
			id := account.addApp(`{"name":"before"}`)
			before := account.Apps()[0]
			account.want(test.want, http.MethodPut, "/app/update/"+id, test.body)
			if changed := account.Apps()[0] != before; changed != (test.want == "0") {
				t.Errorf("changed = %t under status %s", changed, test.want)
			}
		})
	}
}

// The largest limit needs 64 bits and must come back exactly.
func TestAppLargestLimit(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	body := fmt.Sprintf(limitTemplate, `{"enabled":true,"unit":4,"period":90,"limit":10000000000}`)
	id := account.addApp(body)
	equalJSON(t, account.call(http.MethodGet, "/app/details/"+id, "").object(t)["periodTotalSendLimit"],
		`{"enabled":true,"unit":4,"period":90,"limit":10000000000}`)
}

func TestAppUpdate(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	id := account.addApp(`{"name":"test_app","codeExpiry":7,
		"periodTotalSendLimit":{"enabled":true,"unit":1,"period":2,"limit":3}}`)
	changed := account.want("0", http.MethodPut, "/app/update/"+id, `{"appId":"ignored1","name":"renamed","codeExpiry":60,
		"periodPhoneSendLimit":{"enabled":true,"unit":4,"period":5,"limit":6}}`)
	want := fmt.Sprintf(`{"appId":%q,"name":"renamed","codeExpiry":60,"createTime":%q,
		"periodTotalSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null},
		"periodPhoneSendLimit":{"enabled":true,"unit":4,"period":5,"limit":6}}`, id, startText)
	equalJSON(t, changed.data, want)
	equalJSON(t, account.want("0", http.MethodGet, "/app/details/"+id, "").data, want)
}

func TestAppUnknown(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.addApp(appBody)
	for _, id := range []string{"unknown1", "x", strings.Repeat("x", 33), "%20"} {
		account.want("-22", http.MethodGet, "/app/details/"+id, "")
		account.want("-22", http.MethodPut, "/app/update/"+id, `{"name":"renamed"}`)
	}
}

func TestAppNames(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	first := account.addApp(`{"name":"first"}`)
	second := account.addApp(`{"name":"second"}`)
	taken := account.want("-20", http.MethodPost, "/app/add", `{"name":"first"}`)
	if taken.reason != "data existing" {
		t.Errorf("reason = %q", taken.reason)
	}
	account.want("-20", http.MethodPut, "/app/update/"+second, `{"name":"first"}`)
	account.want("0", http.MethodPut, "/app/update/"+first, `{"name":"first","codeExpiry":6}`) // its own name
	account.addApp(`{"name":"First"}`)
	account.addApp(`{"name":" first"}`)
	account.want("0", http.MethodPut, "/app/update/"+first, `{"name":"third"}`)
	account.want("0", http.MethodPut, "/app/update/"+second, `{"name":"first"}`) // free again
}

func TestMaxApps(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.MaxApps = 2 })
	account.addApp(`{"name":"first"}`)
	second := account.addApp(`{"name":"second"}`)
	account.want("-23", http.MethodPost, "/app/add", `{"name":"third"}`)
	account.want("-20", http.MethodPost, "/app/add", `{"name":"first"}`)
	account.want("-22", http.MethodPost, "/app/add", `{"name":"x"}`)
	account.want("0", http.MethodPut, "/app/update/"+second, `{"name":"third"}`)
	account.RemoveApp(second)
	account.addApp(`{"name":"fourth"}`)
}

func TestAppBehindTheBack(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	id := account.addApp(appBody)
	app := account.Apps()[0]
	app.Name, app.CodeExpiry = "x", 1000
	app.PeriodTotalSendLimit = simulator.Limit{Enabled: true, Unit: 9, Period: 91, Limit: -1}
	account.PutApp(app)
	got := account.want("0", http.MethodGet, "/app/details/"+id, "").object(t)
	equalJSON(t, []any{got["name"], got["codeExpiry"], got["periodTotalSendLimit"]},
		`["x",1000,{"enabled":true,"unit":9,"period":91,"limit":-1}]`)

	account.PutApp(simulator.App{ID: "new", Name: "added"})
	if apps := account.Apps(); len(apps) != 2 || apps[0].ID != id || apps[1].ID != "new" {
		t.Errorf("applications = %+v, want the old one first", apps)
	}
	account.want("0", http.MethodGet, "/app/details/new", "")
	account.RemoveApp(id)
	account.want("-22", http.MethodGet, "/app/details/"+id, "")
	if apps := account.Apps(); len(apps) != 1 {
		t.Errorf("applications = %+v, want one", apps)
	}
}

func TestConcurrentAdds(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	appID := account.addApp(appBody)
	for path, body := range map[string]string{
		"/app/add":      `{"name":"contested"}`,
		"/template/add": templateBody(appID, `"name":"contested"`),
		"/flow/add":     flowBody(`"name":"contested"`),
	} {
		const count = 50
		statuses := make([]any, count)
		var group sync.WaitGroup
		for i := range count {
			group.Go(func() { statuses[i] = account.call(http.MethodPost, path, body).status })
		}
		group.Wait()
		tally := map[any]int{}
		for _, status := range statuses {
			tally[status]++
		}
		if tally["0"] != 1 || tally["-20"] != count-1 {
			t.Errorf("%s: statuses %v, want one 0 and else -20", path, tally)
		}
	}
	if apps, templates, flows := len(account.Apps()), len(account.Templates()), len(account.Flows()); apps != 2 || templates != 1 || flows != 1 {
		t.Errorf("%d applications, %d templates and %d task flows, want 2, 1 and 1", apps, templates, flows)
	}
}
