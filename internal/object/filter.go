package object

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// filter leaves over the objects of an application, unless that is "", whose names have a prefix.
type filter struct {
	app, prefix string
	// most is how many are wanted.
	most int
}

const namePrefixName = "name_prefix"

// newFilter reads the filter attributes of a configuration.
func newFilter(config map[string]tftypes.Value, appAttribute string, most int) filter {
	return filter{attribute.Text(config[appAttribute]).ValueString(), attribute.Text(config[namePrefixName]).ValueString(), most}
}

// filterAttribute is an attribute of a filter, in lists and in data sources.
type filterAttribute struct {
	name, description string
	validators        []validator.String
}

// filters are the attributes that the objects of a kind are filtered by.
func (k Kind[M, A]) filters() []filterAttribute {
	filters := []filterAttribute{
		{namePrefixName, fmt.Sprintf("Only %ss whose name begins like this. Upper and lower case and spaces make a difference.", k.Short), nil},
	}
	if k.AppAttribute != "" {
		filters = append(filters, filterAttribute{
			k.AppAttribute, fmt.Sprintf("Only %ss of the application with this id.", k.Short), []validator.String{attribute.Filled(attribute.AppIDLength())},
		})
	}
	return filters
}

// filtered returns the objects that a filter leaves over, and which others could not be read, nil if none.
func (r *Resource[M, A]) filtered(ctx context.Context, client *otp.Client, only filter) ([]M, *account.UnreadError, error) {
	objects := r.objects()
	for most := only.most; ; most *= 2 {
		all, err := objects.All(ctx, client, most, mayMatch[A](only.app, only.prefix))
		if err != nil {
			return nil, nil, err
		}
		found := matching(all, only.app, only.prefix)
		if len(found) < only.most && !objects.IsWhole() {
			continue
		}
		var models []M
		for _, answer := range found[:min(len(found), only.most)] {
			models = append(models, r.imported(answer))
		}
		return models, objects.Missing(), nil
	}
}
