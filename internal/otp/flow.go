package otp

import (
	"context"
	"slices"
)

// FlowSettings is what the caller of an add or an update decides about a task
// flow. An update replaces all of it (API reference, "Task flow").
type FlowSettings struct {
	// Name has 4 to 32 characters and is taken as long as the object exists.
	Name string `json:"name"`
	// Nodes are the steps, in their order, one at least.
	Nodes []FlowNode `json:"flow"`
}

// FlowNode is one step of a task flow. In an answer, a field that it lacks is nil.
type FlowNode struct {
	// WaitingTime is how many seconds the step waits before it acts, 30 to 120.
	WaitingTime *Number `json:"waitingTime"`
	// Trigger is one of the Trigger constants.
	Trigger *Number `json:"status"`
	// Channel is ChannelSMS or ChannelCall.
	Channel *string `json:"channel" codes:"sms,call"`
	// ChannelCut is ChannelCutSwitch or ChannelCutKeep.
	ChannelCut *Number `json:"channelCut"`
}

// Flow is a task flow as the API answers it. A field that the answer lacks, or
// has as null, is nil, and the ID is "".
type Flow struct {
	Form

	ID    ID          `json:"flowId"`
	Name  *string     `json:"name"`
	Nodes *[]FlowNode `json:"flow"`
}

const (
	routeFlowAdd     = "/flow/add"
	routeFlowUpdate  = "/flow/update/{flowId}"
	routeFlowDetails = "/flow/details/{flowId}"
	routeFlowList    = "/flow/list"
)

// AddFlow creates a task flow (POST /flow/add). The answer always has an ID.
// StatusDataExists says that the name is taken.
func (c *Client) AddFlow(ctx context.Context, settings FlowSettings) (Flow, error) {
	return addObject[Flow](ctx, c, routeFlowAdd, settings)
}

// UpdateFlow replaces a task flow's settings (PUT /flow/update/{flowId}). The
// answer may be empty.
func (c *Client) UpdateFlow(ctx context.Context, id string, settings FlowSettings) (Flow, error) {
	return updateObject[Flow](ctx, c, routeFlowUpdate, id, settings)
}

// FlowDetails reads a task flow (GET /flow/details/{flowId}). ErrNotFound says
// that the account has none with this id.
func (c *Client) FlowDetails(ctx context.Context, id string) (Flow, error) {
	return objectDetails[Flow](ctx, c, routeFlowDetails, id)
}

// ListFlows reads all task flows of the account (GET /flow/list). The reference
// does not say whether the list is paged: what it lacks may exist.
func (c *Client) ListFlows(ctx context.Context) (List[Flow], error) {
	return listObjects[Flow](ctx, c, routeFlowList)
}

// ObjectID implements Object.
func (f Flow) ObjectID() string { return string(f.ID) }

// ObjectName implements Object.
func (f Flow) ObjectName() string { return textOf(f.Name) }

// ObjectIsWhole implements Object. A node may lack channelCut, which has a
// default (API reference, "Task flow").
func (f Flow) ObjectIsWhole() bool {
	return f.isAsDocumented() && f.Name != nil && f.Nodes != nil && !slices.ContainsFunc(*f.Nodes, func(node FlowNode) bool {
		return node.WaitingTime == nil || node.Trigger == nil || node.Channel == nil
	})
}

func (f *Flow) adopt(id ID) { f.ID, f.guessed = id, true }

// ObjectAppID implements Object: a task flow is the account's.
func (Flow) ObjectAppID() string { return "" }
