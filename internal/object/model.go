package object

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Model is an object in plan and state. M is the model itself, and A what the
// API answers about such an object.
type Model[M any, A otp.Object] interface {
	// Identity returns what names the object to people.
	Identity() (id, name types.String)
	// ToAPI is what the API is sent, given the prior state of an update. It
	// reports values that only the apply made known and that are wrong.
	ToAPI(prior M) (Request[A], diag.Diagnostics)
	// FromCreated fills in what only the API decides. The rest stays as planned,
	// no matter what the answer says: Terraform would taint the object otherwise.
	FromCreated(A)
	// FromAPI takes over what the API has.
	FromAPI(A)
	// Differences names the attributes that an answer has otherwise than the plan.
	Differences(A) []string

	// IsOther tells whether an answer has otherwise what cannot change under one id.
	IsOther(A) bool

	// App returns the application whose object it is, "" if it is the account's.
	App() types.String
	// Policy returns its deletion_policy.
	Policy() types.String
	// Computed returns what the provider computes while planning, by attribute.
	Computed() map[string]attr.Value
	// Retired is what it is to be left as, under a name that frees its own.
	Retired(name string) M
	// IsStopped tells whether an answer has what Retired sets apart from the name.
	IsStopped(A) bool
}

// Request is what the API is sent to have an object as a model says. It is
// plain settings: two that are deeply equal ask for the same.
type Request[A otp.Object] interface {
	// Add creates the object.
	Add(context.Context, *otp.Client) (A, error)
	// Update changes the object with an id.
	Update(ctx context.Context, client *otp.Client, id string) (A, error)
}
