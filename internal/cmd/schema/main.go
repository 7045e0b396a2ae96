// Command schema prints the provider's schema as "terraform providers schema -json" would. The documentation is
// generated from it, so that its content does not depend on what the CLI at hand knows. Actions and list resources are
// missing from what OpenTofu and Terraform before 1.14 print. With -shape it prints names, types and flags alone.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

func main() {
	isShape := flag.Bool("shape", false, "print names, types and flags alone")
	flag.Parse()
	server := providerserver.NewProtocol6(provider.New("docs")())()
	printed := export
	if *isShape {
		printed = exportShape
	}
	if err := printed(context.Background(), server, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// export writes the schemas that the server has as JSON.
func export(ctx context.Context, server tfprotov6.ProviderServer, out io.Writer) error {
	document, err := ask(ctx, server)
	if err != nil {
		return err
	}
	return write(out, document, "")
}

// exportShape writes what configurations, states and callers depend on: the schemas without what is there to be read. It
// is kept in testdata, so that a review shows what a change does to it.
func exportShape(ctx context.Context, server tfprotov6.ProviderServer, out io.Writer) error {
	document, err := ask(ctx, server)
	if err != nil {
		return err
	}
	shape, err := shapeOf(document.ProviderSchemas[providerKey])
	if err != nil {
		return err
	}
	return write(out, shape, "  ")
}

// ask asks the server for its schemas.
func ask(ctx context.Context, server tfprotov6.ProviderServer) (document, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return document{}, fmt.Errorf("asking for the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return document{}, fmt.Errorf("asking for the identities: %w", err)
	}
	if err := errorsIn(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return document{}, err
	}
	return newDocument(schemas, identities), nil
}

func write(out io.Writer, value any, indent string) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("writing the schemas: %w", err)
	}
	return nil
}

// errorsIn joins all diagnostics. A warning counts too: a schema that warns is not fit for documentation.
func errorsIn(diagnostics []*tfprotov6.Diagnostic) error {
	var all []error
	for _, d := range diagnostics {
		all = append(all, fmt.Errorf("%s: %s", d.Summary, d.Detail))
	}
	return errors.Join(all...)
}
