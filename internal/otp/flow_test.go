package otp

import (
	"context"
	"testing"
)

// TestSamples_flow holds the calls for task flows to the API reference, "Task
// flow" and "Endpoints".
func TestSamples_flow(t *testing.T) {
	t.Parallel()
	nodes := []FlowNode{
		{WaitingTime: new(Number(60)), Trigger: new(TriggerUnverified), Channel: new(ChannelCall), ChannelCut: new(ChannelCutSwitch)},
		{WaitingTime: new(Number(30)), Trigger: new(TriggerSendFailed), Channel: new(ChannelSMS), ChannelCut: new(ChannelCutKeep)},
	}
	settings := FlowSettings{Name: "fallback", Nodes: nodes}
	flow := Flow{ID: "31", Name: new("fallback"), Nodes: &nodes}
	const (
		request = `{"name":"fallback","flow":[{"waitingTime":60,"status":2,"channel":"call","channelCut":0},
			{"waitingTime":30,"status":1,"channel":"sms","channelCut":1}]}`
		data = `{"flowId":31,"name":"fallback","flow":[{"waitingTime":60,"status":2,"channel":"call","channelCut":0},
			{"waitingTime":"30","status":1,"channel":"sms","channelCut":1,"more":{}}]}`
	)
	expectSamples(t, []sample{
		{
			"add", "POST", "/otp/flow/add", request, data,
			func(ctx context.Context, c *Client) (any, error) { return c.AddFlow(ctx, settings) }, flow,
		},
		{
			"update", "PUT", "/otp/flow/update/31", request, data,
			func(ctx context.Context, c *Client) (any, error) { return c.UpdateFlow(ctx, "31", settings) }, flow,
		},
		{
			"details", "GET", "/otp/flow/details/31", "", data,
			func(ctx context.Context, c *Client) (any, error) { return c.FlowDetails(ctx, "31") }, flow,
		},
		{
			"list", "GET", "/otp/flow/list", "", "[" + data + "]",
			func(ctx context.Context, c *Client) (any, error) { return c.ListFlows(ctx) },
			List[Flow]{Objects: []Flow{flow}},
		},
		{
			"details without a node's fields", "GET", "/otp/flow/details/31", "", `{"flowId":31,"name":null,"flow":[{},null]}`,
			func(ctx context.Context, c *Client) (any, error) { return c.FlowDetails(ctx, "31") },
			Flow{ID: "31", Nodes: &[]FlowNode{{}, {}}},
		},
	})
}
