package message

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// messages is what sends messages, checks their codes and reads what became of
// them, for the resource, the actions and the data source alike.
type messages struct{ session.Connection }

func (*messages) summary(verb explain.Verb) string { return explain.Summary(verb, "OTP message") }

// order is a message that is to be sent.
type order struct {
	otp.SendSettings
	// isOwn tells that the order id is the user's, and not made up for this message.
	isOwn bool
}

// sendConfig is what says which message is sent, in the resource and in the action.
type sendConfig struct{ appID, templateID, flowID, to, channel, orderID types.String }

// order is what the API is sent, with an order id made up if there is none. It
// reports what only the apply made known and what is wrong.
func (c sendConfig) order() (order, diag.Diagnostics) {
	diags := c.check()
	channel := channelOf(c.channel, &diags)
	template, _ := attribute.IDNumber(c.templateID)
	order := order{SendSettings: otp.SendSettings{
		AppID: c.appID.ValueString(), TemplateID: template, To: c.to.ValueString(), Channel: channel, OrderID: c.orderID.ValueString(),
	}}
	if flow, ok := attribute.IDNumber(c.flowID); ok && !c.flowID.IsNull() {
		order.FlowID = &flow
	}
	if order.isOwn = order.OrderID != ""; !order.isOwn {
		order.OrderID = "terraform-" + rand.Text() // nobody has had it, and it tells nothing
	}
	return order, diags
}

// channelOf is the API's code for a channel, by default that of SMS.
func channelOf(channel types.String, diags *diag.Diagnostics) string {
	if channel.IsNull() {
		return otp.ChannelSMS
	}
	attribute.SendChannels().Check(diags, path.Root("channel"), channel)
	code, _ := attribute.SendChannels().Code(channel.ValueString())
	return code
}

// check reports what is known to be wrong. About the phone number there is
// neither path nor value: Terraform prints the line that a path leads to.
func (c sendConfig) check() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, id := range []struct {
		name       string
		value      types.String
		isOptional bool
	}{{"template_id", c.templateID, false}, {"flow_id", c.flowID, true}} {
		_, isID := attribute.IDNumber(id.value)
		switch {
		case isID || !attribute.IsKnown(id.value):
		case id.isOptional && id.value.ValueString() == "":
			diags.AddAttributeError(path.Root(id.name), "Invalid ID", attribute.LeaveOut(id.name))
		default:
			diags.AddAttributeError(path.Root(id.name), "Invalid ID", fmt.Sprintf(
				"%s: %q cannot be an id: %s.", id.name, id.value.ValueString(), attribute.NumericIDRule,
			))
		}
	}
	if attribute.IsKnown(c.to) && !phoneNumber.MatchString(c.to.ValueString()) {
		diags.AddError("Invalid Phone Number", fmt.Sprintf("to must be %d to %d digits: the country code and the number, without a plus sign, spaces or dashes.",
			otp.PhoneMinLength, otp.PhoneMaxLength))
	}
	return diags
}

var phoneNumber = regexp.MustCompile(fmt.Sprintf(`^[0-9]{%d,%d}$`, otp.PhoneMinLength, otp.PhoneMaxLength))

// verificationIDs accepts what an id of a message can be: more digits than fit a number.
func verificationIDs() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]{1,64}$`), "must consist of digits")
}

// checkCode reports a code that cannot be one, with neither path nor value.
func checkCode(code types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if length := utf8.RuneCountInString(code.ValueString()); attribute.IsKnown(code) && (length < otp.CodeMinLength || length > otp.CodeMaxLength) {
		diags.AddError("Invalid Code", fmt.Sprintf("code must have %d to %d characters.", otp.CodeMinLength, otp.CodeMaxLength))
	}
	return diags
}

// messageLost is a message whose answer was lost, and which was not found since.
type messageLost struct {
	send   error // how sending it failed
	search error // why it could not be looked for, nil if it could
}

func (l *messageLost) Error() string { return l.send.Error() }

// Unwrap returns how sending it failed.
func (l *messageLost) Unwrap() error { return l.send }

// orderUsed is an order whose message went out before.
type orderUsed struct{ record otp.Record }

func (u *orderUsed) Error() string { return "used for the message " + u.record.ObjectID() }

// orderUnseen is an order of the user's own that could not be looked for.
type orderUnseen struct{ error }

// Unwrap returns why.
func (u *orderUnseen) Unwrap() error { return u.error }

// send sends a message, and never two. An order id of the user's own is looked
// for first, so that what is found by it after a lost answer is this message.
// The message has no id if it was only found by its order, and the API does not
// tell the id there.
func (*messages) send(ctx context.Context, client *otp.Client, order order) (otp.Message, error) {
	if order.isOwn {
		switch record, isFound, err := findOrder(ctx, client, order.SendSettings); {
		case err != nil:
			return otp.Message{}, &orderUnseen{err}
		case isFound:
			return otp.Message{}, &orderUsed{record}
		}
	}
	message, err := client.Send(ctx, order.SendSettings)
	if !otp.IsUnknown(err) {
		return message, err
	}
	var record otp.Record
	var isFound bool
	searchErr := client.LookTwice(ctx, func() (bool, error) {
		var err error
		record, isFound, err = findOrder(ctx, client, order.SendSettings)
		return isFound, err
	})
	if !isFound {
		return otp.Message{}, &messageLost{err, searchErr}
	}
	return otp.Message{ID: record.ID}, nil
}

// findOrder returns the record of an order, if there is one.
func findOrder(ctx context.Context, client *otp.Client, settings otp.SendSettings) (record otp.Record, isFound bool, err error) {
	record, err = client.RecordByOrder(ctx, settings.AppID, settings.OrderID)
	return record, err == nil, unlessMissing(err)
}

// takes notes that a message of this run has an order, and tells whether it is
// the first. What is found by the order after a lost answer must be its own.
// Each message is planned once in a plan, and once more in its apply.
func (m *messages) takes(order order) bool { return m.Session.IsFirst("order " + order.OrderID) }

// unlessMissing is why a record could not be read, nil if there is just none.
func unlessMissing(err error) error {
	if errors.Is(err, otp.ErrNotFound) {
		return nil
	}
	return err
}

// verify has a code checked, and returns what came of it in a word. If the
// answer is lost, the message's record tells, but only what it did not say
// before: it keeps the last check, by anyone. Of a message that was only
// just sent there was none.
func (*messages) verify(ctx context.Context, client *otp.Client, id, code string, isFresh bool) (string, error) {
	before := attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked))
	if !isFresh {
		before = resultBefore(ctx, client, id)
	}
	check, err := client.Verify(ctx, id, code)
	if err == nil {
		return attribute.Results().Word(attribute.NumberCode(*check.Matched)), nil
	}
	var result string
	if otp.IsUnknown(err) && before != "" {
		_ = client.LookTwice(ctx, func() (bool, error) {
			record, lookErr := client.RecordOf(ctx, id)
			if word := readRecord(record).result; lookErr == nil && !word.IsNull() && word.ValueString() != before {
				result = word.ValueString()
			}
			return result != "", lookErr
		})
	}
	if result != "" {
		return result, nil
	}
	return "", err
}

// hide takes a phone number or a code out of a text: the API's reason may repeat it.
func hide(text, secret string) string {
	if secret == "" {
		return text
	}
	quoted := strconv.Quote(secret)
	return strings.NewReplacer(quoted[1:len(quoted)-1], "***", secret, "***").Replace(text)
}

// resultBefore is what a record tells of its last check, without which a lost
// answer could not be told from an earlier one; "" if there is no record.
func resultBefore(ctx context.Context, client *otp.Client, id string) string {
	record, err := client.RecordOf(ctx, id)
	if err != nil {
		return ""
	}
	if result := readRecord(record).result; !result.IsNull() {
		return result.ValueString()
	}
	return attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked))
}
