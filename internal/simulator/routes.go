package simulator

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxBodyBytes bounds what is read of a request's body: 1 MiB.
const maxBodyBytes = 1 << 20

// route is one endpoint. Its path may end in one element in braces, which is the id of the object.
type route struct {
	method, path string
	handle       func(*Simulator, *call) answer // called with the lock held
	whole        bool                           // the envelope has its data at its top level
}

// routes are the endpoints. Reference, "Endpoints".
func routes() []route {
	return slices.Concat(appRoutes(), templateRoutes(), flowRoutes(), verificationRoutes())
}

// match tells whether an escaped path below the prefix is the route's, and gives the id in it.
func (r route) match(escapedPath string) (id string, ok bool) {
	fixed, _, hasID := strings.Cut(r.path, "{")
	if !hasID {
		return "", escapedPath == r.path
	}
	element, ok := strings.CutPrefix(escapedPath, fixed)
	if !ok || element == "" || strings.Contains(element, "/") {
		return "", false
	}
	id, err := url.PathUnescape(element)
	return id, err == nil
}

// call is one request, read and routed.
type call struct {
	route          route // zero if there is no such endpoint
	unexpectedCode int   // HTTP 404 or 405 if there is no such endpoint
	lookedFor      bool  // a client has to ask in order to know that there is none
	header         http.Header
	id             string
	body           []byte
	bodyErr        error
	now            time.Time // when it takes effect
	logged         *Request  // guarded by the simulator's lock once it is in the log
}

func newCall(w http.ResponseWriter, r *http.Request, balance BalancePath) *call {
	c := &call{header: r.Header, unexpectedCode: http.StatusNotFound}
	c.body, c.bodyErr = io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	path := r.URL.Path
	if below, ok := cutBase(r.URL.EscapedPath()); ok {
		for _, candidate := range routes() {
			id, ok := candidate.match(below)
			if !ok {
				continue
			}
			path, c.id = candidate.path, id
			if candidate.method == r.Method {
				c.route = candidate
				break
			}
			c.unexpectedCode = http.StatusMethodNotAllowed
		}
	}
	if at, ok := balanceRoute(r.URL.Path, balance); ok {
		path = at.path
		switch {
		case at.method != r.Method:
			c.unexpectedCode = http.StatusMethodNotAllowed
		case at.handle == nil:
			c.lookedFor = true
		default:
			c.route = at
		}
	}
	c.logged = &Request{Method: r.Method, Path: path, ID: c.id, Body: c.body}
	return c
}

// cutBase takes off the path of a base URL. Reference, "Transport": /otp and, at the sister brand, /v3/otp.
func cutBase(path string) (below string, ok bool) {
	for _, base := range []string{"/v3/otp", "/otp"} {
		if below, ok := strings.CutPrefix(path, base); ok {
			return below, true
		}
	}
	return "", false
}
