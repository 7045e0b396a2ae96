package otp

import "context"

// AppSettings is what the caller of an add or an update decides about an
// application. An update replaces all of it (API reference, "Application").
type AppSettings struct {
	// Name has 4 to 32 characters and is taken as long as the object exists.
	Name string `json:"name"`
	// CodeExpiry is how many minutes a sent code stays valid, 1 to 60.
	CodeExpiry Number `json:"codeExpiry"`
	// PeriodTotalSendLimit bounds the messages of the whole application.
	PeriodTotalSendLimit SendLimit `json:"periodTotalSendLimit"`
	// PeriodPhoneSendLimit bounds the messages to one phone number.
	PeriodPhoneSendLimit SendLimit `json:"periodPhoneSendLimit"`
}

// SendLimit bounds how many messages are sent in a period. One that is off is
// sent as enabled false and three nulls, and read in any form, an empty object
// among them.
type SendLimit struct {
	Enabled bool `json:"enabled"`
	// Unit is one of the Unit constants, required when enabled.
	Unit *Number `json:"unit" words:"day,hour,minute,second"`
	// Period counts units, 1 to 90, required when enabled.
	Period *Number `json:"period"`
	// Limit counts messages, 1 to 10,000,000,000, required when enabled.
	Limit *Number `json:"limit"`
}

// App is an application as the API answers it. A field that the answer lacks,
// or has as null, is nil, and the ID is "".
type App struct {
	Form

	ID                   ID         `json:"appId"`
	Name                 *string    `json:"name"`
	CodeExpiry           *Number    `json:"codeExpiry"`
	PeriodTotalSendLimit *SendLimit `json:"periodTotalSendLimit"`
	PeriodPhoneSendLimit *SendLimit `json:"periodPhoneSendLimit"`
	CreateTime           *Text      `json:"createTime"`
}

const (
	routeAppAdd     = "/app/add"
	routeAppUpdate  = "/app/update/{appId}"
	routeAppDetails = "/app/details/{appId}"
)

// AddApp creates an application (POST /app/add). The answer always has an ID.
// StatusDataExists says that the name is taken, StatusDataCaps that the
// account may hold no more applications.
func (c *Client) AddApp(ctx context.Context, settings AppSettings) (App, error) {
	return addObject[App](ctx, c, routeAppAdd, settings)
}

// UpdateApp replaces an application's settings (PUT /app/update/{appId}). The
// answer may be empty.
func (c *Client) UpdateApp(ctx context.Context, id string, settings AppSettings) (App, error) {
	return updateObject[App](ctx, c, routeAppUpdate, id, settings)
}

// AppDetails reads an application (GET /app/details/{appId}). ErrNotFound says
// that the account has none with this id. A limit that details lack is off (API
// reference, "Application"), and never nil.
func (c *Client) AppDetails(ctx context.Context, id string) (App, error) {
	app, err := objectDetails[App](ctx, c, routeAppDetails, id)
	if err != nil {
		return app, err
	}
	for _, limit := range []**SendLimit{&app.PeriodTotalSendLimit, &app.PeriodPhoneSendLimit} {
		if *limit == nil {
			*limit = &SendLimit{}
		}
	}
	return app, nil
}

// ObjectID implements Object.
func (a App) ObjectID() string { return string(a.ID) }

// ObjectName implements Object.
func (a App) ObjectName() string { return textOf(a.Name) }

// ObjectIsWhole implements Object.
func (a App) ObjectIsWhole() bool {
	return a.isAsDocumented() && a.Name != nil && a.CodeExpiry != nil && a.PeriodTotalSendLimit != nil && a.PeriodPhoneSendLimit != nil
}

func (a *App) adopt(id ID) { a.ID, a.guessed = id, true }

// ObjectAppID implements Object: an application belongs to none.
func (App) ObjectAppID() string { return "" }
