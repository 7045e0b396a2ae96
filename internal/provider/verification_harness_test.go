package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	verificationAddress = "itniotech_otp_verification.test"
	testPhone           = "4915112345678"
)

// newMessageAccount is an account with an application and a template to send with.
func newMessageAccount(t *testing.T, set ...func(*simulator.Options)) *testAccount {
	t.Helper()
	return newTestAccount(t, set...).addApp().addTemplate()
}

// addTemplate puts the template of verificationConfig into the account.
func (w *testAccount) addTemplate() *testAccount {
	w.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "Your code: ##code##", CodeType: 1, CodeLength: 6, Language: "EN"})
	return w
}

// verificationConfig is a message with more lines in it.
func verificationConfig(w *testAccount, lines ...string) string {
	return w.block() + messageBlock("test", lines...)
}

func messageBlock(label string, lines ...string) string {
	attributes := map[string]string{"app_id": `"mRELxtHc"`, "template_id": `"455"`, "to": fmt.Sprintf("%q", testPhone)}
	var more []string
	for _, line := range lines {
		name, value, isAttribute := strings.Cut(line, " = ")
		if !isAttribute || strings.Contains(name, "{") {
			more = append(more, line)
			continue
		}
		attributes[name] = value
	}
	for name, value := range attributes {
		more = append(more, name+" = "+value)
	}
	return fmt.Sprintf("resource \"itniotech_otp_verification\" %q {\n%s\n}\n", label, strings.Join(more, "\n"))
}

// codeFile is a code that a test learns only while it runs, as an expression
// of the configuration, and what sets it.
func codeFile(t *testing.T) (expression string, write func(code string)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "code")
	write = func(code string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("none")
	return fmt.Sprintf("file(%q)", path), write
}

// tellsID has the API tell the id of a message by its order, which its reference does not list.
func tellsID(o *simulator.Options) { o.OrderRecordID = true }

// lastMessage is the newest one in the outbox.
func (w *testAccount) lastMessage() simulator.Message {
	outbox := w.Outbox()
	return outbox[len(outbox)-1]
}

// expectSent fails unless that many messages went out in all, and the state has
// the id and the order of the last one.
func (w *testAccount) expectSent(t *testing.T, count int) resource.TestCheckFunc {
	t.Helper()
	return resource.ComposeTestCheckFunc(
		resource.TestCheckResourceAttrWith(verificationAddress, "id", func(id string) error {
			if last := w.lastMessage(); id != last.VerificationID {
				return fmt.Errorf("id %s, want %s", id, last.VerificationID)
			}
			return nil
		}),
		resource.TestCheckResourceAttrWith(verificationAddress, "order_id", func(id string) error {
			if last := w.lastMessage(); id == "" || id != last.OrderID {
				return fmt.Errorf("order id %q, want %q", id, last.OrderID)
			}
			return nil
		}),
		checked(func() {
			if sent := len(w.Outbox()); sent != count {
				t.Errorf("%d messages were sent, want %d", sent, count)
			}
		}),
	)
}

// expectNoSecrets fails if a diagnostic showed a phone number or a code.
func (w *testAccount) expectNoSecrets(t *testing.T) {
	t.Helper()
	secrets := []string{simulator.DefaultAPISecret, simulator.DefaultAPIKey}
	for _, message := range w.Outbox() {
		secrets = append(secrets, message.To, message.Code)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range slices.Concat(w.warnings, w.errors) {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q shows %q", text, secret)
			}
		}
	}
}

// notSent is the error of a message that could not be sent, whose order id was made up.
func notSent(cause, consequence string) string {
	return "Unable to Send OTP Message\nTerraform could not send the message of the order \"terraform-" + anyID + "\".\n\n" + cause + "\n\n" + consequence
}

// expectErrors compares the errors since they were last taken, with anyID in them.
func (w *testAccount) expectErrors(t *testing.T, want ...string) {
	t.Helper()
	got := w.takeErrors()
	isSame := len(got) == len(want)
	for i := range min(len(got), len(want)) {
		isSame = isSame && regexp.MustCompile("^"+strings.ReplaceAll(regexp.QuoteMeta(want[i]), anyID, `\w+`)+"$").MatchString(got[i])
	}
	if !isSame {
		t.Errorf("errors:\n  %q\nwant:\n  %q", got, want)
	}
}

const (
	routeSend   = "/verification/send"
	routeResend = "/verification/resend"
	routeVerify = "/verification/verify"
	routeRecord = "/verification/record/{verificationId}"
	routeOrder  = "/verification/orderId/record"

	systemError = "The API answered with status -18 (system error). This is a fault on the API's side. Try again later."
	// A message of which nothing was found.
	notFoundAgain = "A message may be under way, and cost money. Nothing was sent again. It was looked for by its order id, and not found. "
)

// count is how often a route was called since the log was reset.
func (w *testAccount) count(route string) int {
	count := 0
	for _, request := range w.calls() {
		if request.Path == route {
			count++
		}
	}
	return count
}
