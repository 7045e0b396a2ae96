package provider

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func testFlow() flowModel {
	return flowModel{
		ID: types.StringValue("31"), Name: types.StringValue("fallback"),
		Nodes: []flowNodeModel{
			{attribute.Whole(30), types.StringValue("send_failed"), types.StringValue("sms"), types.BoolValue(false)},
			{attribute.Whole(120), types.StringValue("unverified"), types.StringValue("call"), types.BoolValue(true)},
		},
	}
}

func TestFlowModelBothWays(t *testing.T) {
	t.Parallel()
	model := testFlow()
	settings, diags := model.ToAPI(nil)
	if diags.HasError() {
		t.Fatal(diags)
	}
	sent, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"name":"fallback","flow":[{"waitingTime":30,"status":1,"channel":"sms","channelCut":1},` +
		`{"waitingTime":120,"status":2,"channel":"call","channelCut":0}]}`
	if string(sent) != want {
		t.Errorf("sent = %s, want %s", sent, want)
	}
	var flow otp.Flow
	if err := json.Unmarshal(sent, &flow); err != nil {
		t.Fatal(err)
	}
	read := model
	if read.FromAPI(flow); !reflect.DeepEqual(read, model) {
		t.Errorf("read = %+v, want %+v", read, model)
	}
	imported := flowModel{ID: model.ID}
	if imported.FromAPI(flow); !reflect.DeepEqual(imported, model) {
		t.Errorf("imported = %+v, want %+v", imported, model)
	}
}

func TestFlowModelReads(t *testing.T) {
	t.Parallel()
	for answer, change := range map[string]func(*flowModel){
		`{}`:                   func(*flowModel) {},
		`{"flow":null}`:        func(*flowModel) {},
		`{"flow":[]}`:          func(m *flowModel) { m.Nodes = []flowNodeModel{} },
		`{"flow":[{},{}]}`:     func(*flowModel) {},
		`{"flow":[null,null]}`: func(*flowModel) {},
		`{"name":"other"}`:     func(m *flowModel) { m.Name = types.StringValue("other") },
		`{"flow":[{}]}`:        func(m *flowModel) { m.Nodes = m.Nodes[:1] },
		`{"flow":[{},{},{"waitingTime":"60","status":2,"channel":"call"}]}`: func(m *flowModel) {
			m.Nodes = append(m.Nodes, flowNodeModel{attribute.Whole(60), types.StringValue("unverified"), types.StringValue("call"), types.BoolValue(true)})
		},
		`{"flow":[{"status":9},{"channel":"fax","channelCut":1}]}`: func(m *flowModel) {
			m.Nodes[0].Trigger, m.Nodes[1].Channel, m.Nodes[1].SwitchChannel = types.StringValue("unknown(9)"), types.StringValue("unknown(fax)"), types.BoolValue(false)
		},
	} {
		var flow otp.Flow
		if err := json.Unmarshal([]byte(answer), &flow); err != nil {
			t.Fatal(err)
		}
		got, want := testFlow(), testFlow()
		change(&want)
		if got.FromAPI(flow); !reflect.DeepEqual(got, want) {
			t.Errorf("%s reads as %+v, want %+v", answer, got, want)
		}
	}
}

func TestFlowModelDifferences(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{}`: "[]",
		`{"name":"fallback","flow":[{"waitingTime":30,"status":1},{"channelCut":0}]}`: "[]",
		`{"name":"other","flow":[{}]}`:     "[name nodes]",
		`{"flow":[{"waitingTime":31},{}]}`: "[nodes]",
		`{"flow":[{"channel":"call"},{}]}`: "[nodes]",
		`{"flow":[{},{"channelCut":1}]}`:   "[nodes]",
		`{"flow":[{},{"status":1}]}`:       "[nodes]",
		`{"flow":[{},{},{"status":1}]}`:    "[nodes]",
	} {
		var flow otp.Flow
		if err := json.Unmarshal([]byte(answer), &flow); err != nil {
			t.Fatal(err)
		}
		model := testFlow()
		if got := fmt.Sprint(model.Differences(flow)); got != want {
			t.Errorf("%s differs in %s, want %s", answer, got, want)
		}
		if !reflect.DeepEqual(model, testFlow()) {
			t.Errorf("%s has changed the plan to %+v", answer, model)
		}
	}
}

func TestFlowModelRefusesWordsThatApplyMadeKnown(t *testing.T) {
	t.Parallel()
	model := testFlow()
	model.Nodes[0].Trigger, model.Nodes[1].Channel = types.StringValue("never"), types.StringValue("sna")
	_, diags := model.ToAPI(nil)
	expectDiagnostics(t, diags,
		`nodes[0].trigger: Invalid Trigger: nodes[0].trigger: `+attribute.Triggers().Complaint("never"),
		`nodes[1].channel: Invalid Channel: nodes[1].channel: `+attribute.Channels().Complaint("sna"))
}
