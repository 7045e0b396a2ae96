package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// SetString takes over a field of an answer, and keeps the prior value where
// the answer lacks it. Terraform takes all Unicode forms of a text for one.
func SetString(value *types.String, field *string) {
	if field != nil {
		*value = types.StringValue(otp.NFC(*field))
	}
}

// SetNumber is SetString for a number.
func SetNumber(value *WholeNumber, field *otp.Number) {
	if field != nil {
		*value = Whole(int64(*field))
	}
}

// SetDefault fills in the documented default of a field that neither an answer
// nor the prior state has. One example is an import whose answer lacks it.
func SetDefault(value *WholeNumber, standard int64) {
	if value.IsNull() {
		*value = Whole(standard)
	}
}

// TextValue is a text of an answer, null if the answer lacks it.
func TextValue(field *otp.Text) types.String {
	if field == nil {
		return types.StringNull()
	}
	return types.StringValue(otp.NFC(string(*field)))
}

// NumberPointer returns a pointer for the wire, nil for null.
func NumberPointer(value WholeNumber) *otp.Number {
	if value.IsNull() {
		return nil
	}
	number := otp.Number(value.ValueInt64())
	return &number
}
