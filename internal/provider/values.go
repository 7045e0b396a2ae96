package provider

import (
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// setString and setNumber take over a field of an answer, and keep the prior
// value where the answer lacks it.
func setString(value *types.String, field *string) {
	if field != nil {
		*value = types.StringValue(*field)
	}
}

func setNumber(value *wholeNumber, field *otp.Number) {
	if field != nil {
		*value = whole(int64(*field))
	}
}

// setDefault fills in the documented default of what neither an answer nor the
// prior state has, as after the import of an object whose answer lacks a field.
func setDefault(value *wholeNumber, standard int64) {
	if value.IsNull() {
		*value = whole(standard)
	}
}

func textValue(field *otp.Text) types.String {
	if field == nil {
		return types.StringNull()
	}
	return types.StringValue(string(*field))
}

// number returns a pointer for the wire, nil for null.
func number(value wholeNumber) *otp.Number {
	if value.IsNull() {
		return nil
	}
	number := otp.Number(value.ValueInt64())
	return &number
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

// appIDValidators accept what is as long as the id of an application.
func appIDValidators() []validator.String { return []validator.String{appIDLength()} }

func appIDLength() validator.String {
	return stringvalidator.UTF8LengthBetween(otp.AppIDMinLength, otp.AppIDMaxLength)
}
