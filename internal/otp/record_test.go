package otp

import (
	"encoding/json"
	"fmt"
	"testing"
)

// told is what a record tells, in one line.
func told(record Record) string {
	text := func(value any) string {
		encoded, err := json.Marshal(value)
		if err != nil {
			return err.Error()
		}
		return string(encoded)
	}
	newest := record.Newest
	line := fmt.Sprintf("%s %s %s", text(record.Matched), text(newest.Channel), text(newest.Status))
	if newest.TerminationCode != nil {
		line += " code " + text(newest.TerminationCode)
	}
	return line
}

// TestRecordForms reads a record in each of its forms: details inside of verifications or next to it, as an
// object or an array. The newest decides, or the last if the times do not tell.
func TestRecordForms(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{}`:                                                   "null null null",
		`{"verifications":null}`:                               "null null null",
		`{"verifications":[]}`:                                 "null null null",
		`{"verifications":[{"matched":null}]}`:                 "null null null",
		`{"verifications":{"matched":"5"}}`:                    "5 null null",
		`{"verifications":""}`:                                 "null null null",
		`{"verifications":[[],7,"x"]}`:                         "null null null",
		`{"verifications":[{"matched":""}]}`:                   "null null null",
		`{"verifications":{"matched":true}}`:                   "null null null",
		`{"verifications":[{"sms":"","call":[],"matched":4}]}`: "4 null null",
		`{"verifications":[{"matched":2},{}]}`:                 "2 null null",
		`{"verifications":[{"matched":2},{"matched":-1,"sms":{"status":0,"reason":7}}]}`:          `-1 "sms" 0`,
		`{"verifications":{"matched":0,"channel":"sms","sms":{"status":"1"}}}`:                    `0 "sms" 1`,
		`{"verifications":{"matched":0,"channel":"sms"},"sms":{"status":1}}`:                      `0 "sms" 1`,
		`{"verifications":{"matched":0,"channel":"sms"},"sms":[{"status":1},{"status":0}]}`:       `0 "sms" 0`,
		`{"verifications":{"channel":"sms","sms":[{"status":1},{"status":0}]}}`:                   `null "sms" 0`,
		`{"verifications":{"channel":"sms"},"sms":[]}`:                                            `null "sms" null`,
		`{"verifications":{"channel":"sms"},"sms":{},"call":{"terminationCode":null}}`:            `null "sms" null`,
		`{"verifications":{"channel":"call"},"sms":{"status":null},"call":{"terminationCode":0}}`: `null "call" null code 0`,
		`{"verifications":{"channel":"sms"},"sms":{"status":""},"call":{}}`:                       `null "sms" null`,
		`{"verifications":{"channel":"sms"},"sms":{"status":1},"call":[{"terminationCode":0}]}`:   `null "sms" 1`,
		`{"verifications":{"channel":"call"},"sms":{"status":1},"call":[{"terminationCode":0}]}`:  `null "call" null code 0`,
		`{"verifications":{"channel":"sna"},"sna":[{"postVerify":1}]}`:                            `null "sna" null`,
		`{"verifications":{"channel":"fax","sms":{"status":9}}}`:                                  `null "fax" 9`,
		`{"sms":{"status":0}}`: `null "sms" 0`,

		// An SMS that failed, and the call that came later: the times tell, in any order and for any channel.
		`{"verifications":{"channel":"sms"},"sms":[{"status":1,"submitTm":"2022-01-01T00:00:00+08:00"}],
			"call":[{"terminationCode":0,"submitTime":"2022-01-01T00:01:00+08:00"}]}`: `null "call" null code 0`,
		`{"verifications":{"channel":"sms"},"sms":[{"status":0,"submitTm":"2022-01-01 00:02:00"},{"status":1,"submitTm":"2022-01-01 00:01:00"}]}`: `null "sms" 0`,
		`{"verifications":{"channel":"sms"},"sms":[{"status":0,"submitTm":1641000002},{"status":1,"submitTm":"1641000001000"}]}`:                  `null "sms" 0`,
		`{"verifications":{"channel":"sms"},"sms":[{"status":0,"submitTm":"2022-01-01 00:02:00"},{"status":1,"submitTm":"yesterday"}]}`:           `null "sms" 1`,
		`{"verifications":[{"channel":"sms","sms":{"status":1}},{"channel":"call"}]}`:                                                             `null "call" null`,
	} {
		var record Record
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		if got := told(record); got != want {
			t.Errorf("%s tells %s, want %s", data, got, want)
		}
	}
}

// TestRecordOrders finds the order id at either level.
func TestRecordOrders(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"orderId":"order-1"}`:                                         `"order-1"`,
		`{"orderId":7}`:                                                 `"7"`,
		`{"verifications":{"orderId":"order-1"}}`:                       `"order-1"`,
		`{"orderId":"","verifications":[{"orderId":"order-1"}]}`:        `"order-1"`,
		`{"orderId":"order-1","verifications":[{"orderId":"order-2"}]}`: `"order-1"`,
		`{"orderId":""}`:                                                `null`,
	} {
		var record Record
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(record.OrderID); err != nil || string(got) != want {
			t.Errorf("%s has the order %s, want %s", data, got, want)
		}
	}
}

// TestDecimal reads a number in any form, and keeps all of its digits.
func TestDecimal(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`"12.50"`: "12.50", `12.50`: "12.50", `0`: "0", `"-0.001"`: "-0.001", `"123456789012345678901234567890.12"`: "123456789012345678901234567890.12",
		`1e3`: "1000", `"1.5E-2"`: "0.015", `"+7"`: "7", `".5"`: "0.5", `"5."`: "5", `" 8 "`: "8", `"007"`: "7",
		`""`: "error", `"NaN"`: "error", `"1,000"`: "error", `true`: "error", `{}`: "error", `[]`: "error", `"1/3"`: "error", `1e999`: "error",
		`"12345678901234567890123456789012345678901234567890"`: "error", `"0x10"`: "error", `"1_0"`: "error", `null`: "",
	} {
		var number Decimal
		got := "error"
		if err := json.Unmarshal([]byte(data), &number); err == nil {
			got = string(number)
		}
		if got != want {
			t.Errorf("%s reads as %q, want %q", data, got, want)
		}
	}
}
