package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.Int64Typable         = wholeNumberType{}
	_ basetypes.Int64Valuable        = wholeNumber{}
	_ xattr.ValidateableAttribute    = wholeNumber{}
	_ function.ValidateableParameter = wholeNumber{}
)

// wholeNumberType is the framework's Int64Type, but for what it says about 1.5
// or 1e30, which the framework takes for a bug of the provider.
type wholeNumberType struct{ basetypes.Int64Type }

// wholeNumber is a value of wholeNumberType. One that is not a whole number is
// unknown to everybody but its own validation.
type wholeNumber struct {
	types.Int64
	wrong string // what stands there instead, "" for nothing
}

// countAttribute is an optional whole number with a documented range and default.
func countAttribute(description string, minimum, maximum, standard int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          wholeNumberType{},
		Optional:            true,
		Computed:            true,
		Default:             int64default.StaticInt64(standard),
		Validators:          []validator.Int64{int64validator.Between(minimum, maximum)},
		MarkdownDescription: fmt.Sprintf("%s, %d–%d. Default `%d`.", description, minimum, maximum, standard),
	}
}

func whole(value int64) wholeNumber { return wholeNumber{Int64: types.Int64Value(value)} }

// Validate leaves it to the value.
func (wholeNumberType) Validate(context.Context, tftypes.Value, path.Path) diag.Diagnostics {
	return nil
}

func (t wholeNumberType) ValueFromTerraform(ctx context.Context, from tftypes.Value) (attr.Value, error) {
	value, err := t.Int64Type.ValueFromTerraform(ctx, from)
	if number, ok := value.(types.Int64); err == nil && ok {
		return wholeNumber{Int64: number}, nil
	}
	var number big.Float
	if notNumber := from.As(&number); notNumber != nil {
		return nil, fmt.Errorf("reading a number: %w", notNumber)
	}
	return wholeNumber{Int64: types.Int64Unknown(), wrong: number.Text('g', -1)}, nil
}

func (wholeNumberType) ValueFromInt64(_ context.Context, value basetypes.Int64Value) (basetypes.Int64Valuable, diag.Diagnostics) {
	return wholeNumber{Int64: value}, nil
}

func (wholeNumberType) ValueType(context.Context) attr.Value { return wholeNumber{} }

func (wholeNumberType) Equal(other attr.Type) bool {
	_, ok := other.(wholeNumberType)
	return ok
}

func (wholeNumberType) String() string { return "provider.wholeNumberType" }

func (wholeNumber) Type(context.Context) attr.Type { return wholeNumberType{} }

func (n wholeNumber) Equal(other attr.Value) bool {
	number, ok := other.(wholeNumber)
	return ok && n.Int64.Equal(number.Int64) && n.wrong == number.wrong
}

func (n wholeNumber) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if n.wrong != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number",
			fmt.Sprintf("%s must be a whole number of at most 64 bits, got: %s.", req.Path, n.wrong))
	}
}

func (n wholeNumber) ValidateParameter(_ context.Context, req function.ValidateParameterRequest, resp *function.ValidateParameterResponse) {
	if n.wrong != "" {
		resp.Error = function.NewArgumentFuncError(req.Position,
			fmt.Sprintf("Invalid Parameter Value: value must be a whole number of at most 64 bits, got: %s", n.wrong))
	}
}
