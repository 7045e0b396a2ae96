package attribute

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.Int64Typable         = WholeNumberType{}
	_ basetypes.Int64Valuable        = WholeNumber{}
	_ xattr.ValidateableAttribute    = WholeNumber{}
	_ function.ValidateableParameter = WholeNumber{}
)

// WholeNumberType is the framework's Int64Type, but for what it says about 1.5
// or 1e30, which the framework takes for a bug of the provider.
type WholeNumberType struct{ basetypes.Int64Type }

// WholeNumber is a value of wholeNumberType. One that is not a whole number is
// unknown to everybody but its own validation.
type WholeNumber struct {
	types.Int64
	wrong string // what is wrong with what stands there, "" for nothing
}

// Whole is a whole number that is known.
func Whole(value int64) WholeNumber { return WholeNumber{Int64: types.Int64Value(value)} }

// Validate leaves it to the value.
func (WholeNumberType) Validate(context.Context, tftypes.Value, path.Path) diag.Diagnostics {
	return nil
}

// ValueFromTerraform implements attr.Type.
func (t WholeNumberType) ValueFromTerraform(ctx context.Context, from tftypes.Value) (attr.Value, error) {
	value, err := t.Int64Type.ValueFromTerraform(ctx, from)
	if number, ok := value.(types.Int64); err == nil && ok {
		return WholeNumber{Int64: number}, nil
	}
	var number big.Float
	if notNumber := from.As(&number); notNumber != nil {
		return nil, fmt.Errorf("reading a number: %w", notNumber)
	}
	return WholeNumber{Int64: types.Int64Unknown(), wrong: notWhole(&number)}, nil
}

// notWhole says what a number must be that an Int64 cannot hold.
func notWhole(number *big.Float) string {
	rule := "a whole number"
	if number.IsInt() {
		rule = "a whole number of at most 64 bits"
	}
	return rule + ", got: " + number.Text('g', -1)
}

// ValueFromInt64 implements basetypes.Int64Typable.
func (WholeNumberType) ValueFromInt64(_ context.Context, value basetypes.Int64Value) (basetypes.Int64Valuable, diag.Diagnostics) {
	return WholeNumber{Int64: value}, nil
}

// ValueType implements attr.Type.
func (WholeNumberType) ValueType(context.Context) attr.Value { return WholeNumber{} }

// Equal implements attr.Type.
func (WholeNumberType) Equal(other attr.Type) bool {
	_, ok := other.(WholeNumberType)
	return ok
}

func (WholeNumberType) String() string { return "attribute.WholeNumberType" }

// Type implements attr.Value.
func (WholeNumber) Type(context.Context) attr.Type { return WholeNumberType{} }

// Equal implements attr.Type.
func (n WholeNumber) Equal(other attr.Value) bool {
	number, ok := other.(WholeNumber)
	return ok && n.Int64.Equal(number.Int64) && n.wrong == number.wrong
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (n WholeNumber) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if n.wrong != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number",
			fmt.Sprintf("%s must be %s.", req.Path, n.wrong))
	}
}

// ValidateParameter implements function.ValidateableParameter.
func (n WholeNumber) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	if n.wrong != "" {
		resp.Error = function.NewArgumentFuncError(req.Position,
			fmt.Sprintf("Invalid Parameter Value: value must be %s", n.wrong))
	}
}
