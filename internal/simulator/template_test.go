package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The sample of the reference, "Samples from the documentation", both ways.
func TestTemplateSample(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.PutApp(simulator.App{ID: "mRELxtHc", Name: "test_app"})
	added := account.want("0", http.MethodPost, "/template/add", `{"appId":"mRELxtHc","name":"name",
		"text":"##code## is your verification,expires in 5 minutes! ","codeType":1,"codeLength":4,
		"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":"senderId"}`)
	sample := `{"templateId":455,"appId":"mRELxtHc","name":"name",
		"text":"##code## is your verification,expires in 5 minutes! ","codeType":1,"codeLength":4,"speechRate":50,
		"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":"senderId"}`
	equalJSON(t, added.data, sample)
	equalJSON(t, account.want("0", http.MethodGet, "/template/details/455", "").data, sample)
	equalJSON(t, account.want("0", http.MethodGet, "/template/list", "").data, "["+sample+"]")
}

func TestTemplateDefaults(t *testing.T) {
	t.Parallel()
	for name, further := range map[string]string{
		"absent": `"templateId":"455"`,
		"null": `"templateId":null,"codeType":null,"codeLength":null,"speechRate":null,"language":null,
			"maxDuration":null,"repeatCnt":null,"senderId":null`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			appID := account.addApp(appBody)
			want := fmt.Sprintf(`{"templateId":455,"appId":%q,"name":"name","text":%q,"codeType":1,"codeLength":4,
				"speechRate":50,"language":"EN","maxDuration":59,"repeatCnt":1,"senderId":null}`, appID, templateText)
			added := account.want("0", http.MethodPost, "/template/add", templateBody(appID, further))
			equalJSON(t, added.data, want)

			// An update with all fields, and one that leaves them out again.
			account.want("0", http.MethodPut, "/template/update/455", templateBody(appID, `"codeType":2,"codeLength":5,
				"speechRate":51,"language":"CN","maxDuration":60,"repeatCnt":2,"senderId":"me"`))
			updated := account.want("0", http.MethodPut, "/template/update/455", templateBody(appID, further))
			equalJSON(t, updated.data, want)
		})
	}
}

func TestTemplateRules(t *testing.T) {
	t.Parallel()
	const appID = "mRELxtHc"
	with := func(fields ...string) string { return templateBody(appID, fields...) }
	tests := []fieldTest{
		{"name missing", `{"appId":"mRELxtHc","text":"##code##"}`, "-22"},
		{"name null", with(`"name":null`), "-22"},
		{"name a number", with(`"name":12345`), "-22"},
		{"text missing", `{"appId":"mRELxtHc","name":"name"}`, "-22"},
		{"text null", with(`"text":null`), "-22"},
		{"text empty", with(`"text":""`), "-22"},
		{"text a number", with(`"text":1`), "-22"},
		{"text without the code", with(`"text":"your code"`), "-22"},
		{"text with half a code", with(`"text":"#code##"`), "-22"},
		{"text with the code in upper case", with(`"text":"##CODE##"`), "-22"},
		{"text with two codes", with(`"text":"##code## ##code##"`), "0"},
		{"text just the code", with(`"text":"##code##"`), "0"},
		{"codeType a text", with(`"codeType":"1"`), "-22"},
		{"codeType a word", with(`"codeType":"NUMERIC"`), "-22"},
		{"codeLength a fraction", with(`"codeLength":4.5`), "-22"},
		{"codeLength in floating point", with(`"codeLength":5.0`), "-22"},
		{"speechRate a bool", with(`"speechRate":true`), "-22"},
		{"maxDuration beyond 64 bits", with(`"maxDuration":99999999999999999999`), "-22"},
		{"repeatCnt an object", with(`"repeatCnt":{}`), "-22"},
		{"language unknown", with(`"language":"ZH"`), "-22"},
		{"language in lower case", with(`"language":"en"`), "-22"},
		{"language empty", with(`"language":""`), "-22"},
		{"language a number", with(`"language":1`), "-22"},
		{"senderId a number", with(`"senderId":1`), "-22"},
		{"senderId empty", with(`"senderId":""`), "0"},
		{"senderId long", with(`"senderId":"` + strings.Repeat("x", 1000) + `"`), "0"},
		{"extra field", with(`"surprise":[1,2]`), "0"},
	}
	for language := range strings.FieldsSeq("CN EN VN JP ARB DE IN IT KR RU ES PT IDN BD") {
		tests = append(tests, fieldTest{"language " + language, with(`"language":"` + language + `"`), "0"})
	}
	for field, ends := range map[string][2]int64{
		"codeType": {1, 4}, "codeLength": {4, 10}, "speechRate": {0, 100}, "maxDuration": {5, 599}, "repeatCnt": {1, 10},
	} {
		tests = append(tests, bounds(field, ends[0], ends[1], with(`"`+field+`":%d`))...)
	}
	tests = append(tests, lengths("name", 4, 32, strings.Replace(with(), `"name":"name"`, `"name":%q`, 1))...)
	for _, character := range []string{"x", "é", "世", "😀"} {
		for count, want := range map[int]string{255: "0", 256: "0", 257: "-22"} {
			text := "##code##" + strings.Repeat(character, count-len("##code##"))
			tests = append(tests, fieldTest{fmt.Sprintf("text %d %s", count, character), with(`"text":"` + text + `"`), want})
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			account.PutApp(simulator.App{ID: appID})
			account.want(test.want, http.MethodPost, "/template/add", test.body)
			if added := len(account.Templates()) == 1; added != (test.want == "0") {
				t.Errorf("added = %t under status %s", added, test.want)
			}

			account = newAccount(t)
			account.PutApp(simulator.App{ID: appID})
			id := account.addTemplate(appID, "before")
			before := account.Templates()
			account.want(test.want, http.MethodPut, "/template/update/"+id, test.body)
			if changed := !reflect.DeepEqual(account.Templates(), before); changed != (test.want == "0") {
				t.Errorf("changed = %t under status %s", changed, test.want)
			}
		})
	}
}

// The application is required and checked on add, and not looked at on update.
func TestTemplateApp(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	appID := account.addApp(appBody)
	other := account.addApp(`{"name":"other"}`)
	for _, body := range []string{
		`{"name":"name","text":"##code##"}`,
		`{"appId":null,"name":"name","text":"##code##"}`,
		`{"appId":"","name":"name","text":"##code##"}`,
		`{"appId":"unknown1","name":"name","text":"##code##"}`,
		`{"appId":455,"name":"name","text":"##code##"}`,
	} {
		account.want("-22", http.MethodPost, "/template/add", body)
	}
	id := account.addTemplate(appID, "name")
	for _, field := range []string{`"appId":"` + other + `"`, `"appId":"unknown1"`, `"appId":null`, `"appId":455`} {
		body := `{"name":"name","text":"##code##",` + field + `}`
		updated := account.want("0", http.MethodPut, "/template/update/"+id, body).object(t)
		if updated["appId"] != appID {
			t.Errorf("%s: appId = %v, want %s", field, updated["appId"], appID)
		}
	}
}

func TestTemplateNames(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	appID := account.addApp(`{"name":"name"}`) // an application's name does not clash with a template's
	other := account.addApp(`{"name":"other"}`)
	first := account.addTemplate(appID, "name")
	second := account.addTemplate(appID, "second")
	account.want("-20", http.MethodPost, "/template/add", templateBody(appID))
	account.want("-20", http.MethodPost, "/template/add", templateBody(other))
	account.want("-20", http.MethodPut, "/template/update/"+second, templateBody(appID))
	account.want("0", http.MethodPut, "/template/update/"+first, templateBody(appID)) // its own name
	account.want("0", http.MethodPut, "/template/update/"+first, templateBody(appID, `"name":"third"`))
	account.want("0", http.MethodPut, "/template/update/"+second, templateBody(appID)) // free again
}

func TestTemplateIDs(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	appID := account.addApp(appBody)
	account.want("-22", http.MethodPost, "/template/add", templateBody(appID, `"codeType":9`)) // uses no id up
	first, second := account.addTemplate(appID, "first"), account.addTemplate(appID, "second")
	account.PutTemplate(simulator.Template{ID: 1000, AppID: appID, Name: "third"})
	account.RemoveTemplate(1000)
	third := account.addTemplate(appID, "third")
	if first != "455" || second != "456" || third != "1001" {
		t.Errorf("ids = %s, %s, %s, want 455, 456 and one above all earlier ones", first, second, third)
	}
	for _, id := range []string{"1", "1000", "-455", "x", "4.5", "99999999999999999999", "%20"} {
		account.want("-22", http.MethodGet, "/template/details/"+id, "")
		account.want("-22", http.MethodPut, "/template/update/"+id, templateBody(appID))
	}
	var ids []any
	for _, listed := range account.want("0", http.MethodGet, "/template/list", "").list(t) {
		template, _ := listed.(map[string]any)
		ids = append(ids, template["templateId"])
	}
	equalJSON(t, ids, `[455,456,1001]`)
}

func TestTemplateBehindTheBack(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	appID := account.addApp(appBody)
	id := account.addTemplate(appID, "name")
	template := account.Templates()[0]
	template.CodeType, template.Language, template.SenderID = 9, "XX", new("me")
	account.PutTemplate(template)
	*template.SenderID = "changed after the fact"
	*account.Templates()[0].SenderID = "changed in a copy"
	got := account.want("0", http.MethodGet, "/template/details/"+id, "").object(t)
	equalJSON(t, []any{got["codeType"], got["language"], got["senderId"]}, `[9,"XX","me"]`)

	template.Language = ""
	account.PutTemplate(template)
	if got, ok := account.call(http.MethodGet, "/template/details/"+id, "").object(t)["language"]; ok {
		t.Errorf("language = %v, want none", got)
	}
	account.RemoveTemplate(template.ID)
	account.want("-22", http.MethodGet, "/template/details/"+id, "")
	equalJSON(t, account.want("0", http.MethodGet, "/template/list", "").data, `[]`)
}
