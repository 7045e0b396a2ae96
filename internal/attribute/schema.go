package attribute

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// ID is the id that the API gives an object.
func ID(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		MarkdownDescription: description,
	}
}

// Name is the name that an object is known by, and keeps permanently.
func Name(rule string) schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		Validators:          []validator.String{stringvalidator.UTF8LengthBetween(otp.NameMinLength, otp.NameMaxLength), trimmed{}},
		MarkdownDescription: fmt.Sprintf("The name, %d–%d characters. %s", otp.NameMinLength, otp.NameMaxLength, rule),
	}
}

// Count is an optional whole number with a documented range and default.
func Count(description string, minimum, maximum, standard int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          WholeNumberType{},
		Optional:            true,
		Computed:            true,
		Default:             int64default.StaticInt64(standard),
		Validators:          []validator.Int64{int64validator.Between(minimum, maximum)},
		MarkdownDescription: fmt.Sprintf("%s, %d–%d. Default `%d`.", description, minimum, maximum, standard),
	}
}
