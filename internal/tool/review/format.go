package review

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A page has fewer characters than a comment on GitHub may have, 65,536, so that the one who posts it can add a few.
const (
	maxPage = 65_000
	maxTail = 3_000 // what follows the sections
	maxLook = 3_000 // the second line, and so the words of its points
)

// format is how a page is laid out.
type format struct {
	style
	head    func(counts, look string) string
	section func(s section, st style) string
	note    func(text string) string
}

// markdown is a page for the comment of a pull request.
func markdown(p page) string { return p.layOut(markdownFormat) }

// plain is a page for a terminal.
func plain(p page) string { return p.layOut(plainFormat) }

var markdownFormat = format{
	style: markdownStyle{},
	head: func(counts, look string) string {
		return "### OTP plan: " + counts + "\n" + look + "\n"
	},
	section: markdownSection,
	note:    func(text string) string { return "\n" + text + "\n" },
}

func markdownSection(s section, st style) string {
	var b strings.Builder
	mark := ""
	if s.isAlert() {
		mark = warningSign + " "
	}
	fmt.Fprintf(&b, "\n#### %s%s\n", mark, s.title(st))
	if where := s.where(st); where != "" {
		b.WriteString(where + "\n")
	}
	b.WriteString("\n")
	for _, l := range s.items {
		mark := ""
		if l.alert != nil {
			mark = warningSign + " "
		}
		fmt.Fprintf(&b, "- %s%s\n", mark, l.text(st))
		for i, text := range l.message {
			end := "\\" // the line ends here on the phone as well
			if i == len(l.message)-1 {
				end = ""
			}
			if text == "" {
				text = " " // an empty line of the message, which no code span can be
			}
			fmt.Fprintf(&b, "  > %s%s\n", st.code(text), end)
		}
		for _, step := range l.steps {
			fmt.Fprintf(&b, "  - %s\n", step(st))
		}
	}
	return b.String()
}

var plainFormat = format{
	style: plainStyle{},
	head: func(counts, look string) string {
		return "OTP plan: " + counts + "\n" + look + "\n"
	},
	section: plainSection,
	note:    func(text string) string { return "\n" + text + "\n" },
}

func plainSection(s section, st style) string {
	var b strings.Builder
	mark := ""
	if s.isAlert() {
		mark = "! "
	}
	fmt.Fprintf(&b, "\n%s%s\n", mark, s.title(st))
	if where := s.where(st); where != "" {
		b.WriteString("  " + where + "\n")
	}
	for _, l := range s.items {
		mark := "  "
		if l.alert != nil {
			mark = "! "
		}
		fmt.Fprintf(&b, "%s%s\n", mark, l.text(st))
		for _, text := range l.message {
			fmt.Fprintf(&b, "    | %s\n", oneLine(text))
		}
		for i, step := range l.steps {
			fmt.Fprintf(&b, "    %d. %s\n", i+1, step(st))
		}
	}
	return b.String()
}

const warningSign = "⚠️"

// where says which resource a section is about.
func (s section) where(st style) string {
	if s.address == "" {
		return ""
	}
	text := st.address(s.address)
	if !s.id.isNull() {
		text += ", id " + s.id.in(st)
	}
	if s.deposed != "" {
		text += ", left over from an earlier replacement (deposed)"
	}
	if s.moved != "" {
		text += ", moved from " + st.address(s.moved)
	}
	return text
}

// layOut writes as many sections as there is room for, those with alerts first, and says what it leaves out.
func (p page) layOut(f format) string {
	var b strings.Builder
	b.WriteString(f.head(p.counts, p.look(f.style)))
	room := maxPage - maxTail - utf8.RuneCountInString(b.String())
	var left []string
	for _, s := range p.sections {
		text := f.section(s, f.style)
		length := utf8.RuneCountInString(text)
		if length > room {
			left = append(left, s.where(f.style))
			if s.address == "" {
				left[len(left)-1] = s.title(f.style)
			}
			continue
		}
		room -= length
		b.WriteString(text)
	}
	var notes []string
	if len(left) > 0 {
		notes = append(notes, fmt.Sprintf("Left out, because a comment has no room for more: %s.", fitting(left, ", ", maxTail/2)))
	}
	for _, note := range p.notes {
		notes = append(notes, note(f.style))
	}
	if len(notes) > 0 {
		b.WriteString(f.note(fitting(notes, " ", maxTail-100)))
	}
	return b.String()
}

// look is the second line: what needs a second look.
func (p page) look(st style) string {
	var points []string
	for _, s := range p.sections {
		var alerts []string
		for _, l := range s.items {
			if l.alert != nil {
				alerts = append(alerts, l.alert(st))
			}
		}
		if len(alerts) > 0 {
			points = append(points, st.address(s.address)+" "+strings.Join(alerts, ", and "))
		}
	}
	if len(points) == 0 {
		return "Nothing in it needs a second look."
	}
	return st.strong("Take a second look:") + " " + fitting(points, "; ", maxLook) + "."
}

// fitting joins the parts that fit into that many characters, and says how many more there are.
func fitting(parts []string, separator string, room int) string {
	var shown []string
	for _, part := range parts {
		if room -= utf8.RuneCountInString(part) + len(separator); room < 0 {
			break
		}
		shown = append(shown, part)
	}
	if more := len(parts) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("and %s more", grouped(int64(more))))
	}
	return strings.Join(shown, separator)
}
