package export

import "testing"

func TestSetNames(t *testing.T) {
	t.Parallel()
	found := &account{}
	want := map[*object]string{}
	for _, one := range []struct {
		kind           *kind
		id, name, want string
	}{
		{apps, "mRELxtHc", "Login (EN)", "login_en"},
		{templates, "1", "login-en", "login_en"},
		{templates, "2", "Login EN", "login_en_2"},
		{templates, "3", "login_en_4", "login_en_4"},
		{templates, "4", "login.en", "login_en_4_2"},
		{templates, "5", "2fa", "template_2fa"},
		{templates, "6", "登录 验证码", "登录_验证码"},
		{templates, "7", "E\u0301te\u0301", "été"},
		{templates, "8", "été", "été_8"},
		{templates, "9", "😀😀😀😀", "template_9"},
		{templates, "10", "1234", "template_10"},
		{templates, "11", "", "template_11"},
		{flows, "31", "__for-each__", "for_each"},
		{flows, "32", "\u202eevil${x}", "evil_x"},
		{flows, "33", "taken", "taken_33"},
	} {
		o := &object{kind: one.kind, id: one.id, name: one.name}
		found.objects = append(found.objects, o)
		want[o] = one.want
	}
	found.setNames(map[string]bool{"itniotech_otp_flow.taken": true})
	for _, o := range found.objects {
		if o.resourceName != want[o] {
			t.Errorf("%s is called %q, want %q", o.title(), o.resourceName, want[o])
		}
	}
}
