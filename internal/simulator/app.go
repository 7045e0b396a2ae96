package simulator

import (
	"crypto/rand"
	"net/http"
	"slices"
	"unicode/utf8"
)

// App is one application (reference, "Application").
type App struct {
	// ID is the appId, 4–32 characters. The simulator's own have eight letters and digits.
	ID string
	// Name has 4–32 characters and exists once in the account.
	Name string
	// CodeExpiry is how long a sent code stays valid, in minutes, 1–60, default 5.
	CodeExpiry int64
	// PeriodTotalSendLimit is how many messages the application may send in a period.
	PeriodTotalSendLimit Limit
	// PeriodPhoneSendLimit is how many messages one phone number may be sent in a period.
	PeriodPhoneSendLimit Limit
	// CreateTime is the createTime as it is answered, e.g. 2022-01-01T00:00:00+08:00.
	CreateTime string
}

// Apps gives a copy of all applications, in order of creation.
func (s *Simulator) Apps() []App {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	return s.apps.copies()
}

// PutApp replaces the application with the same ID, or adds it as the newest one. Nothing is checked.
func (s *Simulator) PutApp(app App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apps.put(app)
}

// RemoveApp makes an application vanish, as no call of the API can. Its templates stay.
func (s *Simulator) RemoveApp(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apps.remove(id)
}

func (a App) key() string { return a.ID }

func (a App) copy() App { return a }

// appRoutes are the calls for applications. Reference, "Endpoints": there is no list of them and no delete.
func appRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/app/add", handle: (*Simulator).addApp},
		{method: http.MethodPut, path: "/app/update/{appId}", handle: (*Simulator).updateApp},
		{method: http.MethodGet, path: "/app/details/{appId}", handle: (*Simulator).appDetails},
	}
}

func (s *Simulator) addApp(c *call) answer {
	app := App{ID: s.newAppID(), CreateTime: apiTime(c.now)}
	app.setDefaults()
	if refusal := s.readApp(c, &app); !refusal.ok() {
		return refusal
	}
	// Reference, "Status codes": -23 the account may hold no more applications.
	if s.options.MaxApps > 0 && len(s.apps) >= s.options.MaxApps {
		return answer{status: statusCaps, reason: "data caps"}
	}
	s.apps = append(s.apps, app)
	return s.options.written("appId", app.answer(s.options.DisabledLimit))
}

func (s *Simulator) updateApp(c *call) answer {
	i := s.apps.find(c.id)
	if i < 0 {
		return s.refuseUnknown("appId")
	}
	app := s.apps[i]
	if s.options.UpdateMode == UpdateReplaces {
		app.setDefaults()
	}
	if refusal := s.readApp(c, &app); !refusal.ok() {
		return refusal
	}
	s.apps[i] = app
	return s.options.written("appId", app.answer(s.options.DisabledLimit))
}

func (s *Simulator) appDetails(c *call) answer {
	if i := s.apps.find(c.id); i >= 0 {
		return success(s.apps[i].answer(s.options.DisabledLimit))
	}
	// Reference, "Application": an appId has 4–32 characters.
	length := utf8.RuneCountInString(c.id)
	return s.unknownID("appId", length >= 4 && length <= 32)
}

// setDefaults gives optional fields the values they have when they are left out.
// A limit keeps its numbers, for DisabledAsLastNumbers.
func (a *App) setDefaults() {
	a.CodeExpiry = 5                       // Reference, "Application": codeExpiry default 5.
	a.PeriodTotalSendLimit.Enabled = false // Reference, "Application": enabled default false.
	a.PeriodPhoneSendLimit.Enabled = false
}

// readApp takes over the fields that a body has.
func (s *Simulator) readApp(c *call, app *App) answer {
	merge := s.options.UpdateMode == UpdateMerges
	f := c.fields()
	f.require("name")                               // Reference, "Application": name is required in practice.
	f.text("name", &app.Name, 4, 32)                // Reference, "Application": name 4–32 characters.
	f.integer("codeExpiry", &app.CodeExpiry, 1, 60) // Reference, "Application": codeExpiry 1–60.
	f.limit("periodTotalSendLimit", &app.PeriodTotalSendLimit, merge)
	f.limit("periodPhoneSendLimit", &app.PeriodPhoneSendLimit, merge)
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	s.options.trim(&app.Name)
	// Reference, "Application": no duplicates; an application's own name is not one.
	if slices.ContainsFunc(s.apps, func(other App) bool {
		return other.ID != app.ID && s.options.sameName(other.Name, app.Name)
	}) {
		return nameTaken()
	}
	return success(nil)
}

// answer is the application as it is answered. Reference, "Application": the same fields, plus appId and createTime.
func (a App) answer(form DisabledLimit) map[string]any {
	answer := map[string]any{
		"appId":      a.ID,
		"name":       a.Name,
		"codeExpiry": a.CodeExpiry,
		"createTime": a.CreateTime,
	}
	a.PeriodTotalSendLimit.put(answer, "periodTotalSendLimit", form)
	a.PeriodPhoneSendLimit.put(answer, "periodPhoneSendLimit", form)
	return answer
}

// newAppID makes an id that no application has. Reference, "Application": e.g. mRELxtHc.
func (s *Simulator) newAppID() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	for {
		id := make([]byte, 8)
		_, _ = rand.Read(id) // never fails
		for i := range id {
			id[i] = alphabet[int(id[i])%len(alphabet)]
		}
		if s.apps.find(string(id)) < 0 {
			return string(id)
		}
	}
}
