package otp_test

import data.otp

plan(type, actions, after, after_unknown) := {"resource_changes": [{
	"address": sprintf("%s.a", [type]),
	"mode": "managed",
	"type": type,
	"change": {"actions": actions, "after": after, "after_unknown": after_unknown},
}]}

on := {"enabled": true, "unit": "hour", "period": 1, "limit": 3}

off := {"enabled": false, "unit": "hour", "period": 1, "limit": 3}

app(phone, total) := plan(
	"itniotech_otp_app", ["create"],
	{"period_phone_send_limit": phone, "period_total_send_limit": total}, {"id": true},
)

test_both_limits if {
	otp.deny == set() with input as app(on, on)
}

test_no_limit if {
	otp.deny == {
		"itniotech_otp_app.a has no period_phone_send_limit.",
		"itniotech_otp_app.a has no period_total_send_limit.",
	} with input as app(null, null)
}

test_a_limit_that_is_off if {
	otp.deny == {"itniotech_otp_app.a has no period_total_send_limit."} with input as app(on, off)
}

test_a_limit_that_is_left_out if {
	otp.deny == {"itniotech_otp_app.a has no period_total_send_limit."} with input as plan(
		"itniotech_otp_app", ["update"],
		{"period_phone_send_limit": on}, {},
	)
}

test_a_limit_that_is_not_known if {
	otp.deny == {"itniotech_otp_app.a: period_total_send_limit is known only after the apply."} with input as plan(
		"itniotech_otp_app", ["create"],
		{"period_phone_send_limit": on, "period_total_send_limit": {"enabled": true}}, {"period_total_send_limit": {"limit": true}},
	)
}

test_what_does_not_change if {
	otp.deny == set() with input as plan("itniotech_otp_app", ["no-op"], {}, {})
	otp.deny == set() with input as plan("itniotech_otp_app", ["delete"], null, {})
	otp.deny == set() with input as {"resource_changes": []}
}

test_one_segment if {
	otp.deny == set() with input as plan("itniotech_otp_template", ["update"], {"sms_segments": 1, "sms_encoding": "GSM-7"}, {})
}

test_two_segments if {
	otp.deny == {"itniotech_otp_template.a takes 2 SMS segments in UCS-2."} with input as plan(
		"itniotech_otp_template", ["update"],
		{"sms_segments": 2, "sms_encoding": "UCS-2"}, {},
	)
}

test_segments_that_are_not_known if {
	otp.deny == {"itniotech_otp_template.a: how many SMS segments it takes is known only after the apply."} with input as plan(
		"itniotech_otp_template", ["create"],
		{}, {"sms_segments": true},
	)
}

test_a_replacement if {
	every actions in [["delete", "create"], ["create", "delete"], ["forget", "create"]] {
		otp.deny == {"itniotech_otp_flow.a is replaced, and is not in allowed_replacements."} with input as plan("itniotech_otp_flow", actions, {}, {})
	}
}

test_an_allowed_replacement if {
	otp.deny == set() with input as plan("itniotech_otp_flow", ["delete", "create"], {}, {})
		with data.allowed_replacements as ["itniotech_otp_flow.a"]
}

test_another_message if {
	otp.deny == set() with input as plan("itniotech_otp_verification", ["delete", "create"], {}, {})
}

test_another_provider if {
	otp.deny == set() with input as plan("null_resource", ["delete", "create"], {}, {})
}
