package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
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

func (m *flowModel) Identity() (id, name types.String) { return m.ID, m.Name }

// App is the account: a task flow's name is unique in it.
func (*flowModel) App() types.String { return types.StringValue("") }

func (m *flowModel) Policy() types.String { return m.DeletionPolicy }

func (*flowModel) Computed() map[string]attr.Value { return nil }

// Retired implements object.Model.
func (m *flowModel) Retired(name string) *flowModel {
	retired := *m
	retired.Name = types.StringValue(name)
	return &retired
}

func (*flowModel) IsStopped(otp.Flow) bool { return true }

// IsOther compares all of a task flow, which has nothing that cannot change.
func (m *flowModel) IsOther(flow otp.Flow) bool { return len(m.Differences(flow)) > 0 }

// ToAPI is what the API is sent for a plan.
func (m *flowModel) ToAPI(*flowModel) (object.Request[otp.Flow], diag.Diagnostics) {
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
	return flowRequest{Name: m.Name.ValueString(), Nodes: nodes}, diags
}

// FromCreated implements object.Model.
func (m *flowModel) FromCreated(flow otp.Flow) { m.ID = types.StringValue(string(flow.ID)) }

// Differences names the attributes that the API answered otherwise than planned.
func (m *flowModel) Differences(flow otp.Flow) []string {
	answered := *m
	answered.FromAPI(flow)
	var names []string
	if !m.Name.Equal(answered.Name) {
		names = append(names, "name")
	}
	if !slices.Equal(m.Nodes, answered.Nodes) {
		names = append(names, "nodes")
	}
	return names
}

// FromAPI takes over what the API has. A field that the answer lacks keeps its
// prior value, that of a node the value of the node in the same place.
func (m *flowModel) FromAPI(flow otp.Flow) {
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

// flowRequest is what the API is sent about a task flow.
type flowRequest otp.FlowSettings

// Add implements object.Request.
func (r flowRequest) Add(ctx context.Context, client *otp.Client) (otp.Flow, error) {
	return client.AddFlow(ctx, otp.FlowSettings(r))
}

// Update implements object.Request.
func (r flowRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.Flow, error) {
	return client.UpdateFlow(ctx, id, otp.FlowSettings(r))
}
