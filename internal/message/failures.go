package message

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

const (
	mayBeUnderWay = "A message may be under way, and cost money."
	anotherOrder  = "Give order_id another value, or leave it out to have one made up."
)

// failedSend says what became of a message that was to be sent.
func (m *messages) failedSend(err error, order order) diag.Diagnostic {
	if used, ok := errors.AsType[*orderUsed](err); ok {
		return usedBefore(used.record.ObjectID(), order)
	}
	detail := hide(strings.Join([]string{
		fmt.Sprintf("Terraform could not send the message of the order %q.", order.OrderID),
		m.causeOf(err, "Are app_id, template_id and flow_id those of this account, and does the template belong to the application?"),
		sendConsequence(err, order),
	}, "\n\n"), order.To)
	if errors.Is(err, otp.StatusDataExists) {
		return diag.NewAttributeErrorDiagnostic(path.Root("order_id"), m.summary(explain.Send), detail+" "+anotherOrder)
	}
	return diag.NewErrorDiagnostic(m.summary(explain.Send), detail)
}

// usedBefore says that an order id cannot be used, because a message has it.
func usedBefore(id string, order order) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("order_id"), "Order ID Already Used", hide(fmt.Sprintf(
		"The order id %q was used before, for the message with the id %s, and each is good for one message. Nothing was sent. %s",
		order.OrderID, id, anotherOrder), order.To))
}

// sendConsequence says whether a message may be under way.
func sendConsequence(err error, order order) string {
	if _, ok := errors.AsType[*orderUnseen](err); ok {
		return "So it is not known whether the order id was used before, and nothing was sent."
	}
	lost, isLost := errors.AsType[*messageLost](err)
	if !isLost {
		return consequenceOf(err)
	}
	text := mayBeUnderWay + " Nothing was sent again."
	if lost.search == nil {
		text += " It was looked for by its order id, and not found."
	} else {
		text += " It could not be looked for by its order id."
	}
	if order.isOwn {
		return text + " Another run looks for it again, and sends it if there still is none. " +
			"If it is found, the order id counts as used, and the data source itniotech_otp_verification reads the message."
	}
	return text + " Another run makes up another order id, and so sends another message."
}

// failedResend says what became of a message that was to be sent once more.
func (m *messages) failedResend(err error, id, then string) diag.Diagnostic {
	text := consequenceOf(err)
	if otp.IsUnknown(err) {
		text += " Nothing was sent again, and the API does not tell what became of it."
	}
	return diag.NewErrorDiagnostic(m.summary(explain.Resend), strings.Join([]string{
		fmt.Sprintf("Terraform could not resend the message with the id %s.", id), m.causeOf(err, "Is the message one of this account?"), text + then,
	}, "\n\n"))
}

// consequenceOf says whether a call that sends may have sent a message.
func consequenceOf(err error) string {
	switch {
	case otp.IsUnknown(err):
		return mayBeUnderWay
	case otp.IsNotSent(err):
		return "The request was not sent: there is no message."
	}
	return "No message was sent."
}

// failedVerify says what became of a code that was to be checked, and what to do then.
func (m *messages) failedVerify(err error, id, code, then string) diag.Diagnostic {
	text := "The code was not checked."
	if otp.IsUnknown(err) {
		text = "Whether the code was checked, and is used up if it was right, is not known."
	}
	return diag.NewErrorDiagnostic(m.summary(explain.Verify), hide(strings.Join([]string{
		fmt.Sprintf("Terraform could not have the code of the message with the id %s checked.", id), m.cause(err), text + then,
	}, "\n\n"), code))
}

// phoneLike is what a phone number looks like, also as people write it.
var phoneLike = regexp.MustCompile(`[0-9][0-9 ().-]*[0-9]`)

// cause is explain.Cause without phone numbers: the API's reason may show the
// one of a message, which is not known here. Ids of messages are longer.
func (*messages) cause(err error) string {
	return phoneLike.ReplaceAllStringFunc(explain.Cause(err, ""), func(text string) string {
		digits := strings.Map(func(char rune) rune {
			if unicode.IsDigit(char) {
				return char
			}
			return -1
		}, text)
		if isPhone := phoneNumber.MatchString(strings.TrimPrefix(digits, "00")); !isPhone || net.ParseIP(text) != nil {
			return text
		}
		return "***"
	})
}

// causeOf is cause, with what to look at when the API rejects a value.
func (m *messages) causeOf(err error, rejected string) string {
	text := m.cause(err)
	if otp.IsRejected(err) {
		text += " " + rejected
	}
	return text
}

// failedRead says that a message could not be read, and what that leaves.
func (m *messages) failedRead(err error, which, then string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(m.summary(explain.Read), fmt.Sprintf("Terraform could not read the message %s.\n\n%s%s", which, m.cause(err), then))
}
