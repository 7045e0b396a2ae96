// Command schema prints the provider's schema as "terraform providers schema -json" would. The documentation is
// generated from it, so that its content does not depend on what the CLI at hand knows: actions and list resources are
// missing from what OpenTofu and Terraform before 1.14 print.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

func main() {
	server := providerserver.NewProtocol6(provider.New("docs")())()
	if err := export(context.Background(), server, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// export writes the schemas that the server has as JSON.
func export(ctx context.Context, server tfprotov6.ProviderServer, out io.Writer) error {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return fmt.Errorf("asking for the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return fmt.Errorf("asking for the identities: %w", err)
	}
	if err := errorsIn(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(newDocument(schemas, identities)); err != nil {
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
