package review

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// hostile are texts that would be something else than text in Markdown, HTML or a terminal.
var hostile = []string{
	"@octocat", "#1 GH-1 !1 ~bug %milestone", "<b>bold</b>", "<!-- comment", "</code></li></ul>", "[x](https://example.com)", "https://example.com www.example.com a@example.com",
	"`", "``", "` ` `", "```\ncode\n```", "\n\n# heading\n\n- item\n\n> quote\n\n---\n\n| a | b |\n|---|---|\n", "~~~~~\n", "$x$ $`x`$", "\\", "a\\", " ", "  x  ", "",
	"\x1b[31mred\x1b]0;title\a", "\r", "a\u202eb\u2066c", "\u2028\u2029", "\xff", "&lt;b&gt; &#64;octocat", "![x](https://example.com/x.png)", "[x]: https://example.com",
	"|", "**bold** _it_ ~~gone~~", ":tada:", strings.Repeat("`", 700), "😀👨‍👩‍👧", "\u200b",
}

var (
	renderer = goldmark.New(goldmark.WithExtensions(extension.GFM))
	spans    = regexp.MustCompile(`(<code></code>(<br>|<br />)?\n?)+`)
	digits   = regexp.MustCompile(`\d+`)
	codeSpan = regexp.MustCompile(`(?s)<code>.*?</code>`)
)

// rendered is the HTML of a page, without what is in its code spans.
func rendered(t *testing.T, page string) string {
	t.Helper()
	var html bytes.Buffer
	if err := renderer.Convert([]byte(page), &html); err != nil {
		t.Fatal(err)
	}
	return codeSpan.ReplaceAllString(html.String(), "<code></code>")
}

// hold fails unless a text stands in code spans only, at any place of a plan, and the page looks as with a harmless one.
func hold(t *testing.T, text string) {
	t.Helper()
	pageOf := func(text string) (markdownPage, plainPage string) {
		old := object{"id": text, "name": text, "text": text, "code_type": text, "language": text, "sender_id": text, "code_length": 4}
		now := object{"id": text, "name": text + "!", "text": text + "!", "code_type": text + "!", "language": text + "!", "sender_id": text + "!", "code_length": 4}
		nodes := object{"name": text, "nodes": []any{object{"waiting_time": 30, "trigger": text, "channel": text}}}
		limits := object{"name": text, "period_phone_send_limit": object{"enabled": true, "limit": 1, "period": 1, "unit": text}}
		changes := []object{
			changing("template", []string{"update"}, old, now), changing("template", []string{"delete"}, old, nil),
			changing("template", []string{"delete", "create"}, old, now, object{"replace_paths": []any{[]any{text}}}),
			changing("flow", []string{"create"}, nil, nodes), changing("app", []string{"create"}, nil, limits), changing("later", []string{"forget"}, old, nil),
		}
		for _, c := range changes {
			c["address"], c["previous_address"] = "a."+text, "b."+text
		}
		plan, err := decode(planned(t, nil, changes...))
		if err != nil {
			t.Fatal(err)
		}
		return markdown(newPage(plan)), plain(newPage(plan))
	}
	got, terminal := pageOf(text)
	// A text has as many lines and characters outside of GSM-7 as it has: the harmless one is alike in both.
	harmless, _ := pageOf(regexp.MustCompile(`[^\n]`).ReplaceAllStringFunc(strings.ToValidUTF8(text, "\ufffd"), func(char string) string {
		if len(ucs2Characters(char)) > 0 {
			return char
		}
		return "x"
	}))
	if text != "" && !strings.Contains(text, "\ufffd") && utf8.ValidString(text) {
		if got, want := normal(rendered(t, got)), normal(rendered(t, harmless)); got != want {
			t.Errorf("%q breaks out:\n%s\nwant\n%s", text, got, want)
		}
	}
	if html := rendered(t, got); strings.Contains(html, "<a") || strings.Contains(html, "<img") || strings.Contains(html, "<!--") {
		t.Errorf("%q becomes HTML:\n%s", text, html)
	}
	for _, page := range []string{got, terminal} {
		if n := utf8.RuneCountInString(page); n > maxPage {
			t.Errorf("%d characters, want at most %d", n, maxPage)
		}
		for _, char := range page {
			if char != '\n' && isHidden(char) {
				t.Errorf("the page has the character %U", char)
			}
		}
	}
}

// normal leaves out how many lines and characters there are, which texts are cut at different places.
func normal(html string) string {
	return spans.ReplaceAllString(digits.ReplaceAllString(html, "0"), "<code></code>")
}

func TestMarkdown_hostile(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		hold(t, text)
	}
	hold(t, strings.Join(hostile, ""))
}

// FuzzMarkdown puts any text at every place where a plan has one.
func FuzzMarkdown(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { hold(t, text[:min(len(text), 2000)]) })
}

// FuzzPlan reviews anything that JSON can be: it is refused, or reviewed within bounds.
func FuzzPlan(f *testing.F) {
	for _, text := range []string{
		`{"format_version": "1.2", "planned_values": {}, "resource_changes": [null], "configuration": {"provider_config": {"itniotech": null}}}`,
		`{"format_version": "1.2", "planned_values": {}, "resource_changes": [
			{"address": "a", "mode": "managed", "type": "itniotech_otp_flow", "name": "a", "module_address": "module.m", "provider_name": "itniotech", "change":
				{"actions": ["delete"], "before": {"nodes": [null, 7, {"waiting_time": "x"}], "name": 7}, "after": 7, "after_unknown": [true]}},
			{"mode": "managed", "type": "itniotech_otp_app", "provider_name": "itniotech", "change":
				{"actions": ["update"], "before": [], "after": {"period_phone_send_limit": {"limit": 1e300, "period": -1e300, "unit": "day"}}, "replace_paths": [7, [7], []]}},
			{"mode": "managed", "type": "itniotech_otp_template", "provider_name": "itniotech", "change":
				{"actions": ["create"], "after": {"text": "##code##", "code_length": -1e300, "code_type": null, "sms_segments": 1e300}, "after_unknown": null}}],
			"output_changes": {"a": null}, "action_invocations": [null], "deferred_changes": [null],
			"configuration": {"root_module": {"resources": [null], "module_calls": {"m": {"module": {"resources": [null]}}}}}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		plan, err := decode(text)
		if err != nil {
			return
		}
		for _, page := range []string{markdown(newPage(plan)), plain(newPage(plan))} {
			if n := utf8.RuneCountInString(page); n > maxPage || strings.Count(page, "\n") < 2 {
				t.Errorf("%d characters, want at most %d in two lines or more", n, maxPage)
			}
		}
	})
}

func TestCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"login":    "`login`",
		"":         "(empty)",
		" ":        "` `",
		" a ":      "`  a  `",
		" a":       "` a`",
		"a`b":      "``a`b``",
		"`a":       "`` `a ``",
		"a\nb":     "`a⏎b`",
		"\x1b[0m":  "`⟨U+001B⟩[0m`",
		"\u202eab": "`⟨U+202E⟩ab`",
		"\xff":     "`⟨U+FFFD⟩`",
		"👨‍👩‍👧":    "`👨‍👩‍👧`",
	} {
		if got := (markdownStyle{}).code(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	if got := (plainStyle{}).code(strings.Repeat("a", 700)); got != `"`+strings.Repeat("a", maxText)+`…"` {
		t.Errorf("a long text is not cut: %s", got)
	}
}
