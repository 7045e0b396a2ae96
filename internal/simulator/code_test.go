package simulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A code has the template's type and length, and all characters of the type occur.
func TestCodes(t *testing.T) {
	t.Parallel()
	const digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for codeType, alphabet := range map[int]string{1: digits, 2: letters, 3: letters + digits, 4: digits + "ABCDEF"} {
		t.Run(fmt.Sprint("type ", codeType), func(t *testing.T) {
			t.Parallel()
			s := newSender(t, "")
			var seen strings.Builder
			for length := 4; length <= 10; length++ {
				s.want("0", http.MethodPut, "/template/update/"+s.templateID,
					fmt.Sprintf(`{"name":"name","text":"##code##, ##code##!","codeType":%d,"codeLength":%d}`, codeType, length))
				form := regexp.MustCompile(fmt.Sprintf("^[%s]{%d}$", alphabet, length))
				for range 20 {
					message := s.sent()
					if !form.MatchString(message.Code) || message.Text != message.Code+", "+message.Code+"!" {
						t.Errorf("message = %+v, want a code like %s, twice", message, form)
					}
					seen.WriteString(message.Code)
				}
				last := s.newest()
				s.checks(2, last.VerificationID, wrong(last.Code))
				s.checks(0, last.VerificationID, last.Code)
			}
			for _, character := range alphabet {
				if !strings.ContainsRune(seen.String(), character) {
					t.Errorf("no code has a %c", character)
				}
			}
		})
	}
}

// A type that the API would refuse makes digits, and a length that it would refuse is kept.
func TestCodesBehindTheBack(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	template := s.Templates()[0]
	template.CodeType = 9
	for length, form := range map[int64]string{-1: `^$`, 0: `^$`, 3: `^\d{3}$`, 12: `^\d{12}$`} {
		template.CodeLength = length
		s.PutTemplate(template)
		if code := s.sent().Code; !regexp.MustCompile(form).MatchString(code) {
			t.Errorf("length %d: code = %q", length, code)
		}
	}
}
