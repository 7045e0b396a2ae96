package provider

import (
	"context"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func TestActionSend(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config   map[string]any
		lines    []string
		problems []string
		set      func(*simulator.Options)
		sent     int
	}{
		"does not wait": {sending(), []string{"Message ID sent by sms, delivery: sending"}, nil, nil, 1},
		"waits": {
			sending("wait_for_delivery", "1m", "channel", "call"),
			[]string{"Message ID sent by call, delivery: sending", "Message ID, delivery: delivered"},
			nil, func(o *simulator.Options) { o.DeliveryTime = 1500 * time.Millisecond }, 1,
		},
		"fails": {
			sending("wait_for_delivery", "1m"),
			[]string{"Message ID sent by sms, delivery: sending", "Message ID, delivery: failed"},
			[]string{"OTP Message Not Delivered: The message with the id ID was sent, but could not be delivered. " +
				"The data source itniotech_otp_verification tells the reason. Another run sends another message."},
			func(o *simulator.Options) { o.Undeliverable = func(string, string) bool { return true } }, 1,
		},
		"takes too long": {
			sending("wait_for_delivery", "1.5s", "order_id", "order-1"),
			[]string{"Message ID sent by sms, delivery: sending"},
			[]string{`OTP Message Not Delivered: The message with the id ID was sent, but not delivered within 1.5s. Its delivery is "sending". ` +
				"Another run finds this message by its order id, and sends none."},
			func(o *simulator.Options) { o.DeliveryTime = time.Hour }, 1,
		},
		"may be saved by its flow": {
			sending("wait_for_delivery", "5s", "flow_id", "31"),
			[]string{"Message ID sent by sms, delivery: sending", "Message ID, delivery: failed"},
			[]string{`OTP Message Not Delivered: The message with the id ID was sent, but not delivered within 5s. Its delivery is "failed". ` +
				"Another run sends another message."},
			func(o *simulator.Options) { o.Undeliverable = func(string, string) bool { return true } }, 1,
		},
		"only the run knows the channel": {
			sending("channel", "sna", "wait_for_delivery", "1m"), nil,
			[]string{`AttributeName("wait_for_delivery"): Invalid Attribute Combination: wait_for_delivery cannot be set with channel = "sna": the API does not tell its delivery.`},
			nil, 0,
		},
		"only the run knows better": {
			sending("to", "123", "channel", "fax", "wait_for_delivery", "soon"), nil,
			[]string{
				`AttributeName("channel"): Invalid Channel: channel: "fax" is not a channel. Possible values: "sms", "call", "sna" (silent network authentication).`,
				`AttributeName("wait_for_delivery"): Invalid Duration: wait_for_delivery must be a duration above zero with a unit, such as 30s or 1m30s, got: "soon".`,
				"Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes.",
			},
			nil, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, func(o *simulator.Options) {
				if test.set != nil {
					test.set(o)
				}
			})
			w.PutFlow(simulator.Flow{ID: 31, Name: "fallback", Nodes: []simulator.FlowNode{{WaitingTime: 30, Status: 1, Channel: "call"}}})
			w.expectInvoked(t, sendType, test.config, test.lines, test.problems)
			if sent := len(w.Outbox()); sent != test.sent {
				t.Errorf("%d messages were sent, want %d", sent, test.sent)
			}
		})
	}
}

// TestActionSendAgain sends once for each order id of the user's own, and each time without.
func TestActionSendAgain(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, tellsID)
	own := sending("order_id", "order-1", "wait_for_delivery", "1m")
	sent := []string{"Message ID sent by sms, delivery: sending", "Message ID, delivery: delivered"}
	w.expectInvoked(t, sendType, own, sent, nil)
	again := []string{"Message ID was sent before with this order id, so none is sent now; delivery: delivered", "Message ID, delivery: delivered"}
	w.expectInvoked(t, sendType, own, again, nil)
	if messages := len(w.Outbox()); messages != 1 {
		t.Errorf("%d messages were sent, want 1", messages)
	}
	for range 2 {
		w.expectInvoked(t, sendType, sending(), sent[:1], nil)
	}
	if outbox := w.Outbox(); len(outbox) != 3 || outbox[1].OrderID == outbox[2].OrderID {
		t.Errorf("sent: %+v", outbox)
	}
}

// TestActionSendFaults never sends twice, and claims what it finds.
func TestActionSendFaults(t *testing.T) {
	t.Parallel()
	const failed = "Unable to Send OTP Message: Terraform could not send the message of the order \"terraform-X\".\n\n"
	for name, test := range map[string]struct {
		fault    simulator.Fault
		lines    []string
		problems []string
		sent     int
	}{
		"lost, but sent":   {simulator.Fault{Path: routeSend, Commit: true}, []string{"Message ID sent by sms, delivery: sending"}, nil, 1},
		"late":             {simulator.Fault{Path: routeSend, CommitAfter: 2 * time.Second}, []string{"Message ID sent by sms, delivery: sending"}, nil, 1},
		"lost, never sent": {simulator.Fault{Path: routeSend}, nil, []string{failed + "The connection to HOST failed: EOF.\n\n" + notFoundAgain + "Another run makes up another order id, and so sends another message."}, 0},
		"no money": {
			simulator.Fault{Path: routeSend, Respond: simulator.RespondStatus(-10, "insufficient balance")},
			nil,
			[]string{failed + "The API answered with status -10 (insufficient balance). The account has no money left. Top it up.\n\nNo message was sent."},
			0,
		},
		"no record": {
			simulator.Fault{Path: routeRecord, Respond: simulator.RespondStatus(-99, "of "+testPhone)},
			[]string{"Message ID sent by sms, delivery: sending"},
			[]string{"Unable to Read OTP Message: Terraform could not read the message with the id ID.\n\n" +
				"The API answered with status -99 (not documented) and the reason \"of ***\".\n\n" +
				"The message was sent; whether it is delivered is not known. Another run sends another message."},
			1,
		},
		"no record yet": {
			simulator.Fault{Path: routeRecord, Times: 1, Respond: simulator.RespondStatus(-22, "no")},
			[]string{"Message ID sent by sms, delivery: sending", "Message ID, delivery: delivered"},
			nil, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, tellsID, prompt)
			w.Inject(test.fault)
			config := sending()
			if test.fault.Path == routeRecord {
				config = sending("wait_for_delivery", "1m")
			}
			w.expectInvoked(t, sendType, config, test.lines, test.problems)
			if sends, sent := w.count(routeSend), len(w.Outbox()); sends != 1 || sent != test.sent {
				t.Errorf("%d calls sent %d messages, want 1 and %d", sends, sent, test.sent)
			}
		})
	}
}

// TestActionUnread says so if no look at the record has come to an end within the limit.
func TestActionUnread(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	w.Inject(simulator.Fault{Path: routeRecord, Respond: simulator.RespondHTTP(503, "text/plain", "", "Retry-After", "30")})
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", w.url)))
	w.expectInvokedBy(t.Context(), t, p, sendType, sending("wait_for_delivery", "1s"), []string{"Message ID sent by sms, delivery: sending"}, []string{
		"Unable to Read OTP Message: Terraform could not read the message with the id ID.\n\n" +
			"There was no answer from HOST in time. Check the network, or raise request_timeout.\n\nThe message was sent; whether it is delivered is not known. Another run sends another message.",
	})
}

// TestActionInterrupted ends the wait for the delivery.
func TestActionInterrupted(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt, func(o *simulator.Options) { o.DeliveryTime = time.Hour })
	ctx, interrupt := context.WithCancel(t.Context())
	w.Inject(simulator.Fault{Path: routeRecord, Commit: true, Respond: simulator.RespondEdited(func(answer []byte) []byte {
		interrupt()
		return answer
	})})
	w.expectInvokedBy(ctx, t, w.protocol(t), sendType, sending("wait_for_delivery", "1h"), []string{"Message ID sent by sms, delivery: sending"}, []string{
		"OTP Message Not Delivered: The message with the id ID was sent, but the run was interrupted before it was delivered. Another run sends another message.",
	})
}
