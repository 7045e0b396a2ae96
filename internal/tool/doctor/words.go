package doctor

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words are those that names of fields are made of, at the vendor and elsewhere. Only they are shown: in a field's place
// an answer may have an id or a phone number.
const words = ` status reason data app id name code expiry period total send limit phone enabled unit create time template text type length speech rate
language max duration repeat cnt sender flow waiting channel cut list records rows items result results content page pages num size count current
total next prev has more first last order orders search optimize hit is success ok error errors message msg path timestamp trace request user
account key balance gift credit currency settle update updated created date tm by at version remark desc description state index number verification
verifications matched to sms call sna submit done mcc mnc price pay quote exchange value values info detail details body meta object objects node nodes
delete deleted del flag tenant country region sort `

// field is a field's name if it is made of known words, otherwise only how long it is.
func field(name string) string {
	var word strings.Builder
	known := name != "" && utf8.RuneCountInString(name) <= 40
	check := func() {
		if word.Len() > 0 && !strings.Contains(strings.ReplaceAll(words, "\n", " "), " "+word.String()+" ") {
			known = false
		}
		word.Reset()
	}
	for _, char := range name {
		if char == '_' || unicode.IsUpper(char) {
			check()
		}
		if char != '_' {
			word.WriteRune(unicode.ToLower(char))
		}
	}
	check()
	if !known {
		return fmt.Sprintf("<a name of %d characters>", utf8.RuneCountInString(name))
	}
	return name
}
