package provider

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// flowModel is itniotech_otp_flow in plan and state.
type flowModel struct {
	ID             types.String    `tfsdk:"id"`
	Name           types.String    `tfsdk:"name"`
	Nodes          []flowNodeModel `tfsdk:"nodes"`
	DeletionPolicy types.String    `tfsdk:"deletion_policy"`
}

// flowNodeModel is one step of a task flow.
type flowNodeModel struct {
	WaitingTime   attribute.WholeNumber `tfsdk:"waiting_time"`
	Trigger       types.String          `tfsdk:"trigger"`
	Channel       types.String          `tfsdk:"channel"`
	SwitchChannel types.Bool            `tfsdk:"switch_channel"`
}

func (m *flowModel) key() (id, name types.String) { return m.ID, m.Name }

// scope is the account: a task flow's name is unique in it.
func (*flowModel) scope() types.String { return types.StringValue("") }

func (m *flowModel) policy() types.String { return m.DeletionPolicy }

func (*flowModel) computed() map[string]attr.Value { return nil }

func (m *flowModel) retire(name string) { m.Name = types.StringValue(name) }

func (*flowModel) isStopped(otp.Flow) bool { return true }

// settings is what the API is sent for a plan.
func (m *flowModel) settings(*flowModel) (otp.FlowSettings, diag.Diagnostics) {
	var diags diag.Diagnostics
	nodes := make([]otp.FlowNode, len(m.Nodes))
	for i, node := range m.Nodes {
		at := path.Root("nodes").AtListIndex(i)
		attribute.Triggers().Check(&diags, at.AtName("trigger"), node.Trigger)
		trigger, _ := attribute.Triggers().Number(node.Trigger.ValueString())
		attribute.Channels().Check(&diags, at.AtName("channel"), node.Channel)
		channel, _ := attribute.Channels().Code(node.Channel.ValueString())
		cut := otp.ChannelCutSwitch
		if !node.SwitchChannel.ValueBool() {
			cut = otp.ChannelCutKeep
		}
		nodes[i] = otp.FlowNode{WaitingTime: attribute.NumberPointer(node.WaitingTime), Trigger: &trigger, Channel: &channel, ChannelCut: &cut}
	}
	return otp.FlowSettings{Name: m.Name.ValueString(), Nodes: nodes}, diags
}

// created fills in what only the API decides. The rest stays as planned,
// whatever the answer says: Terraform would taint the object otherwise.
func (m *flowModel) created(flow otp.Flow) { m.ID = types.StringValue(string(flow.ID)) }

// differences names the attributes that the API answered otherwise than planned.
func (m *flowModel) differences(flow otp.Flow) []string {
	answered := *m
	answered.read(flow)
	var names []string
	if !m.Name.Equal(answered.Name) {
		names = append(names, "name")
	}
	if !slices.Equal(m.Nodes, answered.Nodes) {
		names = append(names, "nodes")
	}
	return names
}

// read takes over what the API has. A field that the answer lacks keeps its
// prior value, that of a node the value of the node in the same place.
func (m *flowModel) read(flow otp.Flow) {
	attribute.SetString(&m.Name, flow.Name)
	if flow.Nodes == nil {
		return
	}
	nodes := make([]flowNodeModel, len(*flow.Nodes))
	for i, answered := range *flow.Nodes {
		node := flowNodeModel{SwitchChannel: types.BoolValue(true)}
		if i < len(m.Nodes) {
			node = m.Nodes[i]
		}
		attribute.SetNumber(&node.WaitingTime, answered.WaitingTime)
		if answered.Trigger != nil {
			node.Trigger = types.StringValue(attribute.Triggers().Word(attribute.NumberCode(*answered.Trigger)))
		}
		if answered.Channel != nil {
			node.Channel = types.StringValue(attribute.Channels().Word(*answered.Channel))
		}
		if answered.ChannelCut != nil {
			node.SwitchChannel = types.BoolValue(*answered.ChannelCut == otp.ChannelCutSwitch)
		}
		nodes[i] = node
	}
	m.Nodes = nodes
}
