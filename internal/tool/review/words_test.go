package review

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// object is a value of a plan's JSON.
type object = map[string]any

// planned is the JSON of a plan that changes objects of the provider.
func planned(t *testing.T, provider object, changes ...object) []byte {
	t.Helper()
	own := make([]object, len(changes)) // some are shared by tests that run at the same time
	for i, change := range changes {
		own[i] = maps.Clone(change)
		own[i]["mode"], own[i]["provider_name"] = "managed", "registry.terraform.io/itniotech/itniotech"
	}
	text, err := json.Marshal(object{
		"format_version": "1.2", "planned_values": object{}, "resource_changes": own,
		"configuration": object{"provider_config": provider, "root_module": object{
			"resources":    resources("itniotech"),
			"module_calls": object{"m": object{"module": object{"resources": resources("itniotech.eu")}}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// resources are those of a module, with the key of their provider configuration.
func resources(provider string) []object {
	return []object{{"mode": "managed", "type": "itniotech_otp_app", "name": "a", "provider_config_key": provider}}
}

// changing is a change of one object; after may hold "after_unknown" and "after_sensitive" of the change.
func changing(kind string, actions []string, before, after object, marks ...object) object {
	c := object{"actions": actions, "before": before, "after": after}
	if before == nil {
		c["before"] = nil
	}
	if after == nil {
		c["after"] = nil
	}
	for _, mark := range marks {
		maps.Copy(c, mark)
	}
	return object{"address": "itniotech_otp_" + kind + ".a", "type": "itniotech_otp_" + kind, "name": "a", "change": c}
}

// reviewOf is the review of a plan for a terminal, line by line.
func reviewOf(t *testing.T, text []byte) []string {
	t.Helper()
	plan, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(plain(newPage(plan)), "\n")
}

func limit(enabled bool, limit int, unit string, period int) object {
	return object{"enabled": enabled, "limit": limit, "unit": unit, "period": period}
}

func TestSecondLook(t *testing.T) {
	t.Parallel()
	const nothing = "Nothing in it needs a second look."
	update, replace := []string{"update"}, []string{"delete", "create"}
	phone := func(l any) object { return object{"name": "login", "period_phone_send_limit": l} }
	total := func(l any) object { return object{"name": "login", "period_total_send_limit": l} }
	text := func(text string, length int) object {
		return object{"text": text, "code_length": length, "code_type": "NUMERIC"}
	}
	long := strings.Repeat("a", 160)
	for name, test := range map[string]struct {
		change object
		want   string
	}{
		"create":                {changing("app", []string{"create"}, nil, phone(nil)), nothing},
		"rename":                {changing("app", update, object{"name": "a"}, object{"name": "b"}), nothing},
		"destroy":               {changing("flow", []string{"delete"}, object{"name": "a"}, nil), "is destroyed"},
		"replace":               {changing("flow", replace, object{"name": "a"}, object{"name": "b"}), "is replaced"},
		"replace, create first": {changing("flow", []string{"create", "delete"}, object{"name": "a"}, object{"name": "b"}), "is replaced"},
		"replace, why": {
			changing("template", replace, object{"app_id": "a"}, object{"app_id": "b"}, object{"replace_paths": []any{[]any{"app_id"}}}),
			"is replaced because of app_id",
		},
		"forget":          {changing("flow", []string{"forget"}, object{"name": "a"}, nil), nothing},
		"a message goes":  {changing("verification", []string{"delete"}, object{"id": "1"}, nil), nothing},
		"a message again": {changing("verification", replace, object{"id": "1"}, object{}), nothing},
		"PREVENT lifted":  {changing("flow", update, object{"deletion_policy": "PREVENT"}, object{"deletion_policy": "RETIRE"}), "is no longer protected by PREVENT"},
		"PREVENT removed": {changing("flow", update, object{"deletion_policy": "PREVENT"}, object{"deletion_policy": nil}), "is no longer protected by PREVENT"},
		"PREVENT set":     {changing("flow", update, object{"deletion_policy": nil}, object{"deletion_policy": "PREVENT"}), nothing},
		"limit removed":   {changing("app", update, phone(limit(true, 3, "hour", 1)), phone(nil)), "loses its limit for one phone"},
		"limit off":       {changing("app", update, total(limit(true, 3, "hour", 1)), total(limit(false, 3, "hour", 1))), "loses its limit for all phones together"},
		"limit tenfold":   {changing("app", update, phone(limit(true, 3, "hour", 1)), phone(limit(true, 30, "hour", 1))), "allows 10 times as many messages to one phone"},
		"limit ninefold":  {changing("app", update, phone(limit(true, 3, "hour", 1)), phone(limit(true, 29, "hour", 1))), nothing},
		"limit by unit":   {changing("app", update, phone(limit(true, 3, "hour", 1)), phone(limit(true, 3, "minute", 1))), "allows 60 times as many messages to one phone"},
		"limit by period": {changing("app", update, phone(limit(true, 3, "day", 90)), phone(limit(true, 3, "day", 9))), "allows 10 times as many messages to one phone"},
		"limit unlike":    {changing("app", update, phone(limit(true, 3, "unknown(9)", 1)), phone(limit(true, 3, "day", 1))), "has another limit for one phone, which cannot be compared"},
		"limit lower":     {changing("app", update, phone(limit(true, 30, "hour", 1)), phone(limit(true, 3, "hour", 1))), nothing},
		"limit new":       {changing("app", update, phone(nil), phone(limit(true, 3, "hour", 1))), nothing},
		"limit parked":    {changing("app", update, phone(limit(false, 3, "hour", 1)), phone(nil)), nothing},
		"limit not known": {changing("app", update, phone(limit(true, 3, "hour", 1)), object{}, object{"after_unknown": object{"period_phone_send_limit": true}}), "has a send limit for one phone that is known only after the apply"},
		"limit sensitive": {changing("app", update, phone(limit(true, 3, "hour", 1)), phone(limit(true, 4, "hour", 1)), object{"after_sensitive": object{"period_phone_send_limit": object{"limit": true}}}), "has a send limit for one phone that changes, and is sensitive"},
		"longer expiry":   {changing("app", update, object{"code_expiry": 5}, object{"code_expiry": 6}), "has codes that are valid for 6 minutes instead of 5"},
		"shorter expiry":  {changing("app", update, object{"code_expiry": 5}, object{"code_expiry": 4}), nothing},
		"more segments":   {changing("template", update, text("##code##", 4), text("##code##"+long, 4)), "takes 2 SMS segments instead of 1"},
		"fewer segments":  {changing("template", update, text("##code##"+long, 4), text("##code##", 4)), nothing},
		"shorter code":    {changing("template", update, text("##code##", 6), text("##code##", 4)), "has codes of 4 characters instead of 6"},
		"longer code":     {changing("template", update, text("##code##", 4), text("##code##", 6)), nothing},
		"code not known":  {changing("template", update, object{"code_length": 6}, object{}, object{"after_unknown": object{"code_length": true}}), "has a code length that is known only after the apply"},
		"segments of a sensitive text": {
			changing("template", update, object{"text": "x", "sms_segments": 1, "sms_encoding": "GSM-7"}, object{"text": "y", "sms_segments": 3, "sms_encoding": "UCS-2"},
				object{"before_sensitive": object{"text": true}, "after_sensitive": object{"text": true}}),
			"takes 3 SMS segments instead of 1",
		},
		"replaced by more": {
			changing("template", replace, text("##code##", 6), text("##code##"+long, 4)),
			"is replaced, and takes 2 SMS segments instead of 1, and has codes of 4 characters instead of 6",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := test.change["address"].(string)
			want := test.want
			if want != nothing {
				want = "Take a second look: " + address + " " + want + "."
			}
			if got := reviewOf(t, planned(t, nil, test.change))[1]; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestPolicies says what stays of an application, by what the plan knows of its policy.
func TestPolicies(t *testing.T) {
	t.Parallel()
	constant := func(policy string) object {
		return object{"name": "itniotech", "full_name": "registry.terraform.io/itniotech/itniotech", "expressions": object{"deletion_policy": object{"constant_value": policy}}}
	}
	variable := object{"name": "itniotech", "expressions": object{"deletion_policy": object{"references": []string{"var.policy"}}}}
	none := object{"name": "itniotech"}
	inherits := object{"name": "itniotech", "module_address": "module.m"}
	const (
		stays   = "stays in the account as it is (ABANDON: %s): its name \"login\" stays taken, and it still accepts sends, which can cost money."
		renamed = "is renamed to retired-<id>-<name>, cut to 32 characters, which frees its name \"login\" (RETIRE: %s). It may send 1 message in 90 days from then on."
		refuses = "PREVENT refuses it (%s)."
		open    = "What stays of it in the account is not known from the plan: its deletion_policy is not a constant. The plan's own warnings say it."
	)
	old := func(policy any) object { return object{"name": "login", "id": "mRELxtHc", "deletion_policy": policy} }
	destroy := func(policy any) object { return changing("app", []string{"delete"}, old(policy), nil) }
	inModule, gone := destroy(nil), destroy(nil)
	inModule["module_address"], gone["module_address"] = `module.m["a.b"]`, `module.m["a.b"].module.n[0]`
	deposed := destroy("PREVENT")
	deposed["deposed"] = "0123abcd"
	for name, test := range map[string]struct {
		provider object
		change   object
		want     string
	}{
		"none anywhere":            {nil, destroy(nil), "It " + fmt.Sprintf(stays, "no deletion_policy is set")},
		"none in the block":        {object{"itniotech": none}, destroy(nil), "It " + fmt.Sprintf(stays, "no deletion_policy is set")},
		"of the provider":          {object{"itniotech": constant("RETIRE")}, destroy(nil), "It " + fmt.Sprintf(renamed, "the provider's deletion_policy")},
		"inherited":                {object{"itniotech": constant("RETIRE"), "module.m.module.n:itniotech": inherits}, gone, "It " + fmt.Sprintf(renamed, "the provider's deletion_policy")},
		"of a variable":            {object{"itniotech": variable}, destroy(nil), open},
		"one's own":                {object{"itniotech": variable}, destroy("ABANDON"), "It " + fmt.Sprintf(stays, "the resource's deletion_policy")},
		"one's own PREVENT":        {nil, destroy("PREVENT"), fmt.Sprintf(refuses, "the resource's deletion_policy")},
		"deposed":                  {nil, deposed, "An earlier replacement has left it over. Terraform forgets it, and it stays in the account as it is."},
		"of two alike":             {object{"itniotech": constant("RETIRE"), "itniotech.eu": constant("RETIRE")}, destroy(nil), "It " + fmt.Sprintf(renamed, "the provider's deletion_policy")},
		"of the one in use":        {object{"itniotech": constant("RETIRE"), "itniotech.eu": none}, destroy(nil), "It " + fmt.Sprintf(renamed, "the provider's deletion_policy")},
		"of two, one in a module":  {object{"itniotech.us": constant("RETIRE"), "itniotech.eu": none}, destroy(nil), open},
		"of a module's":            {object{"itniotech": none, "itniotech.eu": constant("RETIRE")}, inModule, "It " + fmt.Sprintf(renamed, "the provider's deletion_policy")},
		"of a module that is gone": {object{"itniotech": none, "itniotech.eu": constant("RETIRE")}, gone, open},
		"replaced, the new one": {
			nil, changing("app", []string{"delete", "create"}, old("ABANDON"), old("RETIRE")), "The old one " + fmt.Sprintf(renamed, "the resource's deletion_policy"),
		},
		"replaced, not known": {
			nil, changing("app", []string{"delete", "create"}, old("ABANDON"), object{"name": "login"}, object{"after_unknown": object{"deletion_policy": true}}), strings.Replace(open, "of it", "of the old one", 1),
		},
		"forgotten": {
			nil, changing("app", []string{"forget"}, old(nil), nil),
			`Terraform forgets it. It stays in the account as it is: its name "login" stays taken, and it still accepts sends, which can cost money.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := reviewOf(t, planned(t, test.provider, test.change))
			if !slices.ContainsFunc(lines, func(line string) bool { return line[min(2, len(line)):] == test.want }) {
				t.Errorf("want %s\ngot\n%s", test.want, strings.Join(lines, "\n"))
			}
		})
	}
	prevents := object{"itniotech": constant("PREVENT")}
	lifted := reviewOf(t, planned(t, prevents, changing("app", []string{"update"}, old("PREVENT"), old(nil))))
	if want := "Nothing in it needs a second look."; lifted[1] != want {
		t.Errorf("PREVENT of the provider takes its place: %s, want %s", lifted[1], want)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for want, l := range map[string]any{
		"at most 3 messages an hour":                    limit(true, 3, "hour", 1),
		"at most 1 message a day":                       limit(true, 1, "day", 1),
		"at most 10,000,000,000 messages in 90 seconds": limit(true, 10000000000, "second", 90),
		"at most 2 messages in 5 times \"unknown(9)\"":  limit(true, 2, "unknown(9)", 5),
		"none": nil,
		"none (it is off, and keeps its numbers: at most 3 messages a minute)": limit(false, 3, "minute", 1),
	} {
		text := planned(t, nil, changing("app", []string{"create"}, nil, object{"name": "login", "period_phone_send_limit": l}))
		if got := reviewOf(t, text)[5]; got != "  Limit for one phone: "+want+"." {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestSamples(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind   string
		length int64
		want   string
	}{
		{"NUMERIC", 6, "482917"},
		{"ALPHA", 4, "KXQW"},
		{"ALPHANUMERIC", 10, "4K9X2QW7MB"},
		{"HEX", 8, "4F9A1C70"},
		{"unknown(9)", 4, "????"},
		{"NUMERIC", 12, "482917503648"},
		{"NUMERIC", -1, ""},
	} {
		if got := sample(test.kind, test.length); got != test.want {
			t.Errorf("%s of %d: %s, want %s", test.kind, test.length, got, test.want)
		}
	}
}

// TestNothingSensitive marks every value as sensitive, and finds none of them in a review.
func TestNothingSensitive(t *testing.T) {
	t.Parallel()
	const secret = "Geheim7"
	var changes []object
	all := func(mark any) (attributes object) {
		attributes = object{}
		for _, name := range []string{
			"id", "name", "text", "code_type", "code_length", "code_expiry", "period_phone_send_limit", "nodes", "language", "deletion_policy",
			"to", "code", "sender_id", "app_id", "sms_encoding", "sms_ucs2_characters",
		} {
			attributes[name] = mark
		}
		return attributes
	}
	for _, kind := range []string{"app", "template", "flow", "verification", "later"} {
		for _, mark := range []any{all(true), true} {
			marks := object{"before_sensitive": mark, "after_sensitive": mark}
			for _, actions := range [][]string{{"update"}, {"delete", "create"}} {
				changes = append(changes, changing(kind, actions, all(secret), all(secret+"2"), marks))
			}
			changes = append(changes, changing(kind, []string{"create"}, nil, all(secret), marks), changing(kind, []string{"delete"}, all(secret), nil, marks))
		}
	}
	plan, err := decode(planned(t, nil, changes...))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{plain(newPage(plan)), markdown(newPage(plan))} {
		if strings.Contains(text, secret) {
			t.Errorf("it shows what is sensitive:\n%s", text)
		}
	}
}

// TestLong reviews a plan with more changes than a comment has room for.
func TestLong(t *testing.T) {
	t.Parallel()
	var changes []object
	for i := range 2000 {
		c := changing("template", []string{"create"}, nil, object{"name": fmt.Sprint("login-", i), "text": "##code## 你", "code_length": 4, "code_type": "NUMERIC"})
		if i%2 == 1 {
			c = changing("flow", []string{"delete"}, object{"name": "x"}, nil)
		}
		c["address"] = fmt.Sprintf(`itniotech_otp_x.a["%d-%s"]`, i, strings.Repeat("`", i%300))
		changes = append(changes, c)
	}
	plan, err := decode(planned(t, nil, changes...))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{plain(newPage(plan)), markdown(newPage(plan))} {
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if n := utf8.RuneCountInString(text); n > maxPage || n < maxPage/2 {
			t.Errorf("%d characters, want at most %d", n, maxPage)
		}
		if !strings.HasSuffix(lines[1], " more.") || !strings.HasPrefix(lines[len(lines)-1], "Left out, because a comment has no room for more: ") || !strings.HasSuffix(text, " more.\n") {
			t.Errorf("it does not say what is left out: %.200s\n%.200s", lines[1], lines[len(lines)-1])
		}
		if first := strings.TrimPrefix(lines[0], "### "); first != "OTP plan: 1,000 to create, 1,000 to destroy" {
			t.Errorf("the first line is %s", lines[0])
		}
	}
}
