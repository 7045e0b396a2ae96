package simulator_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	appBody       = `{"name":"test_app"}`
	templateText  = "##code## is your code"
	limitTemplate = `{"name":"test_app","periodTotalSendLimit":%s}`
)

// start is the time at which the clock of a test stands; the simulator answers it as startText.
const startText = "2022-01-01T00:00:00+08:00"

func start() time.Time { return time.Date(2021, 12, 31, 16, 0, 0, 0, time.UTC) }

// clock stands still unless it is moved.
type clock struct{ moved atomic.Int64 }

func (c *clock) now() time.Time { return start().Add(time.Duration(c.moved.Load())) }

func (c *clock) move(by time.Duration) { c.moved.Add(int64(by)) }

// account is a simulator with a clock that stands still, and a client that signs for it by the same clock.
type account struct {
	*simulator.Simulator

	t     *testing.T
	clock *clock
}

func newAccount(t *testing.T, set ...func(*simulator.Options)) account {
	t.Helper()
	clock := &clock{}
	options := simulator.Options{Now: clock.now}
	for _, s := range set {
		s(&options)
	}
	return account{simulator.New(options), t, clock}
}

// reply is an answer, decoded without any type of the simulator.
type reply struct {
	header  http.Header
	status  any
	reason  string
	data    any
	hasData bool
}

func decodeReply(t *testing.T, recorder *httptest.ResponseRecorder) reply {
	t.Helper()
	if recorder.Code != http.StatusOK {
		t.Fatalf("HTTP status = %d, want 200", recorder.Code)
	}
	envelope, ok := decode(t, recorder.Body.String()).(map[string]any)
	if !ok {
		t.Fatalf("answer = %s, want an object", recorder.Body)
	}
	r := reply{header: recorder.Header(), status: envelope["status"]}
	r.reason, _ = envelope["reason"].(string)
	r.data, r.hasData = envelope["data"]
	return r
}

func (r reply) object(t *testing.T) map[string]any {
	t.Helper()
	object, ok := r.data.(map[string]any)
	if !ok {
		t.Fatalf("status %v (%s), data = %v, want an object", r.status, r.reason, r.data)
	}
	return object
}

func (r reply) list(t *testing.T) []any {
	t.Helper()
	list, ok := r.data.([]any)
	if !ok {
		t.Fatalf("status %v (%s), data = %v, want an array", r.status, r.reason, r.data)
	}
	return list
}

// request makes a signed request, with the default credentials at the time at which the clock stands.
func request(t *testing.T, method, path, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	sign(r, start())
	return r
}

func sign(r *http.Request, at time.Time) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	sum := md5.Sum([]byte("test-api-key" + "test-api-secret" + timestamp))
	r.Header.Set("Content-Type", "application/json;charset=UTF-8")
	r.Header.Set("Api-Key", "test-api-key")
	r.Header.Set("Timestamp", timestamp)
	r.Header.Set("Sign", hex.EncodeToString(sum[:]))
}

func (a account) send(r *http.Request) *httptest.ResponseRecorder {
	a.t.Helper()
	recorder := httptest.NewRecorder()
	a.ServeHTTP(recorder, r)
	return recorder
}

// call makes a signed call below /otp and decodes the answer.
func (a account) call(method, path, body string) reply {
	a.t.Helper()
	r := request(a.t, method, "/otp"+path, body)
	sign(r, a.clock.now())
	return decodeReply(a.t, a.send(r))
}

// want makes a call and checks its status.
func (a account) want(status, method, path, body string) reply {
	a.t.Helper()
	r := a.call(method, path, body)
	if r.status != status {
		a.t.Errorf("%s %s %s: status = %v (%s), want %s", method, path, body, r.status, r.reason, status)
	}
	if r.hasData != (status == "0") {
		a.t.Errorf("%s %s: data present = %t under status %s", method, path, r.hasData, status)
	}
	return r
}

// addApp adds an application with this body and gives its id.
func (a account) addApp(body string) string {
	a.t.Helper()
	id, _ := a.want("0", http.MethodPost, "/app/add", body).object(a.t)["appId"].(string)
	if id == "" {
		a.t.Fatal("the answer has no appId")
	}
	return id
}

// addTemplate adds a template of this name and gives its id.
func (a account) addTemplate(appID, name string) string {
	a.t.Helper()
	body := templateBody(appID, fmt.Sprintf(`"name":%q`, name))
	id, _ := a.want("0", http.MethodPost, "/template/add", body).object(a.t)["templateId"].(json.Number)
	if id == "" {
		a.t.Fatal("the answer has no templateId")
	}
	return id.String()
}

// templateBody is a valid body of a template, with further fields that win over the valid ones.
func templateBody(appID string, fields ...string) string {
	valid := []string{fmt.Sprintf(`"appId":%q,"name":"name","text":%q`, appID, templateText)}
	return "{" + strings.Join(append(valid, fields...), ",") + "}"
}

// addFlow adds a task flow of this name and gives its id.
func (a account) addFlow(name string) string {
	a.t.Helper()
	id, _ := a.want("0", http.MethodPost, "/flow/add", flowBody(fmt.Sprintf(`"name":%q`, name))).object(a.t)["flowId"].(json.Number)
	if id == "" {
		a.t.Fatal("the answer has no flowId")
	}
	return id.String()
}

// flowBody is a valid body of a task flow, with further fields that win over the valid ones.
func flowBody(fields ...string) string {
	valid := []string{`"name":"name","flow":[{"waitingTime":30,"status":1,"channel":"call"}]`}
	return "{" + strings.Join(append(valid, fields...), ",") + "}"
}

// decode decodes JSON without rounding numbers.
func decode(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("decoding %q: %v", text, err)
	}
	return value
}

// equalJSON compares a decoded value with JSON text.
func equalJSON(t *testing.T, got any, want string) {
	t.Helper()
	if !reflect.DeepEqual(got, decode(t, want)) {
		encoded, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("got  %s\nwant %s", encoded, want)
	}
}
