package simulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// Both base URLs of the reference, "Transport", lead to the same account.
func TestBaseURLs(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	added := decodeReply(t, account.send(request(t, http.MethodPost, "/v3/otp/app/add", appBody)))
	path := fmt.Sprintf("/app/details/%v", added.object(t)["appId"])
	for _, base := range []string{"/otp", "/v3/otp"} {
		got := decodeReply(t, account.send(request(t, http.MethodGet, base+path, "")))
		if !reflect.DeepEqual(got.object(t), added.object(t)) {
			t.Errorf("%s: details = %v, want %v", base, got.data, added.data)
		}
	}
}

func TestUnexpected(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, path string
		code         int
		logged, id   string
	}{
		{http.MethodGet, "/", 404, "/", ""},
		{http.MethodGet, "/otp", 404, "/otp", ""},
		{http.MethodGet, "/otp/", 404, "/otp/", ""},
		{http.MethodGet, "/template/list", 404, "/template/list", ""},
		{http.MethodGet, "/v4/otp/template/list", 404, "/v4/otp/template/list", ""},
		{http.MethodGet, "/otp/template/list/", 404, "/otp/template/list/", ""},
		{http.MethodGet, "/otp//template/list", 404, "/otp//template/list", ""},
		{http.MethodGet, "/otptemplate/list", 404, "/otptemplate/list", ""},
		{http.MethodGet, "/otp/app/list", 404, "/otp/app/list", ""},
		{http.MethodGet, "/otp/app/details/", 404, "/otp/app/details/", ""},
		{http.MethodGet, "/otp/app/details/a/b", 404, "/otp/app/details/a/b", ""},
		{http.MethodDelete, "/otp/app/delete/mRELxtHc", 404, "/otp/app/delete/mRELxtHc", ""},
		{http.MethodGet, "/otp/app/add", 405, "/app/add", ""},
		{http.MethodPost, "/otp/app/update/mRELxtHc", 405, "/app/update/{appId}", "mRELxtHc"},
		{http.MethodPost, "/otp/flow/update/31", 405, "/flow/update/{flowId}", "31"},
		{http.MethodDelete, "/otp/flow/details/31", 405, "/flow/details/{flowId}", "31"},
		{http.MethodHead, "/otp/template/list", 405, "/template/list", ""},
		{http.MethodOptions, "/v3/otp/template/details/455", 405, "/template/details/{templateId}", "455"},
		{"get", "/otp/template/list", 405, "/template/list", ""},
	}
	account := newAccount(t)
	account.want("0", http.MethodGet, "/template/list", "")
	account.ResetRequests()
	var want []simulator.Request
	for _, test := range tests {
		got := account.send(request(t, test.method, test.path, "body"))
		if got.Code != test.code {
			t.Errorf("%s %s: HTTP status = %d, want %d", test.method, test.path, got.Code, test.code)
		}
		equalJSON(t, decode(t, got.Body.String()), fmt.Sprintf(`{"error":%q}`, http.StatusText(test.code)))
		want = append(want, simulator.Request{
			Method: test.method, Path: test.logged, ID: test.id, Body: []byte("body"), Time: start(),
		})
	}
	if got := account.Unexpected(); !reflect.DeepEqual(got, want) {
		t.Errorf("unexpected = %+v\nwant %+v", got, want)
	}
	if got := account.Requests(); !reflect.DeepEqual(got, want) {
		t.Errorf("requests = %+v\nwant %+v", got, want)
	}
	account.ResetRequests()
	if got := account.Unexpected(); len(got) != len(want) {
		t.Errorf("ResetRequests left %d unexpected calls, want %d", len(got), len(want))
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	id := account.addApp(appBody)
	account.want("0", http.MethodGet, "/app/details/"+id, "")
	account.want("-22", http.MethodPut, "/app/update/a%2Fb%20c", "{}")
	account.want("0", http.MethodGet, "/template/list?page=2", "")
	got := account.Requests()
	want := []simulator.Request{
		{Method: http.MethodPost, Path: "/app/add", Body: []byte(appBody), Status: "0", Time: start()},
		{Method: http.MethodGet, Path: "/app/details/{appId}", ID: id, Body: []byte{}, Status: "0", Time: start()},
		{Method: http.MethodPut, Path: "/app/update/{appId}", ID: "a/b c", Body: []byte("{}"), Status: "-22", Time: start()},
		{Method: http.MethodGet, Path: "/template/list", Body: []byte{}, Status: "0", Time: start()},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("requests = %+v\nwant %+v", got, want)
	}
	if unexpected := account.Unexpected(); len(unexpected) != 0 {
		t.Errorf("unexpected = %+v, want none", unexpected)
	}
	got[0].Body[0] = 'x'
	if body := account.Requests()[0].Body; string(body) != appBody {
		t.Errorf("a copy of the log changed the log to %s", body)
	}
	account.ResetRequests()
	if left := account.Requests(); len(left) != 0 {
		t.Errorf("after a reset the log has %+v", left)
	}
}
