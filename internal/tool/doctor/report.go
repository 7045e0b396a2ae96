package doctor

import (
	"context"
	"crypto/rand"
	"fmt"
	"mime"
	"runtime"
	"slices"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// What a report asks apart from the lists (API reference, "Endpoints").
const (
	routeApp             = "GET /app/details/{appId}"
	routeTemplate        = "GET /template/details/{templateId}"
	routeFlow            = "GET /flow/details/{flowId}"
	routeUnknownApp      = routeApp + " of an unknown id"
	routeUnknownTemplate = routeTemplate + " of an unknown id"
	routeUnknownFlow     = routeFlow + " of an unknown id"
)

// maxApps is how many applications a report looks at: some have a limit that is on, and some one that is off.
const maxApps = 5

// unknownNumber is an id that no account comes to: the greatest that fits 32 bits.
const unknownNumber = "2147483647"

// askMore asks for what the lists do not show. What fails is in the report like anything else. The client itself makes no
// more calls of a refused account, which could lock it.
func (p *patient) askMore(ctx context.Context) {
	if answered := p.recorder.last(routeTemplates); answered == nil || !isEnvelope(answered) {
		return
	}
	var apps []string
	for _, template := range p.seen.templates {
		if app := template.ObjectAppID(); app != "" && !slices.Contains(apps, app) && len(apps) < maxApps {
			apps = append(apps, app)
		}
	}
	ask := func(route string, ids []string, details func(context.Context, string) error) {
		for _, id := range ids {
			_ = p.call(route, func() error { return details(ctx, id) })
		}
	}
	app := func(ctx context.Context, id string) error { _, err := p.client.AppDetails(ctx, id); return err }
	template := func(ctx context.Context, id string) error { _, err := p.client.TemplateDetails(ctx, id); return err }
	flow := func(ctx context.Context, id string) error { _, err := p.client.FlowDetails(ctx, id); return err }
	ask(routeApp, apps, app)
	if len(p.seen.templates) > 0 {
		ask(routeTemplate, []string{p.seen.templates[0].ObjectID()}, template)
	}
	if len(p.seen.flows) > 0 {
		ask(routeFlow, []string{p.seen.flows[0].ObjectID()}, flow)
	}
	ask(routeUnknownApp, []string{rand.Text()[:8]}, app)
	ask(routeUnknownTemplate, []string{unknownNumber}, template)
	ask(routeUnknownFlow, []string{unknownNumber}, flow)
}

// report has no value of an answer, of the account or of this machine.
func (p *patient) report(version string, checks []check) string {
	var text strings.Builder
	base := "another base URL"
	if p.account.BaseURL == otp.DefaultBaseURL {
		base = "the default base URL"
	}
	fmt.Fprintf(&text, "terraform-provider-itniotech %s, doctor -report, %s/%s, %s\n\n", version, runtime.GOOS, runtime.GOARCH, base)
	_, _ = text.WriteString("Checks\n")
	for _, check := range checks {
		fmt.Fprintf(&text, "  %-14s %s\n", check.name, check.verdict)
	}
	_, _ = text.WriteString("\nFacts, and what the provider assumes\n")
	for _, fact := range p.facts() {
		fmt.Fprintf(&text, "  %-8s %s: %s. Assumed: %s.\n", fact.verdict(), fact.what, fact.is(), fact.assumed)
	}
	_, _ = text.WriteString("\nAnswers\n")
	for i := range p.recorder.exchanges {
		text.WriteString(p.recorder.exchanges[i].describe())
	}
	return text.String()
}

// describe says what an answer looks like.
func (e *exchange) describe() string {
	status := "no API status"
	if number, ok := e.status(); ok {
		status = fmt.Sprintf("API status %d", number)
	}
	date := "no Date"
	if !e.date.IsZero() {
		date = "Date"
	}
	text := fmt.Sprintf("%s: HTTP %d, %s, %s, %s\n", e.route, e.code, status, mediaType(e.mediaType), date)
	s, isJSON := shapeOf(e.body)
	if !isJSON {
		text += fmt.Sprintf("  not JSON, or not all of it, %d bytes\n", len(e.body))
	}
	return text + s.String()
}

// mediaType is one of those that are expected somewhere; another one could say anything.
func mediaType(header string) string {
	parsed, _, err := mime.ParseMediaType(header)
	if err == nil && slices.Contains([]string{"application/json", "text/html", "text/plain", "text/json", "application/octet-stream"}, parsed) {
		return parsed
	}
	return "another Content-Type"
}
