package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The phones of the tests.
const (
	phone      = "15550100001"
	otherPhone = "15550100002"
)

// sender is an account that has what it takes to send.
type sender struct {
	account

	appID, templateID string
}

// newSender makes an application with these further fields, and a template of it.
func newSender(t *testing.T, appFields string, set ...func(*simulator.Options)) sender {
	t.Helper()
	account := newAccount(t, set...)
	appID := account.addApp(`{"name":"test_app"` + appFields + `}`)
	return sender{account, appID, account.addTemplate(appID, "name")}
}

// body is a valid body of a send, with further fields that win over the valid ones.
func (s sender) body(fields ...string) string {
	valid := []string{fmt.Sprintf(`"appId":%q,"templateId":%s,"to":%q`, s.appID, s.templateID, phone)}
	return "{" + strings.Join(append(valid, fields...), ",") + "}"
}

// sends makes a send and checks its status.
func (s sender) sends(status string, fields ...string) reply {
	s.t.Helper()
	return s.want(status, http.MethodPost, "/verification/send", s.body(fields...))
}

// sent sends and gives the message.
func (s sender) sent(fields ...string) simulator.Message {
	s.t.Helper()
	s.sends("0", fields...)
	return s.newest()
}

// resends sends again and checks the status.
func (s sender) resends(status, id string, fields ...string) reply {
	s.t.Helper()
	body := strings.Join(append([]string{fmt.Sprintf(`"verificationId":%q`, id)}, fields...), ",")
	return s.want(status, http.MethodPost, "/verification/resend", "{"+body+"}")
}

// newest is the message that was sent last.
func (s sender) newest() simulator.Message {
	s.t.Helper()
	outbox := s.Outbox()
	if len(outbox) == 0 {
		s.t.Fatal("nothing was sent")
	}
	return outbox[len(outbox)-1]
}

// checks checks a code and wants this of it.
func (s sender) checks(matched int, id, code string) {
	s.t.Helper()
	body := fmt.Sprintf(`{"verificationId":%q,"code":%q}`, id, code)
	got := s.want("0", http.MethodPost, "/verification/verify", body).object(s.t)["matched"]
	if got != json.Number(fmt.Sprint(matched)) {
		s.t.Errorf("matched = %v, want %d", got, matched)
	}
}

// recorded gives one message of a record.
func (s sender) recorded(id string, index int) map[string]any {
	s.t.Helper()
	record := s.want("0", http.MethodGet, "/verification/record/"+id, "").object(s.t)
	list, _ := record["verifications"].([]any)
	if len(list) <= index {
		s.t.Fatalf("record = %v, want %d messages or more", record, index+1)
	}
	one, _ := list[index].(map[string]any)
	return one
}

// withFlow adds a task flow and gives the field that names it.
func (s sender) withFlow(nodes ...simulator.FlowNode) string {
	id := int64(100 + len(s.Flows()))
	s.PutFlow(simulator.Flow{ID: id, Name: fmt.Sprint("flow", id), Nodes: nodes})
	return fmt.Sprintf(`"flowId":%d`, id)
}

// timeline is the outbox as texts, such as "30s call".
func (s sender) timeline() []string {
	timeline := []string{}
	for _, message := range s.Outbox() {
		timeline = append(timeline, fmt.Sprint(message.Time.Sub(start()), " ", message.Channel))
	}
	return timeline
}

// wrong is another code of the same length.
func wrong(code string) string {
	last := byte('0')
	if code[len(code)-1] == last {
		last = '1'
	}
	return code[:len(code)-1] + string(last)
}

func deliveryTime(d time.Duration) func(*simulator.Options) {
	return func(o *simulator.Options) { o.DeliveryTime = d }
}

// fails makes the messages over these channels fail.
func fails(channels ...string) func(*simulator.Options) {
	return func(o *simulator.Options) {
		o.Undeliverable = func(_, channel string) bool { return slices.Contains(channels, channel) }
	}
}
