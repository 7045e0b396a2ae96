package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/coretest"
)

// recordingServer notes warnings, which the test framework has no check for,
// and errors, to count them.
type recordingServer struct {
	tfprotov6.ProviderServer
	// What only newer CLIs ask for, which the first one alone would hide.
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	testAccount *testAccount
	order       *coretest.Order
}

func (w *testAccount) record(server tfprotov6.ProviderServer) *recordingServer {
	return &recordingServer{server, server.(tfprotov6.ListResourceServer), server.(tfprotov6.ActionServer), w, coretest.NewOrder(w.order...)}
}

func (s *recordingServer) note(diagnostics []*tfprotov6.Diagnostic) {
	s.testAccount.mu.Lock()
	defer s.testAccount.mu.Unlock()
	for _, diagnostic := range diagnostics {
		text := diagnostic.Summary + "\n" + diagnostic.Detail
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			s.testAccount.warnings = append(s.testAccount.warnings, text)
		} else {
			s.testAccount.errors = append(s.testAccount.errors, text)
		}
	}
}

func (s *recordingServer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, err error) {
	s.order.Do(ctx, s.renaming(ctx, req), func() { resp, err = s.ProviderServer.PlanResourceChange(ctx, req) })
	if resp != nil {
		s.note(resp.Diagnostics)
	}
	return resp, err
}

// renaming is what a planned change does with a name, as testAccount.order has it: "login→" is a destroy.
func (s *recordingServer) renaming(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) string {
	return s.nameIn(ctx, req.TypeName, req.PriorState) + "→" + s.nameIn(ctx, req.TypeName, req.Config)
}

// reading is the read of an object, as testAccount.order has it.
func (s *recordingServer) reading(ctx context.Context, req *tfprotov6.ReadResourceRequest) string {
	return "read " + s.nameIn(ctx, req.TypeName, req.CurrentState)
}

// nameIn is the name of an object, "" if it has none, or nobody needs it.
func (s *recordingServer) nameIn(ctx context.Context, typeName string, object *tfprotov6.DynamicValue) string {
	if len(s.testAccount.order) == 0 {
		return ""
	}
	schema, err := s.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err.Error()
	}
	value, err := object.Unmarshal(schema.ResourceSchemas[typeName].ValueType())
	if err != nil {
		return err.Error()
	}
	return attribute.Text(attribute.Values(value)["name"]).ValueString()
}

func (s *recordingServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (resp *tfprotov6.ReadResourceResponse, err error) {
	s.order.Do(ctx, s.reading(ctx, req), func() { resp, err = s.ProviderServer.ReadResource(ctx, req) })
	if resp != nil {
		s.note(resp.Diagnostics)
	}
	return resp, err
}

func (s *recordingServer) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (resp *tfprotov6.ApplyResourceChangeResponse, err error) {
	applying := "apply " + s.nameIn(ctx, req.TypeName, req.PriorState) + "→" + s.nameIn(ctx, req.TypeName, req.PlannedState)
	s.order.Do(ctx, applying, func() { resp, err = s.ProviderServer.ApplyResourceChange(ctx, req) })
	if resp != nil {
		s.note(resp.Diagnostics)
	}
	return resp, err
}
