package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// chaosFault is one way to spoil a call.
type chaosFault struct {
	name    string
	share   int     // of all spoiled calls, in percent
	commits float64 // how many of these calls take effect all the same, 0–1
	once    bool    // the provider repeats the call once and then gives up, as it is meant to
	respond func(w http.ResponseWriter, truth []byte, dice *rand.Rand)
}

// chaosFaults are all that goes wrong. Their shares add up to 100.
func chaosFaults() []chaosFault {
	respond := func(handler http.HandlerFunc) func(http.ResponseWriter, []byte, *rand.Rand) {
		return func(w http.ResponseWriter, _ []byte, _ *rand.Rand) { handler(w, nil) }
	}
	return []chaosFault{
		{"lost answer", 35, 1, false, func(http.ResponseWriter, []byte, *rand.Rand) { panic(http.ErrAbortHandler) }},
		{"5xx", 20, 0.5, false, func(w http.ResponseWriter, _ []byte, dice *rand.Rand) {
			codes := []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
			simulator.RespondHTTP(codes[dice.IntN(len(codes))], "text/plain", "out of order")(w, nil)
		}},
		{"429", 15, 0, false, func(w http.ResponseWriter, _ []byte, dice *rand.Rand) {
			header := [][]string{nil, {"Retry-After", "1"}}[dice.IntN(2)]
			simulator.RespondHTTP(http.StatusTooManyRequests, "text/plain", "later", header...)(w, nil)
		}},
		{"HTML", 5, 0.5, true, respond(simulator.RespondHTTP(http.StatusOK, "text/html", "<title>Sign in</title>"))},
		{"truncated", 5, 1, false, func(w http.ResponseWriter, truth []byte, dice *rand.Rand) {
			simulator.RespondHTTP(http.StatusOK, "application/json", string(truth[:dice.IntN(len(truth))]))(w, nil)
		}},
		{"-18", 10, 0.5, false, respond(simulator.RespondStatus(-18, "system exception"))},
		{"-16", 5, 0, true, respond(simulator.RespondStatus(-16, "timestamp expires"))},
		// A replica that lags: what a call names is not there yet, and of a list it says that there is none.
		{notThere, 5, 0, true, respond(simulator.RespondStatus(-24, "data unexisting"))},
	}
}

const notThere = "-24"

// messageType is the resource whose errors do not lead to an import.
const messageType = "itniotech_otp_verification"

// chaosKey is what the account knows an object or a message by: ids of two kinds may be equal.
type chaosKey struct{ kind, id string }

// keyOf is the key of an id that a call to a path is about.
func keyOf(route, id string) chaosKey {
	parts := strings.Split(strings.TrimPrefix(route, "/otp/"), "/")
	return chaosKey{"itniotech_otp_" + parts[0], id}
}

// maxRow is how often a call may be spoiled in a row, less than it is attempted by default.
const maxRow = 3

// chaos stands in front of an account and spoils some calls, as a seed has it. What happens to a call depends on its
// endpoint, on the object it is about and on how often that was called before; not on which worker comes first. No
// call is spoiled so often in a row that the provider is meant to give up: then the next plan could not be clean.
type chaos struct {
	seed uint64

	mu       sync.Mutex
	percent  float64             // of the calls are spoiled
	calls    int                 // that came
	met      map[string]int      // calls that came, by what they are about
	row      map[string]int      // calls that were spoiled in a row, by what they are about
	struck   map[string]int      // calls that were spoiled, by fault
	unlisted int                 // lists that were not there
	names    map[chaosKey]string // of the objects in the account, and of the messages that were sent
	orders   map[string]string   // names of messages by their order, of those that were to be sent
	taken    map[string]int      // how often one could not be made because there it was, by name
}

func newChaos(seed uint64, percent float64) *chaos {
	return &chaos{
		seed: seed, percent: percent,
		met: map[string]int{}, row: map[string]int{}, struck: map[string]int{},
		names: map[chaosKey]string{}, orders: map[string]string{}, taken: map[string]int{},
	}
}

// wrap spoils the calls to an account.
func (c *chaos) wrap(account http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		name, fault, dice := c.draw(r, body)
		truth := httptest.NewRecorder()
		if fault == nil || dice.Float64() < fault.commits {
			account.ServeHTTP(truth, r)
			c.note(r, name, truth.Body.Bytes())
		}
		w.Header().Set("Date", truth.Header().Get("Date"))
		if fault != nil {
			fault.respond(w, truth.Body.Bytes(), dice)
			return
		}
		simulator.RespondHTTP(truth.Code, truth.Header().Get("Content-Type"), truth.Body.String())(w, nil)
	})
}

// draw gives the name of the object that a call is about, and the fault that strikes it, if any.
func (c *chaos) draw(r *http.Request, body []byte) (name string, fault *chaosFault, dice *rand.Rand) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	var object struct{ Name, To, OrderID string }
	switch {
	case json.Unmarshal(body, &object) != nil:
		name = c.names[keyOf(r.URL.Path, path.Base(r.URL.Path))] // an id differs from run to run
	case object.To != "":
		name = "message-" + strings.TrimPrefix(object.To, chaosPhone)
		c.orders[object.OrderID] = name
	case object.OrderID != "":
		name = cmp.Or(c.orders[object.OrderID], object.OrderID)
	default:
		name = object.Name
	}
	// An update may change the name, so it stands for itself.
	about := fmt.Sprint(r.Method, " ", path.Dir(r.URL.Path), " ", name)
	c.met[about]++
	hash := fnv.New64a()
	_, _ = fmt.Fprint(hash, about, " ", c.met[about])
	dice = rand.New(rand.NewPCG(c.seed, hash.Sum64())) //nolint:gosec // a seed has to repeat a run
	if dice.Float64()*100 >= c.percent || c.row[about] == maxRow {
		c.row[about] = 0
		return name, nil, dice
	}
	share := dice.IntN(100)
	for _, candidate := range chaosFaults() {
		if share -= candidate.share; share < 0 {
			c.struck[candidate.name]++
			if candidate.name == notThere && path.Base(r.URL.Path) == "list" {
				c.unlisted++
			}
			if c.row[about]++; candidate.once {
				c.row[about] = maxRow
			}
			return name, &candidate, dice
		}
	}
	panic("the shares of the faults do not add up to 100")
}

// note keeps what came of a create and of a send.
func (c *chaos) note(r *http.Request, name string, answer []byte) {
	var envelope struct {
		Status string
		Data   struct {
			AppID          string      `json:"appId"`
			TemplateID     json.Number `json:"templateId"`
			FlowID         json.Number `json:"flowId"`
			VerificationID string      `json:"verificationId"`
		}
	}
	what := path.Base(r.URL.Path)
	if what != "add" && what != "send" || json.Unmarshal(answer, &envelope) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch data := envelope.Data; envelope.Status {
	case "0":
		id := cmp.Or(data.TemplateID.String(), data.FlowID.String(), data.VerificationID, data.AppID)
		c.names[keyOf(r.URL.Path, id)] = name
	case "-20":
		c.taken[name]++
	}
}

// find returns by what the account knows an object or a message, and whether it has it.
func (c *chaos) find(kind, name string) (key chaosKey, exists bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, has := range c.names {
		if key.kind == kind && has == name {
			return key, true
		}
	}
	return chaosKey{}, false
}

// made is how many objects and messages the account has, and how many of them are messages.
func (c *chaos) made() (all, messages int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key := range c.names {
		if key.kind == messageType {
			messages++
		}
	}
	return len(c.names), messages
}

// calm ends the chaos.
func (c *chaos) calm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.percent = 0
}

// total is how many calls came, and how many of them were spoiled.
func (c *chaos) total() (calls, spoiled int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, count := range c.struck {
		spoiled += count
	}
	return c.calls, spoiled
}
