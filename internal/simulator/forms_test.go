package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestForms answers a call in each form.
func TestForms(t *testing.T) {
	t.Parallel()
	const flow = `{"flowId":31,"name":"café","flow":[{"waitingTime":30,"status":1,"channel":"sms","channelCut":0}]}`
	for name, test := range map[string]struct {
		set                func(*simulator.Forms)
		empty, added, list string
	}{
		"documented": {func(*simulator.Forms) {}, `[]`, flow, `[` + flow + `]`},
		"wrapped": {
			func(f *simulator.Forms) { f.List = simulator.ListWrapped },
			`{"records":[],"total":0,"size":1,"current":1,"pages":0}`, flow, `{"records":[` + flow + `],"total":1,"size":1,"current":1,"pages":1}`,
		},
		"uncounted":    {func(f *simulator.Forms) { f.List = simulator.ListUncounted }, `{"list":[]}`, flow, `{"list":[` + flow + `]}`},
		"empty null":   {func(f *simulator.Forms) { f.EmptyList = simulator.EmptyListNull }, `null`, flow, `[` + flow + `]`},
		"empty object": {func(f *simulator.Forms) { f.EmptyList = simulator.EmptyListObject }, `{}`, flow, `[` + flow + `]`},
		"sparse rows":  {func(f *simulator.Forms) { f.Rows = simulator.RowsSparse }, `[]`, flow, `[{"flowId":31,"name":"café"}]`},
		"lone ids":     {func(f *simulator.Forms) { f.Rows = simulator.RowsLoneID }, `[]`, flow, `[` + strings.Replace(flow, "flowId", "id", 1) + `]`},
		"sparse writes": {
			func(f *simulator.Forms) { f.SparseWrites = true }, `[]`, `{"flowId":31}`, `[` + flow + `]`,
		},
		"numbers as text": {
			func(f *simulator.Forms) { f.NumbersAsText = true }, `[]`,
			`{"flowId":"31","name":"café","flow":[{"waitingTime":"30","status":"1","channel":"sms","channelCut":"0"}]}`,
			`[{"flowId":"31","name":"café","flow":[{"waitingTime":"30","status":"1","channel":"sms","channelCut":"0"}]}]`,
		},
		"decomposed": {
			func(f *simulator.Forms) { f.DecomposeText = true }, `[]`,
			strings.Replace(flow, "é", "e\u0301", 1), `[` + strings.Replace(flow, "é", "e\u0301", 1) + `]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := newAccount(t, func(o *simulator.Options) { test.set(&o.Forms) })
			equalJSON(t, account.want("0", http.MethodGet, "/flow/list", "").data, test.empty)
			body := `{"name":"café","flow":[{"waitingTime":30,"status":1,"channel":"sms"}]}`
			equalJSON(t, account.want("0", http.MethodPost, "/flow/add", body).data, test.added)
			equalJSON(t, account.want("0", http.MethodGet, "/flow/list", "").data, test.list)
		})
	}
}

// TestMissing answers -24 to what names something that does not exist.
func TestMissing(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) {
		o.UnknownID, o.Forms.EmptyList = simulator.UnknownIDMissing, simulator.EmptyListMissing
	})
	account.want("-24", http.MethodGet, "/template/list", "")
	account.want("-24", http.MethodGet, "/app/details/unknown1", "")
	account.want("-24", http.MethodPut, "/app/update/unknown1", appBody)
	account.want("-24", http.MethodPost, "/template/add", templateBody("unknown1"))
	account.want("-24", http.MethodPut, "/flow/update/1", flowBody())
}

// TestFailuresAsHTTP sends the envelope of a failure under HTTP 400.
func TestFailuresAsHTTP(t *testing.T) {
	t.Parallel()
	account := newAccount(t, func(o *simulator.Options) { o.Forms.FailuresAsHTTP = true })
	for path, want := range map[string]int{"/otp/flow/details/1": http.StatusBadRequest, "/otp/flow/list": http.StatusOK} {
		r := request(t, http.MethodGet, path, "")
		sign(r, account.clock.now())
		if got := account.send(r).Code; got != want {
			t.Errorf("%s: HTTP %d, want %d", path, got, want)
		}
	}
}
