package attribute

import (
	"regexp"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// NumericID is what the ids of templates and task flows look like. It is
// compiled once: the framework makes a resource for every call.
var NumericID = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

// NumericIDRule says so.
const NumericIDRule = "it must be a whole number above zero"

// IsAppID tells whether a text can be the id of an application.
func IsAppID(id string) bool {
	length := utf8.RuneCountInString(id)
	return length >= otp.AppIDMinLength && length <= otp.AppIDMaxLength && isPrintable(id)
}

// IDNumber is an id as the number that the API takes, and false if it cannot be one.
func IDNumber(id types.String) (otp.Number, bool) {
	number, err := strconv.ParseInt(id.ValueString(), 10, 64)
	return otp.Number(number), err == nil && NumericID.MatchString(id.ValueString())
}

// isPrintable tells whether an id could stand in a line of a terminal.
func isPrintable(text string) bool {
	for _, char := range text {
		if !unicode.IsPrint(char) || unicode.IsSpace(char) {
			return false
		}
	}
	return true
}

// AppIDValidators is AppIDLength alone.
func AppIDValidators() []validator.String { return []validator.String{AppIDLength()} }

// AppIDLength accepts what is as long as the id of an application.
func AppIDLength() validator.String {
	return stringvalidator.UTF8LengthBetween(otp.AppIDMinLength, otp.AppIDMaxLength)
}
