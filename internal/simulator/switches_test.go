package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func TestUnknownIDNullData(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.UnknownID = simulator.UnknownIDNullData })
	for _, path := range []string{"/app/details/unknown1", "/template/details/1", "/flow/details/1"} {
		got := account.want("0", http.MethodGet, path, "")
		if got.data != nil || got.reason != "success" {
			t.Errorf("%s: %+v, want success with null", path, got)
		}
	}
	for _, path := range []string{"/app/details/xyz", "/app/details/" + strings.Repeat("x", 33), "/template/details/x", "/flow/details/x"} {
		account.want("-22", http.MethodGet, path, "") // no such id can exist
	}
	account.want("-22", http.MethodPut, "/app/update/unknown1", appBody)
	account.want("-22", http.MethodPut, "/template/update/1", templateBody("unknown1"))
	account.want("-22", http.MethodPut, "/flow/update/1", flowBody())
	account.want("0", http.MethodGet, "/app/details/"+account.addApp(appBody), "").object(t)
}

func TestPageSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{0: 3, 1: 1, 2: 2, 3: 3, 4: 3} {
		account := newAccount(t, func(o *simulator.Options) { o.PageSize = size })
		appID := account.addApp(appBody)
		for _, name := range []string{"first", "second", "third"} {
			account.addTemplate(appID, name)
			account.addFlow(name)
		}
		for _, path := range []string{"/template/list", "/flow/list"} {
			list := account.want("0", http.MethodGet, path, "").list(t)
			if first, _ := list[0].(map[string]any); len(list) != want || first["name"] != "first" {
				t.Errorf("page size %d: %s = %v, want the first %d", size, path, list, want)
			}
		}
	}
}

func TestNamesPerApplication(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.NameScope = simulator.NamesPerApplication })
	first, second := account.addApp(appBody), account.addApp(`{"name":"other"}`)
	account.addTemplate(first, "name")
	account.addTemplate(second, "name")
	account.want("-20", http.MethodPost, "/template/add", templateBody(first))
	third := account.addTemplate(second, "third")
	account.want("-20", http.MethodPut, "/template/update/"+third, templateBody(first)) // its own application counts
	account.want("-20", http.MethodPost, "/app/add", appBody)
	account.addFlow("name") // a flow has no application
	account.want("-20", http.MethodPost, "/flow/add", flowBody())
}

func TestNamesThatCollide(t *testing.T) {
	t.Parallel()
	ignoreCase := func(o *simulator.Options) { o.NamesIgnoreCase = true }
	ignoreBlanks := func(o *simulator.Options) { o.NamesIgnoreBlanks = true }
	trim := func(o *simulator.Options) { o.TrimText = true }
	tests := []struct {
		switches []func(*simulator.Options)
		name     string
		want     string
	}{
		{nil, "Login", "0"},
		{nil, " login ", "0"},
		{nil, "login", "-20"},
		{[]func(*simulator.Options){ignoreCase}, "LOGIN", "-20"},
		{[]func(*simulator.Options){ignoreCase}, " login", "0"},
		{[]func(*simulator.Options){ignoreBlanks}, " login", "-20"},
		{[]func(*simulator.Options){ignoreBlanks}, "login ", "-20"},
		{[]func(*simulator.Options){ignoreBlanks}, "lo gin", "0"},
		{[]func(*simulator.Options){ignoreBlanks}, "Login", "0"},
		{[]func(*simulator.Options){ignoreCase, ignoreBlanks}, " LOGIN", "-20"},
		{[]func(*simulator.Options){trim}, " login", "-20"},
	}
	for _, test := range tests {
		account := newAccount(t, test.switches...)
		appID := account.addApp(`{"name":"login"}`)
		account.want(test.want, http.MethodPost, "/app/add", fmt.Sprintf(`{"name":%q}`, test.name))
		account.addTemplate(appID, "login")
		account.want(test.want, http.MethodPost, "/template/add", templateBody(appID, fmt.Sprintf(`"name":%q`, test.name)))
		account.addFlow("login")
		account.want(test.want, http.MethodPost, "/flow/add", flowBody(fmt.Sprintf(`"name":%q`, test.name)))
	}
}

func TestUpdateMerges(t *testing.T) {
	t.Parallel()
	merges := func(o *simulator.Options) { o.UpdateMode = simulator.UpdateMerges }
	account := newAccount(t, merges)
	id := account.addApp(`{"name":"test_app","codeExpiry":7,
		"periodTotalSendLimit":{"enabled":true,"unit":1,"period":2,"limit":3}}`)
	want := fmt.Sprintf(`{"appId":%q,"name":"renamed","codeExpiry":7,"createTime":%q,
		"periodTotalSendLimit":{"enabled":true,"unit":1,"period":2,"limit":%%d},
		"periodPhoneSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null}}`, id, startText)
	put := func(status, body string) reply { return account.want(status, http.MethodPut, "/app/update/"+id, body) }
	equalJSON(t, put("0", `{"name":"renamed"}`).data, fmt.Sprintf(want, 3))
	equalJSON(t, put("0", `{"name":"renamed","codeExpiry":null,"periodTotalSendLimit":null}`).data, fmt.Sprintf(want, 3))
	equalJSON(t, put("0", `{"name":"renamed","periodTotalSendLimit":{"unit":null,"limit":4}}`).data, fmt.Sprintf(want, 4))
	put("-22", `{"codeExpiry":8}`) // the name is required all the same
	put("-22", `{"name":"renamed","periodTotalSendLimit":{"unit":5}}`)
	put("-22", `{"name":"renamed","periodPhoneSendLimit":{"enabled":true}}`) // it never had numbers
	put("0", `{"name":"renamed","periodTotalSendLimit":{"enabled":false,"unit":null}}`)
	equalJSON(t, put("0", `{"name":"renamed","periodTotalSendLimit":{"enabled":true}}`).data, fmt.Sprintf(want, 4))

	templateID := account.addTemplate(id, "name")
	path := "/template/update/" + templateID
	full := `"codeType":2,"codeLength":5,"speechRate":51,"language":"CN","maxDuration":60,"repeatCnt":2,"senderId":"me"`
	before := account.want("0", http.MethodPut, path, templateBody(id, full))
	after := account.want("0", http.MethodPut, path, templateBody(id, `"codeType":null,"senderId":null`))
	if !reflect.DeepEqual(after.data, before.data) {
		t.Errorf("an update without fields changed %v to %v", before.data, after.data)
	}
	account.want("-22", http.MethodPut, path, templateBody(id, `"senderId":"you","language":"ZH"`))
	if sender := *account.Templates()[0].SenderID; sender != "me" {
		t.Errorf("a refused update changed the sender to %s", sender)
	}

	// A flow has no field that may be left out but a step's channelCut, and the steps are one field.
	path = "/flow/update/" + account.addFlow("name")
	account.want("0", http.MethodPut, path, flowBody(`"flow":[{"waitingTime":40,"status":2,"channel":"sms","channelCut":1}]`))
	account.want("-22", http.MethodPut, path, `{"name":"name"}`)
	equalJSON(t, account.want("0", http.MethodPut, path, flowBody()).object(t)["flow"],
		`[{"waitingTime":30,"status":1,"channel":"call","channelCut":0}]`)
}

func TestOmitDate(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.OmitDate = true })
	server := newServer(t, account)
	response, err := server.get(t, "/otp/template/list")
	if err != nil {
		t.Fatal(err)
	}
	if date, ok := response.header["Date"]; ok {
		t.Errorf("Date = %v, want none", date)
	}
	account = newAccount(t)
	if response, err = newServer(t, account).get(t, "/otp/template/list"); err != nil {
		t.Fatal(err)
	}
	if date := response.header.Get("Date"); date != "Fri, 31 Dec 2021 16:00:00 GMT" {
		t.Errorf("Date = %q, want the simulator's clock", date)
	}
}

func TestTrimText(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.TrimText = true })
	appID := account.addApp(`{"name":" test_app "}`)
	templateID := account.addTemplate(appID, "\tname ")
	updated := account.want("0", http.MethodPut, "/template/update/"+templateID,
		`{"name":" name","text":" ##code## \n","senderId":" me "}`)
	for _, got := range []reply{updated, account.call(http.MethodGet, "/template/details/"+templateID, "")} {
		object := got.object(t)
		equalJSON(t, []any{object["name"], object["text"], object["senderId"]}, `["name","##code##"," me "]`)
	}
	if name := account.call(http.MethodGet, "/app/details/"+appID, "").object(t)["name"]; name != "test_app" {
		t.Errorf("name = %q, want it trimmed", name)
	}
	if name := account.call(http.MethodGet, "/flow/details/"+account.addFlow(" flow\n"), "").object(t)["name"]; name != "flow" {
		t.Errorf("name = %q, want it trimmed", name)
	}

	account = newAccount(t)
	if name := account.call(http.MethodPost, "/app/add", `{"name":" test_app "}`).object(t)["name"]; name != " test_app " {
		t.Errorf("name = %q, want it as it came", name)
	}
}

func TestStatusAsNumber(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.StatusAsNumber = true })
	list := account.send(request(t, http.MethodGet, "/otp/template/list", ""))
	equalJSON(t, decode(t, list.Body.String()), `{"status":0,"reason":"success","data":[]}`)
	failure := account.send(request(t, http.MethodPost, "/otp/app/add", "{}"))
	equalJSON(t, decode(t, failure.Body.String()), `{"status":-22,"reason":"parameter exception: name is missing"}`)
}

func TestDisabledLimit(t *testing.T) {
	t.Parallel()
	on := `{"enabled":true,"unit":2,"period":3,"limit":4}`
	tests := map[simulator.DisabledLimit]struct{ never, last string }{
		simulator.DisabledAsNulls: {
			`{"enabled":false,"unit":null,"period":null,"limit":null}`,
			`{"enabled":false,"unit":null,"period":null,"limit":null}`,
		},
		simulator.DisabledAsZeros: {
			`{"enabled":false,"unit":0,"period":0,"limit":0}`,
			`{"enabled":false,"unit":0,"period":0,"limit":0}`,
		},
		simulator.DisabledAsEmptyObject: {`{}`, `{}`},
		simulator.DisabledAsNull:        {`null`, `null`},
		simulator.DisabledAsAbsent:      {`"absent"`, `"absent"`},
		simulator.DisabledAsLastNumbers: {
			`{"enabled":false,"unit":0,"period":0,"limit":0}`,
			`{"enabled":false,"unit":2,"period":3,"limit":4}`,
		},
	}
	for form, want := range tests {
		t.Run(form.String(), func(t *testing.T) {
			t.Parallel()
			account := newAccount(t, func(o *simulator.Options) { o.DisabledLimit = form })
			var id string
			check := func(stage, want string) {
				t.Helper()
				object := account.want("0", http.MethodGet, "/app/details/"+id, "").object(t)
				for _, field := range []string{"periodTotalSendLimit", "periodPhoneSendLimit"} {
					limit, ok := object[field]
					if !ok {
						limit = "absent"
					}
					t.Log(stage, field)
					equalJSON(t, limit, want)
				}
			}
			put := func(limit string) {
				t.Helper()
				account.want("0", http.MethodPut, "/app/update/"+id,
					fmt.Sprintf(`{"name":"test_app","periodTotalSendLimit":%s,"periodPhoneSendLimit":%[1]s}`, limit))
			}
			id = account.addApp(appBody)
			check("never on", want.never)
			put(on)
			check("on", on)
			put(`{"enabled":false,"unit":null,"period":null,"limit":null}`)
			check("switched off", want.last)
			put(on)
			put(`null`)
			check("left out", want.last)
			account.want("-22", http.MethodPut, "/app/update/"+id, // last numbers are no numbers of the request
				fmt.Sprintf(limitTemplate, `{"enabled":true}`))
		})
	}
}

// Numbers that come with a limit that is off are the ones it had last.
func TestDisabledLimitTakesNumbers(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.DisabledLimit = simulator.DisabledAsLastNumbers })
	parked := `{"enabled":false,"unit":9,"period":1000,"limit":0}`
	added := account.want("0", http.MethodPost, "/app/add", fmt.Sprintf(limitTemplate, parked)).object(t)
	equalJSON(t, added["periodTotalSendLimit"], parked)
}

// Each switch has a variant for each of its values but the default, and each variant changes one switch.
func TestVariants(t *testing.T) {
	t.Parallel()
	perField := map[string]int{}
	names := map[string]bool{}
	for _, variant := range simulator.Variants() {
		if names[variant.Name] {
			t.Errorf("two variants are named %s", variant.Name)
		}
		names[variant.Name] = true
		var options simulator.Options
		variant.Set(&options)
		for _, changed := range []reflect.Value{reflect.ValueOf(options), reflect.ValueOf(options.Forms)} {
			for i := range changed.NumField() {
				if !changed.Field(i).IsZero() {
					perField[changed.Type().Field(i).Name]++
				}
			}
		}
	}
	want := map[string]int{}
	for _, field := range append(reflect.VisibleFields(reflect.TypeFor[simulator.Options]()), reflect.VisibleFields(reflect.TypeFor[simulator.Forms]())...) {
		switch field.Name {
		case "UnknownID", "List", "Rows":
			want[field.Name] = 2
		case "EmptyList":
			want[field.Name] = 3
		case "Forms":
			want[field.Name] = 11 // all of its own
		case "APIKey", "APISecret", "Now", "TimestampWindow", "MaxApps", "DeliveryTime", "Undeliverable", "Sent", "Balance":
		case "DisabledLimit":
			want[field.Name] = 5
		case "Record":
			want[field.Name] = 3
		default:
			want[field.Name] = 1
		}
	}
	if !reflect.DeepEqual(perField, want) {
		t.Errorf("variants per switch = %v, want %v", perField, want)
	}
}
