package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const flowAddress = "itniotech_otp_flow.test"

// flowConfig is a task flow whose attributes are the lines given, and
// otherwise those of flowNodes.
func flowConfig(w *testAccount, lines ...string) string {
	nodes := `  nodes = [{ waiting_time = 60, trigger = "unverified", channel = "call" }]`
	for _, line := range lines {
		if strings.HasPrefix(line, "nodes = ") {
			nodes = ""
		}
	}
	return w.block() + fmt.Sprintf("resource \"itniotech_otp_flow\" \"test\" {\n  name = \"fallback\"\n%s\n%s\n}\n", nodes, strings.Join(lines, "\n"))
}

// flowNodes are the nodes of flowConfig as they are sent.
const flowNodes = `[{"waitingTime":60,"status":2,"channel":"call","channelCut":0}]`

func flowBody(name, nodes string) string { return fmt.Sprintf(`{"name":%q,"flow":%s}`, name, nodes) }

// heldFlow is a task flow with the settings of flowConfig.
func heldFlow(id int64, name string) simulator.Flow {
	return simulator.Flow{ID: id, Name: name, Nodes: []simulator.FlowNode{{WaitingTime: 60, Status: 2, Channel: "call"}}}
}

// node is a node of flowConfig with changes.
func node(changes ...string) string {
	values := map[string]string{"waiting_time": "60", "trigger": `"unverified"`, "channel": `"call"`}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, " = ")
		values[name] = value
	}
	var parts []string
	for name, value := range values {
		parts = append(parts, name+" = "+value)
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func nodes(all ...string) string { return "nodes = [" + strings.Join(all, ", ") + "]" }

// flowLife takes a task flow through its life in every form of
// the API. Each step's plan after the apply has to be empty.
func flowLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	first, second := node(), node(`trigger = "send_failed"`, `channel = "sms"`, "waiting_time = 30", "switch_channel = false")
	const sentFirst, sentSecond = `{"waitingTime":60,"status":2,"channel":"call","channelCut":0}`, `{"waitingTime":30,"status":1,"channel":"sms","channelCut":1}`
	step := func(call, sent string, does plancheck.ResourceActionType, lines ...string) resource.TestStep {
		return resource.TestStep{
			Config:           flowConfig(w, lines...),
			ConfigPlanChecks: action(flowAddress, does),
			Check:            checked(func() { w.expectWrites(t, call+" "+flowBody("fallback", sent)) }),
		}
	}
	created := step("POST /flow/add", "["+sentFirst+"]", plancheck.ResourceActionCreate, nodes(first))
	created.ConfigStateChecks = state(flowAddress, "id", "31", "name", "fallback", "nodes", []any{
		map[string]any{"waiting_time": 60, "trigger": "unverified", "channel": "call", "switch_channel": true},
	})
	const update = "PUT /flow/update/{flowId}"
	run(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			created,
			step(update, "["+sentFirst+","+sentSecond+"]", plancheck.ResourceActionUpdate, nodes(first, second)),
			step(update, "["+sentSecond+","+sentFirst+"]", plancheck.ResourceActionUpdate, nodes(second, first)),
			step(update, "["+sentFirst+"]", plancheck.ResourceActionUpdate, nodes(first)),
			{ResourceName: flowAddress, ImportState: true, ImportStateVerify: true},
		},
	})
}

// TestCoreFlowResource_drift shows each change that was made behind Terraform's
// back, codes without a word too, and takes it back.
func TestCoreFlowResource_drift(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	planned := func(changes ...any) []any {
		node := map[string]any{"waiting_time": 60, "trigger": "unverified", "channel": "call", "switch_channel": true}
		for i := 0; i < len(changes); i += 2 {
			node[changes[i].(string)] = changes[i+1]
		}
		return []any{node}
	}
	drifts := []drift[simulator.Flow]{
		{"name", func(f *simulator.Flow) { f.Name = "renamed" }, "renamed", "fallback"},
		{"nodes", func(f *simulator.Flow) { f.Nodes[0].WaitingTime = 61 }, planned("waiting_time", 61), planned()},
		{"nodes", func(f *simulator.Flow) { f.Nodes[0].Status = 9 }, planned("trigger", "unknown(9)"), planned()},
		{"nodes", func(f *simulator.Flow) { f.Nodes[0].Channel = "carrier pigeon" }, planned("channel", "unknown(carrier pigeon)"), planned()},
		{"nodes", func(f *simulator.Flow) { f.Nodes[0].ChannelCut = 1 }, planned("switch_channel", false), planned()},
		{"nodes", func(f *simulator.Flow) { f.Nodes = append(f.Nodes, f.Nodes[0]) }, append(planned(), planned()...), planned()},
		{"nodes", func(f *simulator.Flow) { f.Nodes = nil }, []any{}, planned()},
	}
	steps := driftSteps(t, w, flowAddress, flowConfig(w), "PUT /flow/update/{flowId} "+flowBody("fallback", flowNodes), drifts,
		func() simulator.Flow { return w.Flows()[0] }, w.PutFlow)
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
}

// TestCoreFlowResource_unknownCodes sends back codes without a word as they came.
func TestCoreFlowResource_unknownCodes(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	flow := heldFlow(31, "fallback")
	flow.Nodes[0].Status, flow.Nodes[0].Channel = 9, "fax"
	w.PutFlow(flow)
	config := flowConfig(w, nodes(node(`trigger = "unknown(9)"`, `channel = "unknown(fax)"`))) +
		"import {\n  to = " + flowAddress + "\n  id = \"31\"\n}\n"
	w.run(t, []resource.TestStep{{Config: config, ConfigPlanChecks: action(flowAddress, plancheck.ResourceActionNoop)}})
	w.expectWrites(t)
}

// TestCoreFlowResource_unknownNodes plans nodes that only the apply knows, whole
// or in part, and checks them then.
func TestCoreFlowResource_unknownNodes(t *testing.T) {
	t.Parallel()
	const channel, all = "terraform_data.channel.output", "nodes = terraform_data.nodes.output"
	for name, test := range map[string]struct{ line, channel, says string }{
		"a value":       {nodes(node("channel = " + channel)), "call", ""},
		"a wrong value": {nodes(node("channel = " + channel)), "fax", `nodes[0].channel: "fax" is not a channel. Possible values: "sms", "call".`},
		"all":           {all, "call", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			config := flowConfig(w, test.line) + data("channel", test.channel) +
				"resource \"terraform_data\" \"nodes\" {\n  input = [" + node("switch_channel = true") + "]\n}\n"
			step := resource.TestStep{Config: config, Check: checked(func() {
				w.expectWrites(t, "POST /flow/add "+flowBody("fallback", flowNodes))
			})}
			if test.says != "" {
				step = resource.TestStep{Config: config, ExpectError: says(test.says)}
			}
			w.run(t, []resource.TestStep{step})
			if made := w.named("fallback"); (made == 1) != (test.says == "") {
				t.Errorf("%d task flows were made", made)
			}
		})
	}
}

// TestCoreFlowResource_invalid refuses at validate what can be known to be wrong there.
func TestCoreFlowResource_invalid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ line, says string }{
		"no nodes":     {"nodes = []", "Attribute nodes list must contain at least 1 elements, got: 0"},
		"null node":    {"nodes = [null]", "This attribute contains a null value."},
		"too early":    {nodes(node(), node("waiting_time = 29")), "Attribute nodes[1].waiting_time value must be between 30 and 120, got: 29"},
		"too late":     {nodes(node("waiting_time = 121")), "Attribute nodes[0].waiting_time value must be between 30 and 120, got: 121"},
		"half":         {nodes(node("waiting_time = 30.5")), "nodes[0].waiting_time must be a whole number, got: 30.5."},
		"trigger":      {nodes(node(`trigger = "FAILED"`)), `nodes[0].trigger: "FAILED" is not a trigger; did you mean "send_failed" (sending has failed)? Possible values: "send_failed" (sending has failed), "unverified" (the code has not been verified yet, or a check has failed).`},
		"channel":      {nodes(node(`channel = "voice"`)), `nodes[0].channel: "voice" is not a channel; did you mean "call"? Possible values: "sms", "call".`},
		"sna":          {nodes(node(`channel = "sna"`)), `nodes[0].channel: "sna" is not a channel. Possible values: "sms", "call".`},
		"no name":      {`name = ""`, "Attribute name UTF-8 character count must be between 4 and 32, got: 0"},
		"without time": {`nodes = [{ trigger = "unverified", channel = "sms" }]`, `attribute "waiting_time" is required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			config := flowConfig(w, test.line)
			if test.line == `name = ""` {
				config = strings.Replace(flowConfig(w), `"fallback"`, `""`, 1)
			}
			w.run(t, []resource.TestStep{{Config: config, ExpectError: says(test.says)}})
			if calls := w.calls(); len(calls) != 0 {
				t.Errorf("calls = %+v", calls)
			}
		})
	}
}
