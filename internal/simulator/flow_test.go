package simulator_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// All fields of the reference, both ways. The steps keep their order.
func TestTaskFlow(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	added := account.want("0", http.MethodPost, "/flow/add", `{"name":"name","flow":[
		{"waitingTime":60,"status":2,"channel":"sms","channelCut":1},{"waitingTime":30,"status":1,"channel":"call","channelCut":0}]}`)
	want := `{"flowId":31,"name":"name","flow":[
		{"waitingTime":60,"status":2,"channel":"sms","channelCut":1},{"waitingTime":30,"status":1,"channel":"call","channelCut":0}]}`
	equalJSON(t, added.data, want)
	equalJSON(t, account.want("0", http.MethodGet, "/flow/details/31", "").data, want)
	equalJSON(t, account.want("0", http.MethodGet, "/flow/list", "").data, "["+want+"]")

	// An update replaces the steps, and gives one that leaves out channelCut its default.
	updated := account.want("0", http.MethodPut, "/flow/update/31", `{"name":"renamed","flow":[
		{"waitingTime":120,"status":1,"channel":"call"}]}`)
	want = `{"flowId":31,"name":"renamed","flow":[{"waitingTime":120,"status":1,"channel":"call","channelCut":0}]}`
	equalJSON(t, updated.data, want)
	equalJSON(t, account.want("0", http.MethodGet, "/flow/details/31", "").data, want)
}

func TestTaskFlowRules(t *testing.T) {
	t.Parallel()
	with := func(node string) string {
		return flowBody(`"flow":[{"waitingTime":30,"status":1,"channel":"sms",` + node + `}]`)
	}
	const node = `{"waitingTime":30,"status":1,"channel":"sms"}`
	tests := []fieldTest{
		{"name missing", `{"flow":[` + node + `]}`, "-22"},
		{"name null", flowBody(`"name":null`), "-22"},
		{"name a number", flowBody(`"name":12345`), "-22"},
		{"flow missing", `{"name":"name"}`, "-22"},
		{"flow null", flowBody(`"flow":null`), "-22"},
		{"flow empty", flowBody(`"flow":[]`), "-22"},
		{"flow an object", flowBody(`"flow":` + node), "-22"},
		{"flow a text", flowBody(`"flow":"sms"`), "-22"},
		{"node null", flowBody(`"flow":[null]`), "-22"},
		{"node a text", flowBody(`"flow":["sms"]`), "-22"},
		{"node an array", flowBody(`"flow":[[` + node + `]]`), "-22"},
		{"node empty", flowBody(`"flow":[{}]`), "-22"},
		{"second node wrong", flowBody(`"flow":[` + node + `,{}]`), "-22"},
		{"second node null", flowBody(`"flow":[` + node + `,null]`), "-22"},
		{"many nodes alike", flowBody(`"flow":[` + node + `,` + node + `,` + node + `,` + node + `]`), "0"},
		{"waitingTime missing", flowBody(`"flow":[{"status":1,"channel":"sms"}]`), "-22"},
		{"waitingTime null", with(`"waitingTime":null`), "-22"},
		{"waitingTime a text", with(`"waitingTime":"30"`), "-22"},
		{"waitingTime a fraction", with(`"waitingTime":30.5`), "-22"},
		{"status missing", flowBody(`"flow":[{"waitingTime":30,"channel":"sms"}]`), "-22"},
		{"status null", with(`"status":null`), "-22"},
		{"status a text", with(`"status":"1"`), "-22"},
		{"channel missing", flowBody(`"flow":[{"waitingTime":30,"status":1}]`), "-22"},
		{"channel null", with(`"channel":null`), "-22"},
		{"channel sms", with(`"channel":"sms"`), "0"},
		{"channel call", with(`"channel":"call"`), "0"},
		{"channel sna", with(`"channel":"sna"`), "-22"},
		{"channel empty", with(`"channel":""`), "-22"},
		{"channel in upper case", with(`"channel":"SMS"`), "-22"},
		{"channel a number", with(`"channel":1`), "-22"},
		{"channelCut null", with(`"channelCut":null`), "0"},
		{"channelCut a bool", with(`"channelCut":true`), "-22"},
		{"extra field", flowBody(`"flowId":7,"surprise":[1,2]`), "0"},
		{"extra field of a node", with(`"surprise":{}`), "0"},
	}
	for field, ends := range map[string][2]int64{"waitingTime": {30, 120}, "status": {1, 2}, "channelCut": {0, 1}} {
		tests = append(tests, bounds(field, ends[0], ends[1], with(`"`+field+`":%d`))...)
	}
	tests = append(tests, lengths("name", 4, 32, `{"name":%q,"flow":[`+node+`]}`)...)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t)
			account.want(test.want, http.MethodPost, "/flow/add", test.body)
			if added := len(account.Flows()) == 1; added != (test.want == "0") {
				t.Errorf("added = %t under status %s", added, test.want)
			}

			account = newAccount(t)
			id := account.addFlow("before")
			before := account.Flows()
			account.want(test.want, http.MethodPut, "/flow/update/"+id, test.body)
			if changed := !reflect.DeepEqual(account.Flows(), before); changed != (test.want == "0") {
				t.Errorf("changed = %t under status %s", changed, test.want)
			}
		})
	}
}

// A reason names the field at fault, also inside of a step.
func TestTaskFlowReasons(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	for body, want := range map[string]string{
		`{}`:                      "parameter exception: name is missing",
		`{"name":"name"}`:         "parameter exception: flow is missing",
		flowBody(`"flow":[]`):     "parameter exception: flow has no nodes",
		flowBody(`"flow":[7]`):    "parameter exception: a node is not an object",
		flowBody(`"flow":[null]`): "parameter exception: a node is not an object",
		flowBody(`"flow":[{}]`):   "parameter exception: waitingTime is missing",
		flowBody(`"flow":[{"waitingTime":30,"status":3,"channel":"x"}]`): "parameter exception: status must be 1 to 2",
		flowBody(`"flow":[{"waitingTime":30,"status":1,"channel":"x"}]`): "parameter exception: channel is unknown",
	} {
		if got := account.call(http.MethodPost, "/flow/add", body); got.reason != want {
			t.Errorf("%s: reason = %q, want %q", body, got.reason, want)
		}
	}
}

func TestTaskFlowNames(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	account.addTemplate(account.addApp(`{"name":"name"}`), "name") // a flow has none of their attributes
	first, second := account.addFlow("name"), account.addFlow("second")
	if got := account.want("-20", http.MethodPost, "/flow/add", flowBody()); got.reason != "data existing" {
		t.Errorf("reason = %q", got.reason)
	}
	account.want("-20", http.MethodPut, "/flow/update/"+second, flowBody())
	account.want("0", http.MethodPut, "/flow/update/"+first, flowBody()) // its own name
	account.want("0", http.MethodPut, "/flow/update/"+first, flowBody(`"name":"third"`))
	account.want("0", http.MethodPut, "/flow/update/"+second, flowBody()) // free again
}

func TestTaskFlowIDs(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	equalJSON(t, account.want("0", http.MethodGet, "/flow/list", "").data, `[]`)
	account.want("-22", http.MethodPost, "/flow/add", flowBody(`"flow":[]`)) // uses no id up
	first, second := account.addFlow("first"), account.addFlow("second")
	account.PutFlow(simulator.Flow{ID: 1000, Name: "third"})
	account.RemoveFlow(1000)
	third := account.addFlow("third")
	if first != "31" || second != "32" || third != "1001" {
		t.Errorf("ids = %s, %s, %s, want 31, 32 and one above all earlier ones", first, second, third)
	}
	for _, id := range []string{"1", "1000", "-31", "x", "3.1", "99999999999999999999", "%20"} {
		account.want("-22", http.MethodGet, "/flow/details/"+id, "")
		account.want("-22", http.MethodPut, "/flow/update/"+id, flowBody())
	}
	var ids []any
	for _, listed := range account.want("0", http.MethodGet, "/flow/list", "").list(t) {
		flow, _ := listed.(map[string]any)
		ids = append(ids, flow["flowId"])
	}
	equalJSON(t, ids, `[31,32,1001]`)
}

func TestTaskFlowBehindTheBack(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	id := account.addFlow("name")
	flow := account.Flows()[0]
	flow.Nodes[0] = simulator.FlowNode{WaitingTime: 7, Status: 9, Channel: "mail", ChannelCut: 5}
	equalJSON(t, account.want("0", http.MethodGet, "/flow/details/"+id, "").object(t)["flow"],
		`[{"waitingTime":30,"status":1,"channel":"call","channelCut":0}]`) // that was a copy
	account.PutFlow(flow)
	flow.Nodes[0].Channel = "changed after the fact"
	equalJSON(t, account.want("0", http.MethodGet, "/flow/details/"+id, "").object(t)["flow"],
		`[{"waitingTime":7,"status":9,"channel":"mail","channelCut":5}]`)

	flow.Nodes = nil
	account.PutFlow(flow)
	equalJSON(t, account.want("0", http.MethodGet, "/flow/details/"+id, "").object(t)["flow"], `[]`)
	account.RemoveFlow(flow.ID)
	account.want("-22", http.MethodGet, "/flow/details/"+id, "")
	equalJSON(t, account.want("0", http.MethodGet, "/flow/list", "").data, `[]`)
}
