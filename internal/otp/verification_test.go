package otp

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
)

const messageID = "22206051443051000003"

func send(ctx context.Context, c *Client) (any, error) {
	return c.Send(ctx, SendSettings{AppID: "mRELxtHc", TemplateID: 455, To: "91856321412", Channel: ChannelSMS, OrderID: "order-1"})
}

func resend(ctx context.Context, c *Client) (any, error) {
	return c.Resend(ctx, messageID, ChannelCall)
}

func verify(ctx context.Context, c *Client) (any, error) { return c.Verify(ctx, messageID, "5863") }

func recordOf(ctx context.Context, c *Client) (any, error) { return c.RecordOf(ctx, messageID) }

func recordByOrder(ctx context.Context, c *Client) (any, error) {
	return c.RecordByOrder(ctx, "mRELxtHc", "order-1")
}

// TestSamples_verification holds the calls for messages to the samples of the
// API reference, and to "Verification" and "Endpoints".
func TestSamples_verification(t *testing.T) {
	t.Parallel()
	const data = `{"verificationId":"` + messageID + `","to":"91856321412","channel":"sms"}`
	message := Message{ID: messageID, To: new("91856321412"), Channel: new(ChannelSMS)}
	sna := message
	sna.Channel, sna.SNAURL = new(ChannelSNA), new("https://sna.example/1")
	record := Record{ID: messageID, OrderID: new(Text("order-1")), FlowID: "31", Matched: new(MatchedRight), Newest: Sending{Channel: new(ChannelSMS)}}
	const recordData = `{"verificationId":"` + messageID + `","orderId":"order-1","flowId":31,"verifications":[{"matched":0,"channel":"sms"}]}`
	const request = `{"appId":"mRELxtHc","templateId":455,"to":"91856321412","channel":"sms","orderId":"order-1"}`
	expectSamples(t, []sample{
		{"send", "POST", "/otp/verification/send", request, data, send, message},
		{
			"send through a task flow", "POST", "/otp/verification/send",
			`{"appId":"mRELxtHc","templateId":455,"flowId":31,"to":"91856321412","channel":"sna"}`,
			`{"verificationId":` + messageID + `,"to":"91856321412","channel":"sna","snaUrl":"https://sna.example/1"}`,
			func(ctx context.Context, c *Client) (any, error) {
				return c.Send(ctx, SendSettings{AppID: "mRELxtHc", TemplateID: 455, FlowID: new(Number(31)), To: "91856321412", Channel: ChannelSNA})
			}, sna,
		},
		{"resend", "POST", "/otp/verification/resend", `{"verificationId":"` + messageID + `","channel":"call"}`, data, resend, message},
		{
			"verify", "POST", "/otp/verification/verify", `{"verificationId":"` + messageID + `","code":"5863"}`,
			`{"verificationId":"` + messageID + `","to":"91856321412","channel":"sms","matched":0}`, verify,
			Check{ID: messageID, Matched: new(MatchedRight)},
		},
		{"record by message", "GET", "/otp/verification/record/" + messageID, "", recordData, recordOf, record},
		{"record by order", "POST", "/otp/verification/orderId/record", `{"appId":"mRELxtHc","orderId":"order-1"}`, recordData, recordByOrder, record},
		{"record without its id", "GET", "/otp/verification/record/" + messageID, "", `{"verificationId":0,"flowId":null}`, recordOf, Record{ID: messageID}},
		{
			"record by order as documented, without an id", "POST", "/otp/verification/orderId/record", `{"appId":"mRELxtHc","orderId":"order-1"}`,
			`{"orderId":"order-1","flowId":31,"verifications":{"matched":0,"channel":"sms"}}`, recordByOrder,
			Record{OrderID: new(Text("order-1")), FlowID: "31", Matched: new(MatchedRight), Newest: Sending{Channel: new(ChannelSMS)}},
		},
	})
}

// TestMessagesAreNotSentAgain leaves what may have had an effect at one
// attempt, and repeats what only reads, although that is a POST as well.
func TestMessagesAreNotSentAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{"502": answerHTTP(502, "text/html", "<html>"), "-18": answerStatus(StatusSystem), "cut": cut} {
		for verb, test := range map[string]struct {
			call     func(context.Context, *Client) (any, error)
			attempts int
		}{
			"send": {send, 1}, "resend": {resend, 1}, "verify": {verify, 1}, "record of a message": {recordOf, 2}, "record of an order": {recordByOrder, 2},
		} {
			t.Run(verb+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, fault, answer(`{"status":"0","data":{"verificationId":"`+messageID+`","matched":0}}`))
					_, err := test.call(t.Context(), server.client(t, retries(3)))
					if got := len(server.requests()); got != test.attempts || (err == nil) != (test.attempts > 1) {
						t.Errorf("%d requests, %v; want %d", got, err, test.attempts)
					}
				})
			})
		}
	}
}

// TestMessagesToldTooLittle has the API report a success without what the call needs.
func TestMessagesToldTooLittle(t *testing.T) {
	t.Parallel()
	missing, unread := failure{ErrNoData, Done, 1}, failure{ErrMalformed, Done, 1}
	gone := failure{ErrNotFound, Refused, 1}
	for name, test := range map[string]struct {
		call func(context.Context, *Client) (any, error)
		data string
		want failure
	}{
		"send without data":             {send, `null`, missing},
		"send without an id":            {send, `{}`, missing},
		"resend without an id":          {resend, `{"verificationId":""}`, missing},
		"verify without data":           {verify, `null`, missing},
		"verify without a result":       {verify, `{"matched":null}`, unread},
		"record of none":                {recordOf, `null`, gone},
		"record of another":             {recordOf, `{"verificationId":"7"}`, failure{ErrMalformed, Unknown, 1}},
		"record of an order without it": {recordByOrder, `null`, gone},
		"record of nothing":             {recordByOrder, `{}`, gone},
		"record of nulls":               {recordByOrder, `{"verificationId":0,"orderId":"","flowId":null,"verifications":null,"sms":[]}`, gone},
		"record of another order":       {recordByOrder, `{"verificationId":"7","orderId":"order-2"}`, failure{ErrMalformed, Unknown, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, answer(`{"status":"0","data":`+test.data+`}`))
			_, err := test.call(t.Context(), server.client(t))
			test.want.check(t, err, server)
		})
	}
}
