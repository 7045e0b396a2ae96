package message

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
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
	text := fmt.Sprintf("The order id %q was used before, ", order.OrderID)
	if id != "" {
		text += "for the message with the id " + id + ", "
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("order_id"), "Order ID Already Used",
		hide(text+"and each is good for one message. "+nothingSent+" "+anotherOrder, order.To))
}

// usedTwice says that an order id cannot be used, because another message of this run has it.
func usedTwice(order order) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("order_id"), "Order ID Used Twice", hide(fmt.Sprintf(
		"Another message of this run has the order id %q, and each is good for one message. %s %s", order.OrderID, nothingSent, anotherOrder), order.To))
}

// anotherNow says that a value which the plan did not know means another message.
func anotherNow(name, was, is string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(name), "OTP Message Would Be Another", fmt.Sprintf(
		"%s was not known when this was planned. It is now %s, and was %s when the message was sent. "+
			"Another value needs another message, which the plan did not show. %s %s The next plan shows the replacement.",
		name, quoted(is), quoted(was), nothingSent, keepsState))
}

// unknownYet says what a plan does with a value that it does not know.
func unknownYet(name string, of reference) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root(name), "Nothing Is Sent for an Unknown "+name, fmt.Sprintf(
		"%s is not known yet, so this plan keeps the message %s. If the apply finds another value, it fails for this resource and sends nothing, "+
			"and the next plan shows the replacement.", name, of))
}

// quoted is a value in a sentence.
func quoted(value string) string {
	if value == "" {
		return "null"
	}
	return strconv.Quote(value)
}

// idNotKnown says that nothing can be done with a message of which only the order is known.
func (m *messages) idNotKnown(verb explain.Verb, of reference) diag.Diagnostic {
	return diag.NewErrorDiagnostic(m.summary(verb), fmt.Sprintf(
		"The answer to sending the message %s was lost, and the API does not tell its id by its order. Without the id it can be neither resent nor checked. "+
			"%s %s To send another message, change triggers.", of, nothingSent, keepsState))
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
func (m *messages) failedRead(err error, which reference, then string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(m.summary(explain.Read), fmt.Sprintf("Terraform could not read the message %s.\n\n%s%s", which, m.cause(err), then))
}
