package simulator

import (
	"slices"
	"time"
)

// Request is one call in the log. Headers are not kept, because they hold credentials.
type Request struct {
	// Method is the HTTP method.
	Method string
	// Path is the route, e.g. "/app/details/{appId}", or the whole path as it came where no route has it.
	Path string
	// ID is the element of the path that names the object, unescaped; empty on a route without one.
	ID string
	// Body is the body as it came, up to 1 MiB.
	Body []byte
	// Status is the envelope's status that the call came to, e.g. "-22". It is empty as long as the call has not
	// taken effect: an unknown route, or a fault without Commit.
	Status string
	// Faulted tells that a fault answered in place of the service.
	Faulted bool
	// Time is when the call arrived, by Options.Now.
	Time time.Time
}

// Requests gives a copy of the log, in order of arrival.
func (s *Simulator) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyRequests(s.requests)
}

// ResetRequests empties the log. What Unexpected gives stays.
func (s *Simulator) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// Unexpected gives a copy of all calls to routes and methods that the reference does not have. Requests lists them
// as well. A test should end with none.
func (s *Simulator) Unexpected() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyRequests(s.unexpected)
}

func copyRequests(log []*Request) []Request {
	copies := make([]Request, 0, len(log))
	for _, logged := range log {
		request := *logged
		request.Body = slices.Clone(request.Body)
		copies = append(copies, request)
	}
	return copies
}

// arrive logs a call to a known route and gives the fault that strikes it, if any.
func (s *Simulator) arrive(c *call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log(c)
	fault := s.strike(c.route)
	c.logged.Faulted = fault != nil
	return fault
}

func (s *Simulator) logUnexpected(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log(c)
	if !c.lookedFor {
		s.unexpected = append(s.unexpected, c.logged)
	}
}

func (s *Simulator) log(c *call) {
	c.logged.Time = s.options.Now()
	s.requests = append(s.requests, c.logged)
}
