package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// firstFlowID is the id of an account's first task flow. Reference, "Task flow": an int.
const firstFlowID = 31

// Flow is one task flow (reference, "Task flow").
type Flow struct {
	// ID is the flowId. The simulator's own count up from 31.
	ID int64
	// Name has 4–32 characters and exists once in the account.
	Name string
	// Nodes are the steps, in their order.
	Nodes []FlowNode
}

// FlowNode is one step of a task flow.
type FlowNode struct {
	// WaitingTime is how many seconds the step waits before it acts, 30–120.
	WaitingTime int64
	// Status is what triggers the step: 1 sending failed, 2 not verified yet.
	Status int64
	// Channel is "sms" or "call".
	Channel string
	// ChannelCut is 0 to switch the channel for sending, which is the default, or 1 not to.
	ChannelCut int64
}

// Flows gives a copy of all task flows, in order of creation.
func (s *Simulator) Flows() []Flow {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	return s.flows.copies()
}

// PutFlow replaces the task flow with the same ID, or adds it as the newest one. Nothing is checked.
func (s *Simulator) PutFlow(flow Flow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flows.put(flow)
	s.nextFlowID = max(s.nextFlowID, flow.ID+1) // an id is never given twice
}

// RemoveFlow makes a task flow vanish, as no call of the API can.
func (s *Simulator) RemoveFlow(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flows.remove(id)
}

func (f Flow) key() int64 { return f.ID }

func (f Flow) copy() Flow {
	f.Nodes = slices.Clone(f.Nodes)
	return f
}

// flowRoutes are the calls for task flows. Reference, "Endpoints": an update is a PUT, and there is no delete.
func flowRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/flow/add", handle: (*Simulator).addFlow},
		{method: http.MethodPut, path: "/flow/update/{flowId}", handle: (*Simulator).updateFlow},
		{method: http.MethodGet, path: "/flow/details/{flowId}", handle: (*Simulator).flowDetails},
		{method: http.MethodGet, path: "/flow/list", handle: (*Simulator).listFlows},
	}
}

func (s *Simulator) addFlow(c *call) answer {
	flow := Flow{ID: s.nextFlowID}
	if refusal := s.readFlow(c.fields(), &flow); !refusal.ok() {
		return refusal
	}
	s.nextFlowID++
	s.flows = append(s.flows, flow)
	return s.options.written("flowId", flow.answer())
}

func (s *Simulator) updateFlow(c *call) answer {
	i := ofPath(s.flows, c)
	if i < 0 {
		return s.refuseUnknown("flowId")
	}
	flow := s.flows[i].copy()
	if refusal := s.readFlow(c.fields(), &flow); !refusal.ok() {
		return refusal
	}
	s.flows[i] = flow
	return s.options.written("flowId", flow.answer())
}

func (s *Simulator) flowDetails(c *call) answer {
	if i := ofPath(s.flows, c); i >= 0 {
		return success(s.flows[i].answer())
	}
	_, isNumber := numberOf(c.id)
	return s.unknownID("flowId", isNumber)
}

// listFlows answers an array. Reference, "Endpoints": all flows of the account.
func (s *Simulator) listFlows(*call) answer {
	return listAnswer(s.options, "flowId", s.flows, Flow.answer)
}

// readFlow takes over the fields that a body has. Reference, "Task flow": name and flow are required.
func (s *Simulator) readFlow(f *fields, flow *Flow) answer {
	f.require("name", "flow")
	f.text("name", &flow.Name, 4, 32) // Reference, "Task flow": name 4–32 characters.
	var nodes []json.RawMessage
	if f.get("flow", &nodes) {
		flow.Nodes = nil
		for _, raw := range nodes {
			flow.Nodes = append(flow.Nodes, readFlowNode(f, raw))
		}
	}
	if len(flow.Nodes) == 0 {
		f.refuse("flow has no nodes") // Reference, "Task flow": an ordered list of steps.
	}
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	s.options.trim(&flow.Name)
	// Reference, "Task flow": no duplicates in the account; a flow's own name is not one.
	if slices.ContainsFunc(s.flows, func(other Flow) bool {
		return other.ID != flow.ID && s.options.sameName(other.Name, flow.Name)
	}) {
		return nameTaken()
	}
	return success(nil)
}

func readFlowNode(f *fields, raw json.RawMessage) FlowNode {
	var node FlowNode
	inner := &fields{problem: f.problem}
	if err := json.Unmarshal(raw, &inner.raw); err != nil || inner.raw == nil {
		f.refuse("a node is not an object")
		return node
	}
	inner.require("waitingTime", "status", "channel")        // Reference, "Task flow": the three are required.
	inner.integer("waitingTime", &node.WaitingTime, 30, 120) // Reference, "Task flow": waitingTime 30–120.
	inner.integer("status", &node.Status, 1, 2)              // Reference, "Task flow": status 1 or 2.
	inner.integer("channelCut", &node.ChannelCut, 0, 1)      // Reference, "Task flow": channelCut 0 or 1, default 0.
	inner.get("channel", &node.Channel)
	if node.Channel != "sms" && node.Channel != "call" {
		inner.refuse("channel is unknown") // Reference, "Task flow": sms or call.
	}
	if inner.problem != "" {
		f.refuse("%s", inner.problem)
	}
	return node
}

// answer is the task flow as it is answered. Reference, "Task flow": the same fields, plus flowId.
func (f Flow) answer() map[string]any {
	nodes := make([]any, 0, len(f.Nodes))
	for _, node := range f.Nodes {
		nodes = append(nodes, map[string]any{
			"waitingTime": node.WaitingTime, "status": node.Status, "channel": node.Channel, "channelCut": node.ChannelCut,
		})
	}
	return map[string]any{"flowId": f.ID, "name": f.Name, "flow": nodes}
}
