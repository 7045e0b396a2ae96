package doctor

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// fact is what the API's documentation leaves open, as this account has it.
type fact struct {
	what    string
	found   []string // different findings; none if it was not seen
	assumed string
	copes   []string // what the provider reads all the same
}

func (f fact) is() string {
	if len(f.found) == 0 {
		return "not seen"
	}
	return strings.Join(f.found, ", ")
}

// verdict says whether all findings are as assumed.
func (f fact) verdict() string {
	verdict := "agrees"
	for _, found := range f.found {
		switch {
		case found == f.assumed:
		case slices.Contains(f.copes, found):
			verdict = "copes"
		default:
			return "DIFFERS"
		}
	}
	if len(f.found) == 0 {
		return "unseen"
	}
	return verdict
}

// facts are in the order of the API reference: "Transport", the objects, "Not documented".
func (p *patient) facts() []fact {
	lists := []string{"an object around the array, whole", "an object around the array"}
	unknown := []string{"status -24", "success without data"}
	return []fact{
		{"status of the envelope", p.each(p.all(), statusForm), "a string", []string{"a number"}},
		{"HTTP status of all answers", p.each(p.all(), httpStatus), "200", []string{"4xx with the API's envelope"}},
		{"Date", p.each(p.all(), dateForm), "sent", []string{"not sent"}},
		{"two requests with one signature", p.signedTwice(), "both are taken", []string{"the second is refused"}},
		{"list of templates", p.each([]string{routeTemplates}, listForm), "an array, whole", lists},
		{"list of task flows", p.each([]string{routeFlows}, listForm), "an array, whole", lists},
		{
			"an empty list", p.each([]string{routeTemplates, routeFlows}, emptyForm), "an empty array",
			[]string{"null", "absent", "an empty object", "status -24"},
		},
		{"an unknown application", p.each([]string{routeUnknownApp}, unknownForm), "status -22", unknown},
		{"an unknown template", p.each([]string{routeUnknownTemplate}, unknownForm), "status -22", unknown},
		{"an unknown task flow", p.each([]string{routeUnknownFlow}, unknownForm), "status -22", unknown},
		{
			"a send limit that is off", p.each([]string{routeApp}, offLimits), "nulls",
			[]string{"zeros", "an empty object", "null", "absent", "numbers"},
		},
		{"the balance", p.balanceAddress(), "at the documented address", []string{"at the address of the sister brand"}},
		{"createTime", p.each([]string{routeApp}, createTime), "a time with its zone", []string{"another text"}},
		{"fields of an application", p.fields(routeApp, appFields), asDocumented, nil},
		{"fields of a template", p.fields(routeTemplate, templateFields), asDocumented, nil},
		{"fields of a template in the list", p.fields(routeTemplates, templateFields), asDocumented, nil},
		{"fields of a task flow", p.fields(routeFlow, flowFields), asDocumented, nil},
		{"fields of a task flow in the list", p.fields(routeFlows, flowFields), asDocumented, nil},
	}
}

const (
	asDocumented = "as documented"
	// statusExpired is the API's status for a timestamp that it does not take (API reference, "Status codes").
	statusExpired = int(otp.StatusTimestampExpired)
	// statusMissing is its status for what is not there.
	statusMissing = -24
)

var (
	// The fields of an answer. API reference, "Application", "Template", "Task flow".
	appFields      = []string{"appId", "name", "codeExpiry", "periodTotalSendLimit", "periodPhoneSendLimit", "createTime"}
	templateFields = []string{
		"templateId", "appId", "name", "text", "codeType", "codeLength", "speechRate", "language", "maxDuration", "repeatCnt", "senderId",
	}
	flowFields = []string{"flowId", "name", "flow"}
)

// all are the routes that were asked.
func (p *patient) all() []string {
	var routes []string
	for _, one := range p.recorder.exchanges {
		if !slices.Contains(routes, one.route) {
			routes = append(routes, one.route)
		}
	}
	return routes
}

// each returns the different findings in the answers of some routes. One that was refused for its time says nothing.
func (p *patient) each(routes []string, find func(*exchange) []string) []string {
	var found []string
	for i := range p.recorder.exchanges {
		status, _ := p.recorder.exchanges[i].status()
		isElsewhere := p.recorder.exchanges[i].route == routeBalance && p.recorder.exchanges[i].code == http.StatusNotFound
		if status == statusExpired || isElsewhere || !slices.Contains(routes, p.recorder.exchanges[i].route) {
			continue
		}
		for _, one := range find(&p.recorder.exchanges[i]) {
			if !slices.Contains(found, one) {
				found = append(found, one)
			}
		}
	}
	return found
}

func statusForm(e *exchange) []string {
	switch e.answer()["status"].(type) {
	case string:
		return []string{"a string"}
	case json.Number:
		return []string{"a number"}
	}
	return []string{"no status"}
}

// httpStatus tells a refusal of the API's own from what a proxy may answer.
func httpStatus(e *exchange) []string {
	if e.code >= http.StatusBadRequest && e.code < http.StatusInternalServerError && isEnvelope(e) {
		return []string{"4xx with the API's envelope"}
	}
	return []string{fmt.Sprint(e.code)}
}

func dateForm(e *exchange) []string {
	if e.date.IsZero() {
		return []string{"not sent"}
	}
	return []string{"sent"}
}

// balanceAddress tells where the balance is: the client tries the documented address first.
func (p *patient) balanceAddress() []string {
	last := p.recorder.last(routeBalance)
	switch {
	case last == nil:
		return nil
	case last.code == http.StatusNotFound:
		return []string{"at neither address"}
	}
	for _, one := range p.recorder.exchanges {
		if one.route == routeBalance && one.code == http.StatusNotFound {
			return []string{"at the address of the sister brand"}
		}
	}
	return []string{"at the documented address"}
}

// signedTwice looks at calls that were made in the same second, whose signatures are equal.
func (p *patient) signedTwice() []string {
	var found []string
	for i := 1; i < len(p.recorder.exchanges); i++ {
		before, one := &p.recorder.exchanges[i-1], &p.recorder.exchanges[i]
		status, ok := one.status()
		if one.timestamp != before.timestamp || !ok {
			continue
		}
		says := "both are taken"
		if status == statusExpired {
			says = "the second is refused"
		}
		if !slices.Contains(found, says) {
			found = append(found, says)
		}
	}
	return found
}

// listForm tells an array from what is around one, and whether counters say that it is whole.
func listForm(e *exchange) []string {
	rows, wrapped, ok := e.rows()
	switch {
	case len(emptyForm(e)) > 0:
		return nil // it shows nothing
	case !ok:
		return []string{"no array"}
	case wrapped == "":
		return []string{"an array, whole"}
	}
	total, isNumber := e.data()["total"].(json.Number)
	switch {
	case isNumber && total.String() == fmt.Sprint(len(rows)):
		return []string{"an object around the array, whole"}
	case isNumber:
		return []string{"an object around the array, with more pages"}
	}
	return []string{"an object around the array"}
}

func emptyForm(e *exchange) []string {
	status, ok := e.status()
	if ok && status == statusMissing {
		return []string{"status -24"}
	}
	if !ok || status != 0 {
		return nil
	}
	rows, _, isList := e.rows()
	data, has := e.answer()["data"]
	object, isObject := data.(map[string]any)
	switch {
	case isList && len(rows) == 0:
		return []string{"an empty array"}
	case !has:
		return []string{"absent"}
	case data == nil:
		return []string{"null"}
	case isObject && len(object) == 0:
		return []string{"an empty object"}
	}
	return nil
}

func unknownForm(e *exchange) []string {
	status, ok := e.status()
	switch {
	case !ok:
		return []string{"no status"}
	case status != 0:
		return []string{fmt.Sprintf("status %d", status)}
	case e.answer()["data"] == nil:
		return []string{"success without data"}
	}
	return []string{"success with data"}
}

// offLimits describes the limits of an application that are off.
func offLimits(e *exchange) []string {
	data := e.data()
	if data == nil {
		return nil
	}
	var found []string
	for _, name := range []string{"periodTotalSendLimit", "periodPhoneSendLimit"} {
		value, has := data[name]
		limit, isObject := value.(map[string]any)
		switch {
		case !has:
			found = append(found, "absent")
		case value == nil:
			found = append(found, "null")
		case !isObject:
			found = append(found, "no object")
		case len(limit) == 0:
			found = append(found, "an empty object")
		case !isOn(limit["enabled"]):
			found = append(found, numbersOf(limit))
		}
	}
	return found
}

// isOn reads a boolean in the forms that the provider reads.
func isOn(enabled any) bool { return slices.Contains([]string{"true", "1"}, fmt.Sprint(enabled)) }

// numbersOf says what stands in place of the numbers of a limit that is off.
func numbersOf(limit map[string]any) string {
	forms := map[string]bool{}
	for _, name := range []string{"unit", "period", "limit"} {
		switch number := limit[name].(type) {
		case nil:
			forms["nulls"] = true
		case json.Number, string:
			forms[map[bool]string{true: "zeros", false: "numbers"}[fmt.Sprint(number) == "0"]] = true
		default:
			forms["other values"] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(forms)), " and ")
}

func createTime(e *exchange) []string {
	switch value := e.data()["createTime"].(type) {
	case nil:
		return nil
	case string:
		if _, err := time.Parse(time.RFC3339, value); err == nil {
			return []string{"a time with its zone"}
		}
		return []string{"another text"}
	}
	return []string{"no text"}
}

// fields compares the fields of objects with those that are documented.
func (p *patient) fields(route string, documented []string) []string {
	return p.each([]string{route}, func(e *exchange) []string {
		objects, _, _ := e.rows()
		if one := e.data(); len(objects) == 0 && one != nil && route != routeTemplates && route != routeFlows {
			objects = []any{one}
		}
		var found []string
		for _, object := range objects {
			fields, _ := object.(map[string]any)
			found = append(found, differences(fields, documented))
		}
		return found
	})
}

func differences(fields map[string]any, documented []string) string {
	var differs []string
	for _, name := range documented {
		if _, ok := fields[name]; !ok {
			differs = append(differs, "without "+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(documented, name) {
			differs = append(differs, "with "+field(name))
		}
	}
	if len(differs) == 0 {
		return asDocumented
	}
	return strings.Join(differs, " ")
}
