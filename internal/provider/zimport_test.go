package provider

import "testing"

// TestImportName reads the forms of an import by name. All that follows name= is the name.
func TestImportName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		id             string
		template, flow wanted
		byName, asFlow bool
	}{
		{"name=login-en", wanted{name: "login-en"}, wanted{name: "login-en"}, true, true},
		{"name= a, b=c,name=d ", wanted{name: " a, b=c,name=d "}, wanted{name: " a, b=c,name=d "}, true, true},
		{"name=", wanted{}, wanted{}, true, true},
		{"app_id=mRELxtHc,name=login-en", wanted{name: "login-en", scope: "mRELxtHc"}, wanted{}, true, false},
		{"app_id=mRELxtHc,name=a,name=b", wanted{name: "a,name=b", scope: "mRELxtHc"}, wanted{}, true, false},
		{"app_id=mRELxtHc", wanted{scope: "mRELxtHc"}, wanted{}, false, false},
		{"app_id=,name=login-en", wanted{}, wanted{}, false, false},
		{"Name=login-en", wanted{}, wanted{}, false, false},
		{"455", wanted{}, wanted{}, false, false},
		{"=455", wanted{}, wanted{}, false, false},
		{"=455,name=login-en", wanted{}, wanted{}, false, false},
		{"", wanted{}, wanted{}, false, false},
	} {
		if got, byName := newResource(testTemplates).importName(test.id); byName != test.byName || byName && got != test.template {
			t.Errorf("%q of a template: %+v, %t, want %+v, %t", test.id, got, byName, test.template, test.byName)
		}
		if got, byName := newResource(testFlows()).importName(test.id); byName != test.asFlow || byName && got != test.flow {
			t.Errorf("%q of a task flow: %+v, %t, want %+v, %t", test.id, got, byName, test.flow, test.asFlow)
		}
	}
}
