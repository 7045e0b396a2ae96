package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// The statuses that the simulator comes to by itself. Reference, "Status codes".
const (
	statusSuccess        = 0
	statusAuthentication = -1
	statusTimestamp      = -16
	statusExisting       = -20
	statusParameter      = -22
	statusCaps           = -23
	statusMissing        = -24
	statusTotalLimit     = -27
	statusPhoneLimit     = -28
)

// answer is what a call comes to, before it is put into an envelope.
type answer struct {
	status int
	reason string
	data   any // only sent on success, where nil is sent as null
}

func success(data any) answer {
	return answer{statusSuccess, "success", data}
}

// refuseParameter names the field at fault, but never its value: a reason must not repeat what a client sent.
func refuseParameter(problem string) answer {
	return answer{status: statusParameter, reason: "parameter exception: " + problem}
}

func (a answer) ok() bool { return a.status == statusSuccess }

func (a answer) statusText() string { return strconv.Itoa(a.status) }

// envelope is the form of every answer. Reference, "Transport": status, reason and data; data is absent on failure.
func (a answer) envelope(o Options) map[string]any {
	envelope := map[string]any{"status": a.statusText(), "reason": a.reason}
	if o.StatusAsNumber {
		envelope["status"] = a.status
	}
	if a.ok() {
		envelope["data"] = o.Forms.shape(a.data)
	}
	return envelope
}

func encode(value any) []byte {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // only maps, texts and numbers are ever encoded
	}
	return encoded
}

func writeJSON(w http.ResponseWriter, code int, value any) {
	write(w, code, "application/json;charset=UTF-8", encode(value))
}

func write(w http.ResponseWriter, code int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(code)
	_, _ = w.Write(body) // a client that went away has nobody to tell
}

// page answers a list. Reference, "Not documented": whether a list is paged.
func page[Object any](options Options, objects []Object, one func(Object) map[string]any) []any {
	if options.PageSize > 0 {
		objects = objects[:min(len(objects), options.PageSize)]
	}
	list := make([]any, 0, len(objects))
	for _, object := range objects {
		list = append(list, one(object))
	}
	return list
}

// apiTime writes a time like the documentation does. Reference, "Application": 2022-01-01T00:00:00+08:00. That the
// times of records are written in the same way is assumed.
func apiTime(t time.Time) string {
	return apiZone(t).Format("2006-01-02T15:04:05-07:00")
}

func apiZone(t time.Time) time.Time {
	return t.In(time.FixedZone("", 8*60*60))
}
