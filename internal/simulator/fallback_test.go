package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func TestFlow(t *testing.T) {
	t.Parallel()
	const failed, unverified = 1, 2
	node := func(waiting, status int64, channel string) simulator.FlowNode {
		return simulator.FlowNode{WaitingTime: waiting, Status: status, Channel: channel}
	}
	keep := func(node simulator.FlowNode) simulator.FlowNode {
		node.ChannelCut = 1
		return node
	}
	type options = []func(*simulator.Options)
	tests := map[string]struct {
		options options
		channel string
		nodes   []simulator.FlowNode
		after   time.Duration
		want    []string
	}{
		"sending failed": {
			options{fails("sms")},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call")},
			time.Hour,
			[]string{"0s sms", "30s call"},
		},
		"sending did not fail": {nil, "sms", []simulator.FlowNode{node(30, failed, "call")}, time.Hour, []string{"0s sms"}},
		"not verified":         {nil, "sms", []simulator.FlowNode{node(120, unverified, "call")}, time.Hour, []string{"0s sms", "2m0s call"}},
		"failed is not verified either": {
			options{fails("sms")},
			"sms",
			[]simulator.FlowNode{node(30, unverified, "call")},
			time.Hour,
			[]string{"0s sms", "30s call"},
		},
		"not due yet": {nil, "sms", []simulator.FlowNode{node(30, unverified, "call")}, 30*time.Second - 1, []string{"0s sms"}},
		"due":         {nil, "sms", []simulator.FlowNode{node(30, unverified, "call")}, 30 * time.Second, []string{"0s sms", "30s call"}},
		"the same channel by name": {
			nil, "call", []simulator.FlowNode{node(30, unverified, "call")}, time.Hour, []string{"0s call", "30s call"},
		},
		"channel not switched": {
			nil, "sms", []simulator.FlowNode{keep(node(30, unverified, "call"))}, time.Hour, []string{"0s sms", "30s sms"},
		},
		"silent channel not switched": {
			nil, "sna",
			[]simulator.FlowNode{keep(node(30, unverified, "call")), node(30, unverified, "sms")},
			time.Hour,
			[]string{"0s sna", "30s sna", "1m0s sms"},
		},
		"switched and kept": {
			nil, "sms",
			[]simulator.FlowNode{node(30, unverified, "call"), keep(node(30, unverified, "sms"))},
			time.Hour,
			[]string{"0s sms", "30s call", "1m0s call"},
		},
		"the first node is passed over": {
			nil, "sms",
			[]simulator.FlowNode{node(30, failed, "call"), node(60, unverified, "call")},
			time.Hour,
			[]string{"0s sms", "1m30s call"},
		},
		"all fail": {
			options{fails("sms", "call")},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call"), node(40, failed, "sms"), node(50, failed, "call")},
			time.Hour,
			[]string{"0s sms", "30s call", "1m10s sms", "2m0s call"},
		},
		"all fail, half way": {
			options{fails("sms", "call")},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call"), node(40, failed, "sms")},
			69 * time.Second,
			[]string{"0s sms", "30s call"},
		},
		"the fallback is delivered": {
			options{fails("sms")},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call"), node(30, failed, "sms")},
			time.Hour,
			[]string{"0s sms", "30s call"},
		},
		"failed just in time": {
			options{fails("sms"), deliveryTime(30 * time.Second)},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call")},
			time.Hour,
			[]string{"0s sms", "30s call"},
		},
		"still sending": {
			options{fails("sms"), deliveryTime(31 * time.Second)},
			"sms",
			[]simulator.FlowNode{node(30, failed, "call")},
			time.Hour,
			[]string{"0s sms"},
		},
		"no nodes": {nil, "sms", nil, time.Hour, []string{"0s sms"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSender(t, "", test.options...)
			first := s.sent(fmt.Sprintf(`"channel":%q,"orderId":"order"`, test.channel), s.withFlow(test.nodes...))
			s.clock.move(test.after)
			if got := s.timeline(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("sent %v, want %v", got, test.want)
			}
			for _, message := range s.Outbox() {
				if message.VerificationID != first.VerificationID || message.OrderID != "order" || message.To != phone ||
					message.Code != first.Code {
					t.Errorf("message = %+v, want the id, order, phone and code of %+v", message, first)
				}
			}
		})
	}
}

// The record has each step, and a check is answered with the channel of the last one.
func TestFlowRecord(t *testing.T) {
	t.Parallel()
	s := newSender(t, "", inArrays, fails("sms"), deliveryTime(time.Second))
	first := s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 1, Channel: "call"}))
	s.clock.move(30 * time.Second)
	equalJSON(t, s.recorded(first.VerificationID, 0)["sms"].(map[string]any)["status"], "1")
	call := s.recorded(first.VerificationID, 1)
	equalJSON(t, []any{call["channel"], call["call"].(map[string]any)["submitTime"]}, `["call","2022-01-01T00:00:30+08:00"]`)
	s.checks(1, first.VerificationID, first.Code) // the fallback is on its way
	s.clock.move(time.Second)
	got := s.want("0", http.MethodPost, "/verification/verify",
		fmt.Sprintf(`{"verificationId":%q,"code":%q}`, first.VerificationID, first.Code)).object(t)
	equalJSON(t, []any{got["channel"], got["matched"]}, `["call",0]`)
}

// A message that arrived can be checked while the fallback is on its way.
func TestFlowChecksWhileSending(t *testing.T) {
	t.Parallel()
	s := newSender(t, "", deliveryTime(time.Second))
	first := s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"}))
	s.clock.move(30 * time.Second)
	s.checks(0, first.VerificationID, first.Code)
}

// A code that matched ends the flow, a failed check does not.
func TestFlowAndChecks(t *testing.T) {
	t.Parallel()
	nodes := []simulator.FlowNode{{WaitingTime: 30, Status: 2, Channel: "call"}, {WaitingTime: 30, Status: 2, Channel: "sms"}}
	s := newSender(t, "")
	message := s.sent(s.withFlow(nodes...))
	s.checks(0, message.VerificationID, message.Code)
	s.clock.move(time.Hour)
	if got, want := s.timeline(), []string{"0s sms"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}

	s = newSender(t, "")
	message = s.sent(s.withFlow(nodes...))
	s.checks(2, message.VerificationID, wrong(message.Code))
	s.clock.move(30 * time.Second)
	s.checks(0, message.VerificationID, message.Code)
	s.clock.move(time.Hour)
	if got, want := s.timeline(), []string{"0s sms", "30s call"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

// Each step makes the code valid again.
func TestFlowExpiry(t *testing.T) {
	t.Parallel()
	s := newSender(t, `,"codeExpiry":1`)
	message := s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 90, Status: 2, Channel: "call"}))
	s.clock.move(time.Minute)
	s.checks(5, message.VerificationID, message.Code)
	s.clock.move(90*time.Second - 1)
	s.checks(0, message.VerificationID, message.Code)

	s = newSender(t, `,"codeExpiry":1`)
	message = s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 90, Status: 2, Channel: "call"}))
	s.clock.move(150 * time.Second)
	s.checks(5, message.VerificationID, message.Code)
}

// A resend ends the flow of the old id, and starts it over under the new one. A refused one does not.
func TestFlowAndResend(t *testing.T) {
	t.Parallel()
	s := newSender(t, limit("periodTotalSendLimit", 4, 1, 1))
	first := s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"}))
	s.resends("-27", first.VerificationID)
	s.clock.move(30 * time.Second)
	if got, want := s.timeline(), []string{"0s sms", "30s call"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}

	s = newSender(t, "")
	first = s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"}))
	s.clock.move(20 * time.Second)
	s.resends("0", first.VerificationID)
	s.clock.move(time.Hour)
	if got, want := s.timeline(), []string{"0s sms", "20s sms", "50s call"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	if s.newest().VerificationID == first.VerificationID {
		t.Error("the flow goes on under the old id")
	}
}

// A step counts against the limits, and is passed over when one is used up. Steps are taken in the order of their
// times, no matter how far the clock was moved.
func TestFlowLimits(t *testing.T) {
	t.Parallel()
	s := newSender(t, limit("periodTotalSendLimit", 3, 2, 3))
	late := s.withFlow(simulator.FlowNode{WaitingTime: 60, Status: 2, Channel: "call"}, simulator.FlowNode{WaitingTime: 60, Status: 2, Channel: "sms"})
	early := s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
	s.sends("0", late)
	s.sends("0", early, toOther())
	s.clock.move(119 * time.Second)
	s.sends("-27")
	s.clock.move(time.Hour)
	if got, want := s.timeline(), []string{"0s sms", "0s sms", "30s call", "2m0s sms"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	if to := s.Outbox()[2].To; to != otherPhone {
		t.Errorf("the step at 30s went to the wrong phone")
	}
}

// What has been sent keeps its flow, no matter what becomes of that and of the application.
func TestFlowAsItWasSent(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	field := s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
	s.sends("0", field)
	s.want("0", http.MethodPut, "/flow/update/100",
		`{"name":"flow100","flow":[{"waitingTime":120,"status":2,"channel":"sms"},{"waitingTime":120,"status":2,"channel":"sms"}]}`)
	s.RemoveFlow(100)
	s.clock.move(time.Hour)
	if got, want := s.timeline(), []string{"0s sms", "30s call"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}

	field = s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
	s.sends("0", field)
	s.RemoveApp(s.appID) // without it there are no more messages
	s.clock.move(time.Hour)
	if sent := len(s.Outbox()); sent != 3 {
		t.Errorf("sent %d messages, want 3", sent)
	}
}
