package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// firstTemplateID is the id of an account's first template. Reference, "Template": e.g. 455.
const firstTemplateID = 455

// Template is one message template (reference, "Template").
type Template struct {
	// ID is the templateId. The simulator's own count up from 455.
	ID int64
	// AppID is the application that the template belongs to; it never changes.
	AppID string
	// Name has 4–32 characters and exists once, in the account or in the application (NameScope).
	Name string
	// Text has 1–256 characters and contains ##code##.
	Text string
	// CodeType is 1 NUMERIC, 2 ALPHA, 3 ALPHANUMERIC or 4 HEX, default 1.
	CodeType int64
	// CodeLength is 4–10, default 4.
	CodeLength int64
	// SpeechRate is 0–100, default 50.
	SpeechRate int64
	// Language is the code of the voice's language, default EN. An empty one is left out of the answer, which the
	// reference says must not break reading.
	Language string
	// MaxDuration is the longest call in seconds, 5–599, default 59.
	MaxDuration int64
	// RepeatCnt is how often the voice call plays, 1–10, default 1.
	RepeatCnt int64
	// SenderID is free text, and nil if there is none.
	SenderID *string
}

// Templates gives a copy of all templates, in order of creation.
func (s *Simulator) Templates() []Template {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	return s.templates.copies()
}

// PutTemplate replaces the template with the same ID, or adds it as the newest one. Nothing is checked.
func (s *Simulator) PutTemplate(template Template) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.templates.put(template)
	s.nextTemplateID = max(s.nextTemplateID, template.ID+1) // an id is never given twice
}

// RemoveTemplate makes a template vanish, as no call of the API can.
func (s *Simulator) RemoveTemplate(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.templates.remove(id)
}

func (t Template) key() int64 { return t.ID }

func (t Template) copy() Template {
	if t.SenderID != nil {
		t.SenderID = new(*t.SenderID)
	}
	return t
}

// templateRoutes are the calls for templates. Reference, "Endpoints": there is no delete.
func templateRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/template/add", handle: (*Simulator).addTemplate},
		{method: http.MethodPut, path: "/template/update/{templateId}", handle: (*Simulator).updateTemplate},
		{method: http.MethodGet, path: "/template/details/{templateId}", handle: (*Simulator).templateDetails},
		{method: http.MethodGet, path: "/template/list", handle: (*Simulator).listTemplates},
	}
}

func (s *Simulator) addTemplate(c *call) answer {
	template := Template{ID: s.nextTemplateID}
	template.setDefaults()
	f := c.fields()
	f.require("appId") // Reference, "Template": appId is required on add.
	f.get("appId", &template.AppID)
	if f.problem == "" && s.apps.find(template.AppID) < 0 {
		return s.refuseUnknown("appId") // Reference, "Template": the application it belongs to.
	}
	if refusal := s.readTemplate(f, &template); !refusal.ok() {
		return refusal
	}
	s.nextTemplateID++
	s.templates = append(s.templates, template)
	return s.options.written("templateId", template.answer())
}

// updateTemplate does not look at an appId. Reference, "Endpoints": a template cannot move to another application.
func (s *Simulator) updateTemplate(c *call) answer {
	i := ofPath(s.templates, c)
	if i < 0 {
		return s.refuseUnknown("templateId")
	}
	template := s.templates[i].copy()
	if s.options.UpdateMode == UpdateReplaces {
		template.setDefaults()
	}
	if refusal := s.readTemplate(c.fields(), &template); !refusal.ok() {
		return refusal
	}
	s.templates[i] = template
	return s.options.written("templateId", template.answer())
}

func (s *Simulator) templateDetails(c *call) answer {
	if i := ofPath(s.templates, c); i >= 0 {
		return success(s.templates[i].answer())
	}
	_, isNumber := numberOf(c.id)
	return s.unknownID("templateId", isNumber)
}

// listTemplates answers an array. Reference, "Endpoints": all templates of the account.
func (s *Simulator) listTemplates(*call) answer {
	return listAnswer(s.options, "templateId", s.templates, Template.answer)
}

// setDefaults gives optional fields the values they have when they are left out. Reference, "Template".
func (t *Template) setDefaults() {
	t.CodeType = 1 // marked required on add, and yet with a default
	t.CodeLength = 4
	t.SpeechRate = 50
	t.Language = "EN"
	t.MaxDuration = 59
	t.RepeatCnt = 1
	t.SenderID = nil
}

// readTemplate takes over the fields that a body has.
func (s *Simulator) readTemplate(f *fields, template *Template) answer {
	f.require("name", "text")                             // Reference, "Template": name and text are required.
	f.text("name", &template.Name, 4, 32)                 // Reference, "Template": name 4–32 characters.
	f.text("text", &template.Text, 1, 256)                // Reference, "Template": text 1–256 characters.
	f.integer("codeType", &template.CodeType, 1, 4)       // Reference, "Template": codeType 1–4.
	f.integer("codeLength", &template.CodeLength, 4, 10)  // Reference, "Template": codeLength 4–10.
	f.integer("speechRate", &template.SpeechRate, 0, 100) // Reference, "Template": speechRate 0–100.
	f.get("language", &template.Language)
	f.integer("maxDuration", &template.MaxDuration, 5, 599) // Reference, "Template": maxDuration 5–599.
	f.integer("repeatCnt", &template.RepeatCnt, 1, 10)      // Reference, "Template": repeatCnt 1–10.
	f.get("senderId", &template.SenderID)                   // Reference, "Template": senderId is optional.
	// Reference, "Template": text must contain ##code##.
	if !strings.Contains(template.Text, "##code##") {
		f.refuse("text does not contain ##code##")
	}
	// Reference, "Template": language is one of 14.
	if f.has("language") && !slices.Contains(languages(), template.Language) {
		f.refuse("language is unknown")
	}
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	s.options.trim(&template.Name, &template.Text)
	// Reference, "Template": no duplicates; a template's own name is not one.
	if slices.ContainsFunc(s.templates, func(other Template) bool {
		return other.ID != template.ID && s.inNameScope(other, *template) && s.options.sameName(other.Name, template.Name)
	}) {
		return nameTaken()
	}
	return success(nil)
}

// inNameScope tells whether the names of two templates must differ.
// Reference, "Not documented": whether names are unique per account or per application.
func (s *Simulator) inNameScope(a, b Template) bool {
	return s.options.NameScope == NamesPerAccount || a.AppID == b.AppID
}

// languages are the languages of the voice. Reference, "Template".
func languages() []string {
	return []string{"CN", "EN", "VN", "JP", "ARB", "DE", "IN", "IT", "KR", "RU", "ES", "PT", "IDN", "BD"}
}

// answer is the template as it is answered. Reference, "Template": the same fields, plus templateId.
func (t Template) answer() map[string]any {
	answer := map[string]any{
		"templateId":  t.ID,
		"appId":       t.AppID,
		"name":        t.Name,
		"text":        t.Text,
		"codeType":    t.CodeType,
		"codeLength":  t.CodeLength,
		"speechRate":  t.SpeechRate,
		"maxDuration": t.MaxDuration,
		"repeatCnt":   t.RepeatCnt,
		"senderId":    t.SenderID,
	}
	if t.Language != "" {
		answer["language"] = t.Language
	}
	return answer
}
