//go:build unix

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	sendMessage  = "/verification/send"
	verifyCode   = "/verification/verify"
	messageState = "itniotech_otp_verification.test"
	phone        = "4915112345678"
)

// message is the configuration of a message with more lines in it, and what it is sent with. Its code is too long to
// be found in a log by chance.
func message(lines ...string) string {
	long := strings.Replace(template("en", "login-en"), "  text ", "  code_length = 9\n  text ", 1)
	return app("login", "login") + long + fmt.Sprintf(`
resource "itniotech_otp_verification" "test" {
  app_id      = itniotech_otp_app.login.id
  template_id = itniotech_otp_template.en.id
  to          = %q
%s
}
`, phone, strings.Join(lines, "\n"))
}

// TestAccInterrupt_send saves a message whose answer comes after the interrupt, and has no code checked any more.
func TestAccInterrupt_send(t *testing.T) {
	t.Parallel()
	s := beginLogged(t, message(`code = "wrong"`))
	sends, answer := held(http.MethodPost, sendMessage)
	s.world.Inject(sends)
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, sendMessage)
	s.interrupt(t, process)
	answer()
	s.end(t, process, 1)
	s.expectState(t, "itniotech_otp_app.login", "itniotech_otp_template.en", messageState)
	s.world.ClearFaults()
	s.converged(t)
	if sent, checked := len(s.world.Outbox()), s.world.calls(http.MethodPost, verifyCode); sent != 1 || checked != 0 {
		t.Errorf("%d messages sent and %d codes checked, want one message", sent, checked)
	}
}

// TestAccInterrupt_sendUnanswered says that a message may be under way, and makes no more calls.
func TestAccInterrupt_sendUnanswered(t *testing.T) {
	t.Parallel()
	s := begin(t, message(`order_id = "order-1"`))
	s.world.Inject(simulator.Fault{Method: http.MethodPost, Path: sendMessage, Delay: never})
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, sendMessage)
	before := len(s.world.Requests())
	interrupt(t, process)
	expectError(t, s.end(t, process, 1), `Terraform could not send the message of the order "order-1".
		The run was interrupted.
		A message may be under way, and cost money. Nothing was sent again. It could not be looked for by its order id.
		Another run looks for it again, and sends it if there still is none.`)
	s.expectState(t, "itniotech_otp_app.login", "itniotech_otp_template.en")
	if after := len(s.world.Requests()); after != before {
		t.Errorf("made %d calls, want none after the first %d and the interrupt", after, before)
	}
}

// TestAccSecrets_messages logs everything, and shows neither phone number nor code, no matter what fails.
func TestAccSecrets_messages(t *testing.T) {
	t.Parallel()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, newWorld(t), m, message(), "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	code := s.sentCode(t)
	steps := []struct {
		exitCode int
		lines    []string
		fault    simulator.Fault
	}{
		{0, []string{`code = "` + code + `"`}, simulator.Fault{}},
		{1, []string{`code = "` + code + `x"`}, simulator.Fault{Path: verifyCode, Respond: simulator.RespondStatus(-22, "no "+code+"x")}},
		{1, []string{`triggers = { run = "2" }`}, simulator.Fault{Path: sendMessage, Respond: simulator.RespondStatus(-22, "no "+phone)}},
		{1, []string{`to = "` + phone + `x"`}, simulator.Fault{}},
		{1, []string{`code = "` + code + `12"`}, simulator.Fault{}},
	}
	for _, step := range steps {
		s.world.ClearFaults()
		if step.fault.Path != "" {
			s.world.Inject(step.fault)
		}
		config := message(step.lines...)
		if to, isTo := strings.CutPrefix(step.lines[0], "to = "); isTo {
			config = strings.Replace(message(), fmt.Sprintf("%q", phone), to, 1)
		}
		s.configure(t, config)
		s.run(t, step.exitCode, apply...)
	}
	log, err := os.ReadFile(filepath.Join(s.Dir, "trace.log"))
	if err != nil || !strings.Contains(string(log), "/verification/verify") {
		t.Errorf("the calls are not in the log: %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range append(s.printed, string(log)) {
		if shown := leak([]byte(text), []string{phone, code}); shown != "" {
			t.Errorf("shown: %q", shown)
		}
	}
}

// sentCode applies, and returns the code that the phone received.
func (s *stage) sentCode(t *testing.T) string {
	t.Helper()
	s.run(t, 0, apply...)
	outbox := s.world.Outbox()
	if len(outbox) != 1 {
		t.Fatalf("%d messages were sent", len(outbox))
	}
	return outbox[0].Code
}
