package object

import "testing"

// TestImportName reads the forms of an import by name. All that follows name= is the name.
func TestImportName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		id             string
		template, flow query
		byName, asFlow bool
	}{
		{"name=login-en", query{name: "login-en"}, query{name: "login-en"}, true, true},
		{"name= a, b=c,name=d ", query{name: " a, b=c,name=d "}, query{name: " a, b=c,name=d "}, true, true},
		{"name=", query{}, query{}, true, true},
		{"app_id=mRELxtHc,name=login-en", query{name: "login-en", app: "mRELxtHc"}, query{}, true, false},
		{"app_id=mRELxtHc,name=a,name=b", query{name: "a,name=b", app: "mRELxtHc"}, query{}, true, false},
		{"app_id=mRELxtHc", query{app: "mRELxtHc"}, query{}, false, false},
		{"app_id=,name=login-en", query{}, query{}, false, false},
		{"Name=login-en", query{}, query{}, false, false},
		{"455", query{}, query{}, false, false},
		{"=455", query{}, query{}, false, false},
		{"=455,name=login-en", query{}, query{}, false, false},
		{"", query{}, query{}, false, false},
	} {
		if got, byName := newResource(testTemplates).importName(test.id); byName != test.byName || byName && got != test.template {
			t.Errorf("%q of a template: %+v, %t, want %+v, %t", test.id, got, byName, test.template, test.byName)
		}
		if got, byName := newResource(testFlows()).importName(test.id); byName != test.asFlow || byName && got != test.flow {
			t.Errorf("%q of a task flow: %+v, %t, want %+v, %t", test.id, got, byName, test.flow, test.asFlow)
		}
	}
}
