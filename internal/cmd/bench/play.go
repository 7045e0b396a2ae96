package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// played is what plans took whose calls the bench itself made. Terraform's own time grows with the square of a plan, and
// what Terraform does at the same time makes the provider's CPU time vary.
type played struct{ echo, provider plays }

// plays are the plans of one contestant by turns.
type plays struct{ few, many, most []usage } // n, many and twice as many templates

// play plans with the provider and the echo.
func (b *benchmark) play(ctx context.Context) (played, error) {
	var all played
	few, stop, err := b.newGame(ctx)
	if err != nil {
		return all, err
	}
	defer stop()
	many, stop, err := b.newGame(ctx)
	if err != nil {
		return all, err
	}
	defer stop()
	for range b.rounds {
		for _, step := range []struct {
			game           *game
			n              int
			echo, provider *[]usage
		}{
			{few, b.n, &all.echo.few, &all.provider.few},
			{many, b.many, &all.echo.many, &all.provider.many},
			{many, 2 * b.many, &all.echo.most, &all.provider.most},
			{few, b.n, &all.echo.few, &all.provider.few},
		} {
			echo, err := step.game.plan(ctx, b.echo, step.n, 0)
			if err != nil {
				return all, err
			}
			provider, err := step.game.plan(ctx, b.provider, step.n, 1)
			if err != nil {
				return all, err
			}
			*step.echo, *step.provider = append(*step.echo, echo), append(*step.provider, provider)
		}
	}
	return all, nil
}

// game is an account, and the state that Terraform would have of it.
type game struct {
	account *simulator.Simulator
	env     []string
	first   simulator.Template // as it was created
	states  []cty.Value
	private []byte // of each of them
}

// newGame creates a template with the provider, and edits it behind the provider's back: each plan has to show it.
func (b *benchmark) newGame(ctx context.Context) (g *game, stop func(), err error) {
	g = &game{account: simulator.New(simulator.Options{})}
	g.account.PutApp(simulator.App{ID: "Bench123", Name: "bench", CodeExpiry: 5})
	address, stop, err := workspace.Serve(ctx, g.account)
	if err != nil {
		return nil, nil, err
	}
	g.env = []string{
		"ITNIOTECH_API_KEY=" + simulator.DefaultAPIKey, "ITNIOTECH_API_SECRET=" + simulator.DefaultAPISecret, "ITNIOTECH_BASE_URL=" + address,
	}
	if err := g.create(ctx, b.provider); err != nil {
		stop()
		return nil, nil, err
	}
	g.first = g.account.Templates()[0]
	edited := g.first
	edited.Text = "Somebody else says ##code##."
	g.account.PutTemplate(edited)
	return g, stop, nil
}

// player is a provider's process that is configured.
type player struct {
	*server

	template object
}

func (g *game) start(ctx context.Context, binary string) (*player, error) {
	s, err := serve(ctx, binary, g.env...)
	if err != nil {
		return nil, err
	}
	p := &player{server: s}
	configuration, template, err := s.schemas(ctx)
	if err == nil {
		p.template = template
		var nothing fields
		if nothing, err = configuration.encode(configuration.value(nil)); err == nil {
			_, err = s.call(ctx, "ConfigureProvider", fields{"config": nothing})
		}
	}
	if err != nil {
		s.client.Kill()
		return nil, err
	}
	return p, nil
}

func (g *game) create(ctx context.Context, binary string) error {
	p, err := g.start(ctx, binary)
	if err != nil {
		return err
	}
	defer p.client.Kill()
	nothing := cty.NullVal(p.template.Type)
	configuration := p.configuration(map[string]cty.Value{
		"app_id": cty.StringVal("Bench123"), "name": cty.StringVal("template-0"), "text": cty.StringVal(text(0)), "code_length": cty.NumberIntVal(6),
	})
	request, err := p.change(nothing, configuration)
	if err != nil {
		return err
	}
	planned, err := p.call(ctx, "PlanResourceChange", request)
	if err != nil {
		return err
	}
	applied, err := p.call(ctx, "ApplyResourceChange", fields{
		"type_name": templateType, "prior_state": request["prior_state"], "config": request["config"],
		"planned_state":   fields{"msgpack": get(planned, "planned_state", "msgpack").Bytes()},
		"planned_private": get(planned, "planned_private").Bytes(),
	})
	if err != nil {
		return err
	}
	state, err := p.template.decode(applied, "new_state")
	g.states, g.private = []cty.Value{state}, get(applied, "private").Bytes()
	return err
}

func text(i int) string { return fmt.Sprintf("##code## is your code number %d.", i) }

// grow copies the first template in account and states until there are n.
func (g *game) grow(n int) {
	for i := len(g.states); i < n; i++ {
		template := g.first
		template.ID, template.Name, template.Text = g.first.ID+int64(i), fmt.Sprintf("template-%d", i), text(i)
		g.account.PutTemplate(template)
		state := g.states[0].AsValueMap()
		state["id"] = cty.StringVal(strconv.FormatInt(template.ID, 10))
		state["name"], state["text"] = cty.StringVal(template.Name), cty.StringVal(template.Text)
		g.states = append(g.states, cty.ObjectVal(state))
	}
}

// plan plans n templates with a fresh process, as many at once as Terraform does, and tells what that used. It fails if
// not as many are to be changed as they should.
func (g *game) plan(ctx context.Context, binary string, n, changes int) (usage, error) {
	g.grow(n)
	p, err := g.start(ctx, binary)
	if err != nil {
		return usage{}, err
	}
	defer p.client.Kill()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, changed atomic.Int64
	done := make(chan struct{})
	for range parallelism {
		go func() {
			defer func() { done <- struct{}{} }()
			for i := next.Add(1) - 1; i < int64(n) && ctx.Err() == nil; i = next.Add(1) - 1 {
				isChanged, err := p.plan(ctx, g.states[i], g.private)
				if err != nil {
					cancel(err)
				}
				if isChanged {
					changed.Add(1)
				}
			}
		}()
	}
	for range parallelism {
		<-done
	}
	switch {
	case ctx.Err() != nil:
		return usage{}, context.Cause(ctx)
	case changed.Load() != int64(changes):
		return usage{}, fmt.Errorf("of %d templates %d are to be changed, want %d", n, changed.Load(), changes)
	}
	return p.end()
}

// plan makes the calls that Terraform makes to plan an object without a change in the configuration.
func (p *player) plan(ctx context.Context, state cty.Value, private []byte) (isChanged bool, err error) {
	stored, err := ctyjson.Marshal(state, p.template.Type)
	if err != nil {
		return false, fmt.Errorf("encoding a state: %w", err)
	}
	upgraded, err := p.call(ctx, "UpgradeResourceState", fields{"type_name": templateType, "raw_state": fields{"json": stored}})
	if err != nil {
		return false, err
	}
	read, err := p.call(ctx, "ReadResource", fields{
		"type_name": templateType, "private": private,
		"current_state": fields{"msgpack": get(upgraded, "upgraded_state", "msgpack").Bytes()},
	})
	if err != nil {
		return false, err
	}
	current, err := p.template.decode(read, "new_state")
	if err != nil {
		return false, err
	}
	if current.IsNull() {
		return false, errors.New("a template is gone")
	}
	request, err := p.change(current, p.configuration(state.AsValueMap()))
	if err != nil {
		return false, err
	}
	if _, err := p.call(ctx, "ValidateResourceConfig", fields{"type_name": templateType, "config": request["config"]}); err != nil {
		return false, err
	}
	request["prior_private"] = get(read, "private").Bytes()
	answer, err := p.call(ctx, "PlanResourceChange", request)
	if err != nil {
		return false, err
	}
	planned, err := p.template.decode(answer, "planned_state")
	return err == nil && !planned.RawEquals(current), err
}

// configuration is what templates writes of a template.
func (p *player) configuration(of map[string]cty.Value) cty.Value {
	known := map[string]cty.Value{}
	for _, name := range []string{"app_id", "name", "text", "code_length"} {
		known[name] = of[name]
	}
	return p.template.value(known)
}

// change is the request to plan a configuration.
func (p *player) change(prior, configuration cty.Value) (fields, error) {
	request := fields{"type_name": templateType}
	for name, value := range map[string]cty.Value{
		"prior_state": prior, "config": configuration, "proposed_new_state": p.template.proposed(configuration, prior),
	} {
		encoded, err := p.template.encode(value)
		if err != nil {
			return nil, err
		}
		request[name] = encoded
	}
	return request, nil
}
