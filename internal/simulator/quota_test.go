package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func limit(field string, unit, period, limit int) string {
	return fmt.Sprintf(`,%q:{"enabled":true,"unit":%d,"period":%d,"limit":%d}`, field, unit, period, limit)
}

func toOther() string { return fmt.Sprintf(`"to":%q`, otherPhone) }

// Two messages to one phone: under a limit of 1 the second one is refused, until the period is over.
func TestPhoneLimitOfOne(t *testing.T) {
	t.Parallel()
	s := newSender(t, limit("periodPhoneSendLimit", 1, 1, 1))
	s.sends("0")
	if got := s.sends("-28"); got.reason != "period phone send limit" {
		t.Errorf("reason = %q", got.reason)
	}
	s.sends("0", toOther())
	s.sends("-28", toOther())
	s.clock.move(24*time.Hour - 1)
	s.sends("-28")
	s.clock.move(1)
	s.sends("0")
	s.sends("-28")
	if got, want := s.timeline(), []string{"0s sms", "0s sms", "24h0m0s sms"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

func TestTotalLimitOfOne(t *testing.T) {
	t.Parallel()
	s := newSender(t, limit("periodTotalSendLimit", 1, 1, 1))
	s.sends("0")
	if got := s.sends("-27", toOther()); got.reason != "period total send limit" {
		t.Errorf("reason = %q", got.reason)
	}
	s.clock.move(24 * time.Hour)
	s.sends("0", toOther())
}

// A message counts for one period, in all units.
func TestLimitPeriods(t *testing.T) {
	t.Parallel()
	for unit, length := range map[int]time.Duration{1: 24 * time.Hour, 2: time.Hour, 3: time.Minute, 4: time.Second} {
		for _, period := range []int{1, 2, 90} {
			for field, refused := range map[string]string{"periodTotalSendLimit": "-27", "periodPhoneSendLimit": "-28"} {
				s := newSender(t, limit(field, unit, period, 2))
				half := time.Duration(period) * length / 2
				s.sends("0")
				s.clock.move(half)
				s.sends("0")
				s.sends(refused)
				s.clock.move(half - 1)
				s.sends(refused)
				s.clock.move(1)
				s.sends("0") // the first one no longer counts
				s.sends(refused)
				s.clock.move(half - 1)
				s.sends(refused)
				s.clock.move(1)
				s.sends("0") // nor the second one, nor what was refused
				s.sends(refused)
			}
		}
	}
}

func TestLimitOff(t *testing.T) {
	t.Parallel()
	s := newSender(t, `,"periodTotalSendLimit":{"enabled":false,"unit":1,"period":1,"limit":1},"periodPhoneSendLimit":null`)
	for range 5 {
		s.sends("0")
	}
	// A limit counts what was sent before it was set.
	s.want("0", http.MethodPut, "/app/update/"+s.appID, `{"name":"test_app"`+limit("periodPhoneSendLimit", 1, 1, 6)+`}`)
	s.sends("0")
	s.sends("-28")
	s.want("0", http.MethodPut, "/app/update/"+s.appID, `{"name":"test_app"}`)
	s.sends("0")
}

// Of two limits that are used up, the total one is answered.
func TestBothLimits(t *testing.T) {
	t.Parallel()
	s := newSender(t, limit("periodTotalSendLimit", 1, 1, 2)+limit("periodPhoneSendLimit", 2, 1, 1))
	s.sends("0")
	s.sends("-28")
	s.sends("0", toOther())
	s.sends("-27")
	s.clock.move(time.Hour)
	s.sends("-27")
	s.sends("-22", `"to":"1"`) // parameters are looked at first
	s.sends("-27", `"orderId":"order"`)
	s.clock.move(23 * time.Hour)
	s.sends("0", `"orderId":"order"`) // what was refused did not use it up
	s.clock.move(time.Minute)
	s.sends("-20", `"orderId":"order"`) // and an order id before limits
}

// Everything that is sent counts: resends, codes of one's own, all channels, failures.
func TestLimitCounts(t *testing.T) {
	t.Parallel()
	for field, refused := range map[string]string{"periodTotalSendLimit": "-27", "periodPhoneSendLimit": "-28"} {
		s := newSender(t, limit(field, 1, 1, 5), fails("call"))
		first := s.sent()
		s.resends("0", first.VerificationID)
		s.want("0", http.MethodPost, "/verification/sendRule", s.body(`"code":"1234"`))
		s.sends("0", `"channel":"call"`)
		s.sends("0", `"channel":"sna"`)
		s.sends(refused)
		s.resends(refused, first.VerificationID)
		s.want(refused, http.MethodPost, "/verification/sendRule", s.body(`"code":"1234"`))
		if sent := len(s.Outbox()); sent != 5 {
			t.Errorf("sent %d messages, want 5", sent)
		}
	}
}

// Each application has limits of its own, for one phone too.
func TestLimitPerApp(t *testing.T) {
	t.Parallel()
	both := limit("periodTotalSendLimit", 1, 1, 1) + limit("periodPhoneSendLimit", 1, 1, 1)
	s := newSender(t, both)
	other := s.addApp(`{"name":"other"` + both + `}`)
	ofOther := fmt.Sprintf(`"appId":%q,"templateId":%s`, other, s.addTemplate(other, "other"))
	s.sends("0")
	s.sends("0", ofOther)
	s.sends("-27")
	s.sends("-27", ofOther)
}

// A unit that the API would refuse has no length, so that its limit limits nothing.
func TestLimitBehindTheBack(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	app := s.Apps()[0]
	app.PeriodTotalSendLimit = simulator.Limit{Enabled: true, Unit: 9, Period: 1, Limit: 1}
	s.PutApp(app)
	s.sends("0")
	s.sends("0")
}

// Calls at the same time do not get past a limit.
func TestLimitConcurrent(t *testing.T) {
	t.Parallel()
	const count = 50
	s := newSender(t, limit("periodPhoneSendLimit", 1, 1, 3))
	statuses := make([]any, count)
	var group sync.WaitGroup
	for i := range count {
		group.Go(func() {
			statuses[i] = s.call(http.MethodPost, "/verification/send", s.body()).status
			s.clock.move(time.Millisecond)
			s.Outbox()
		})
	}
	group.Wait()
	tally := map[any]int{}
	for _, status := range statuses {
		tally[status]++
	}
	if tally["0"] != 3 || tally["-28"] != count-3 || len(s.Outbox()) != 3 {
		t.Errorf("statuses %v, want three 0 and else -28", tally)
	}
}
