// Command echoprovider is what the framework costs with this provider's schemas. It has the provider's types,
// validators, defaults and process set-up, but it calls no API and plans nothing of its own. What is read is what the
// state has, and what is created gets an id that is made up.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/process"
	itniotech "github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	if err := process.Prepare(); err != nil {
		return err
	}
	whole, ok := itniotech.New("bench")().(everything)
	if !ok {
		return fmt.Errorf("the provider lacks a part of %T", (*everything)(nil))
	}
	return process.Serve(itniotech.Address, func() provider.Provider { return echo{whole} }, false)
}

// everything is what the provider has. An echo that had less would have a smaller schema.
type everything interface {
	provider.ProviderWithActions
	provider.ProviderWithListResources
	provider.ProviderWithFunctions
	provider.ProviderWithValidateConfig
}

// echo is the provider without a client.
type echo struct{ everything }

func (echo) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// Resources are the provider's, each as an echo.
func (e echo) Resources(ctx context.Context) []func() resource.Resource {
	constructors := e.everything.Resources(ctx)
	for i, create := range constructors {
		constructors[i] = func() resource.Resource {
			inner := create()
			if identified, ok := inner.(resource.ResourceWithIdentity); ok {
				return identifiedEcho{resourceEcho{inner}, identified}
			}
			return resourceEcho{inner}
		}
	}
	return constructors
}
