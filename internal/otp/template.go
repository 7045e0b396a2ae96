package otp

import "context"

// TemplateSettings is what the caller of an add or an update decides about a
// template. An update replaces all of it (API reference, "Template").
type TemplateSettings struct {
	// AppID is the application that the template belongs to. An update does
	// not send it: a template cannot move.
	AppID string `json:"appId,omitempty"`
	// Name has 4 to 32 characters and is taken as long as the object exists.
	Name string `json:"name"`
	// Text has 1 to 256 characters, CodePlace among them.
	Text string `json:"text"`
	// CodeType is one of the CodeType constants.
	CodeType Number `json:"codeType"`
	// CodeLength counts characters, 4 to 10.
	CodeLength Number `json:"codeLength"`
	// SpeechRate is how fast a voice call speaks, 0 to 100.
	SpeechRate Number `json:"speechRate"`
	// Language is the code of one of Languages.
	Language string `json:"language"`
	// MaxDuration is the longest call in seconds, 5 to 599.
	MaxDuration Number `json:"maxDuration"`
	// RepeatCount is how often a voice call plays, 1 to 10.
	RepeatCount Number `json:"repeatCnt"`
	// SenderID is optional and not sent when nil. An update clears it with "",
	// whether the API replaces the object or merges fields.
	SenderID *string `json:"senderId,omitempty"`
}

// Template is a template as the API answers it. A field that the answer lacks,
// or has as null, is nil, and the IDs are "".
type Template struct {
	Form

	ID          ID           `json:"templateId"`
	AppID       ID           `json:"appId"`
	Name        *string      `json:"name"`
	Text        *string      `json:"text"`
	CodeType    *Number      `json:"codeType" words:"NUMERIC,ALPHA,ALPHANUMERIC,HEX"`
	CodeLength  *Number      `json:"codeLength"`
	SpeechRate  *Number      `json:"speechRate"`
	Language    *Text        `json:"language" codes:"CN,EN,VN,JP,ARB,DE,IN,IT,KR,RU,ES,PT,IDN,BD"`
	MaxDuration *Number      `json:"maxDuration"`
	RepeatCount *Number      `json:"repeatCnt"`
	SenderID    OptionalText `json:"senderId"`
}

const (
	routeTemplateAdd     = "/template/add"
	routeTemplateUpdate  = "/template/update/{templateId}"
	routeTemplateDetails = "/template/details/{templateId}"
	routeTemplateList    = "/template/list"
)

// AddTemplate creates a template (POST /template/add). The answer always has
// an ID. StatusDataExists says that the name is taken.
func (c *Client) AddTemplate(ctx context.Context, settings TemplateSettings) (Template, error) {
	return addObject[Template](ctx, c, routeTemplateAdd, settings)
}

// UpdateTemplate replaces a template's settings (PUT
// /template/update/{templateId}). The answer may be empty.
func (c *Client) UpdateTemplate(ctx context.Context, id string, settings TemplateSettings) (Template, error) {
	settings.AppID = ""
	return updateObject[Template](ctx, c, routeTemplateUpdate, id, settings)
}

// TemplateDetails reads a template (GET /template/details/{templateId}).
// ErrNotFound says that the account has none with this id.
func (c *Client) TemplateDetails(ctx context.Context, id string) (Template, error) {
	return objectDetails[Template](ctx, c, routeTemplateDetails, id)
}

// ListTemplates reads all templates of the account (GET /template/list). The
// reference does not say whether the list is paged: what it lacks may exist.
func (c *Client) ListTemplates(ctx context.Context) (List[Template], error) {
	return listObjects[Template](ctx, c, routeTemplateList)
}

// ObjectID implements Object.
func (t Template) ObjectID() string { return string(t.ID) }

// ObjectName implements Object.
func (t Template) ObjectName() string { return textOf(t.Name) }

// ObjectIsWhole implements Object. The language and the sender may be missing
// (API reference, "Template").
func (t Template) ObjectIsWhole() bool {
	return t.isAsDocumented() && t.AppID != "" && t.Name != nil && t.Text != nil && t.CodeType != nil && t.CodeLength != nil &&
		t.SpeechRate != nil && t.MaxDuration != nil && t.RepeatCount != nil
}

func (t *Template) adopt(id ID) { t.ID, t.guessed = id, true }

// ObjectAppID implements Object.
func (t Template) ObjectAppID() string { return string(t.AppID) }
