package doctor

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"time"
)

// maxBody is how much of an answer is looked at, in bytes. The client has its own bound, which is smaller.
const maxBody = 64 << 20

// exchange is one request with its answer.
type exchange struct {
	route     string    // the endpoint, with the place of an id in braces
	timestamp string    // that it was signed with
	code      int       // the HTTP status, 0 without an answer
	mediaType string    // Content-Type as it came
	date      time.Time // zero if the answer has none
	ahead     time.Duration
	tls       *tls.ConnectionState
	body      []byte
}

// recorder keeps the exchanges of a client that makes one call after the other.
type recorder struct {
	now       func() time.Time
	route     string // of the call under way
	exchanges []exchange
}

// recording sends by another transport and hands its answers to the recorder.
type recording struct {
	recorder *recorder
	by       http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (r recording) RoundTrip(request *http.Request) (*http.Response, error) {
	begun := r.recorder.now()
	answer, err := r.by.RoundTrip(request)
	if err != nil {
		return nil, err //nolint:wrapcheck // the client looks at the error itself
	}
	ended := r.recorder.now()
	one := exchange{
		route: r.recorder.route, timestamp: request.Header.Get("Timestamp"),
		code: answer.StatusCode, mediaType: answer.Header.Get("Content-Type"), tls: answer.TLS,
	}
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		one.date = date
		// Date has whole seconds, so that its middle is what is likeliest.
		one.ahead = date.Add(time.Second / 2).Sub(begun.Add(ended.Sub(begun) / 2))
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBody))
	one.body = body
	answer.Body = &replayed{bytes.NewReader(body), err, answer.Body}
	r.recorder.exchanges = append(r.recorder.exchanges, one)
	return answer, nil
}

// replayed is a body that was read already, with the error that ended it.
type replayed struct {
	text *bytes.Reader
	err  error
	io.Closer
}

// Read implements io.Reader.
func (r *replayed) Read(into []byte) (int, error) {
	count, err := r.text.Read(into)
	if err == io.EOF && r.err != nil {
		err = r.err
	}
	return count, err
}

// last is the newest exchange of a route, nil if there was none.
func (r *recorder) last(route string) *exchange {
	for i := len(r.exchanges) - 1; i >= 0; i-- {
		if r.exchanges[i].route == route {
			return &r.exchanges[i]
		}
	}
	return nil
}
