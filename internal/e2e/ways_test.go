package e2e

import "testing"

// TestAccWays_targetAndSavedPlan applies one resource by its address, and the other one from a plan that was saved.
func TestAccWays_targetAndSavedPlan(t *testing.T) {
	t.Parallel()
	s := begin(t, family())
	s.run(t, 0, append(apply, "-target="+theApp)...)
	s.expectState(t, theApp)
	s.world.expectWrites(t, "POST "+addApp)
	s.run(t, 0, append(plan, "-out=saved.tfplan")...)
	s.world.expectWrites(t)
	s.run(t, 0, "apply", "-input=false", "saved.tfplan")
	s.expectState(t, theApp, theTemplate)
	s.world.expectWrites(t, "POST "+addTemplate)
	s.converged(t)
}
