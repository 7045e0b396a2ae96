package provider

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// door is where an account is reached while it is open. A closed one refuses connections.
type door struct {
	testAccount *testAccount

	mu     sync.Mutex
	server *httptest.Server
}

// lastDoor is the port of the last door. They lie below those that systems hand out, because what listened there while a
// door is shut would answer.
var lastDoor = func() *atomic.Int32 {
	var port atomic.Int32
	port.Store(10_000 + int32(os.Getpid()%200)*100)
	return &port
}()

// newDoor is the only way to an account, and open.
func newDoor(t *testing.T, w *testAccount) *door {
	t.Helper()
	d := &door{testAccount: w}
	var err error
	for range 100 { // others may listen there
		w.url = fmt.Sprintf("http://127.0.0.1:%d/otp", lastDoor.Add(1))
		if err = d.open(); err == nil {
			t.Cleanup(d.shut)
			return d
		}
	}
	t.Fatal(err)
	return nil
}

func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.server.Close()
}

func (d *door) open() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", d.testAccount.host())
	if err != nil {
		return err
	}
	d.server = &httptest.Server{Listener: listener, Config: &http.Server{Handler: d.testAccount, ReadHeaderTimeout: time.Minute}}
	d.server.Start()
	return nil
}

func (d *door) reopen(t *testing.T) {
	t.Helper()
	if err := d.open(); err != nil {
		t.Error(err)
	}
}

// TestCoreFaults_refusedConnection repeats a read and an update that nobody
// takes, and then says that nothing was sent.
func TestCoreFaults_refusedConnection(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 1
		d := newDoor(t, w)
		before, after := s.config(w), s.config(w, s.rich...)
		refused := w.host() + " refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL). It was attempted 2 times."
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: before},
				{PreConfig: d.shut, Config: before, ExpectError: says(refused + keptRead)},
				{
					PreConfig: func() { d.reopen(t) },
					Config:    after,
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planned(func(plancheck.CheckPlanRequest) error {
						d.shut()
						return nil
					})}},
					ExpectError: says(refused + " The request was not sent: nothing was changed, and the state is kept as it was."),
				},
				{PreConfig: func() { d.reopen(t) }, Config: after, ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate)},
			},
		})
		if writes := w.writes(); len(writes) != 2 {
			t.Errorf("writes = %+v, want a create and an update", writes)
		}
	})
}

// serving serves one resource alone.
func (w *testAccount) serving(sole func() framework.Resource) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"itniotech": func() (tfprotov6.ProviderServer, error) {
			provider := soleProvider{&itniotechProvider{"test", w.pace()}, sole}
			return w.record(providerserver.NewProtocol6(provider)()), nil
		},
	}
}

type soleProvider struct {
	*itniotechProvider
	sole func() framework.Resource
}

func (p soleProvider) Resources(context.Context) []func() framework.Resource {
	return []func() framework.Resource{p.sole}
}

// ListResources is none: those of the provider are of resources that this one lacks.
func (soleProvider) ListResources(context.Context) []func() list.ListResource { return nil }

// doorResource is the application, and does something before it is created.
type doorResource struct {
	*object.Resource[*appModel, otp.App]
	before func()
}

func (r *doorResource) Create(ctx context.Context, req framework.CreateRequest, resp *framework.CreateResponse) {
	r.before()
	r.Resource.Create(ctx, req, resp)
}

// TestCoreFaults_refusedAtFirst repeats a create that was not sent until it is.
func TestCoreFaults_refusedAtFirst(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	w.repeats = otp.MaxRetriesLimit
	d := newDoor(t, w)
	w.clock.onWait = sync.OnceFunc(func() { d.reopen(t) })
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.serving(func() framework.Resource {
			return &doorResource{object.NewResource(appKind).(*object.Resource[*appModel, otp.App]), d.shut}
		}),
		Steps: []resource.TestStep{{Config: appConfig(w), ConfigPlanChecks: action(appAddress, plancheck.ResourceActionCreate)}},
	})
	if posts, made := w.posts(), w.named("login"); posts != 1 || made != 1 {
		t.Errorf("%d creates arrived and %d objects were made, want 1 and 1", posts, made)
	}
}

// TestCoreFaults_pause waits for as long as the API asks before it repeats an update or a read.
func TestCoreFaults_pause(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 1
		pause := simulator.Fault{Times: 1, Respond: simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "2")}
		read, update := pause, pause
		read.Path, update.Method = s.reading, http.MethodPut
		paused := func(route string) func() {
			return func() {
				var calls []simulator.Request
				for _, request := range w.calls() {
					if request.Method+" "+request.Path == route {
						calls = append(calls, request)
					}
				}
				if len(calls) != 2 || calls[1].Time.Sub(calls[0].Time) < 2*time.Second {
					t.Errorf("calls = %+v, want two, 2 s apart or more", calls)
				}
			}
		}
		before, after := s.config(w), s.config(w, s.rich...)
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: before},
				{
					PreConfig: func() { w.ResetRequests(); w.Inject(read) },
					Config:    before, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
					Check: checked(paused("GET " + s.reading)),
				},
				{
					PreConfig: func() { w.ResetRequests(); w.Inject(update) },
					Config:    after, ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate),
					Check: checked(paused("PUT " + strings.Replace(s.details, "details", "update", 1))),
				},
			},
		})
	})
}

// TestCoreFaults_longPause fails at once when the API asks for a pause that no run can wait for.
func TestCoreFaults_longPause(t *testing.T) {
	t.Parallel()
	const text = "The API takes no more requests for now (HTTP 429) and asks to wait 1h0m0s. Try again then, or set requests_per_second."
	long := simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "3600")
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = 4
				s.keeps(t, w, simulator.Fault{Method: method, Path: s.reading, Respond: long},
					text+map[string]string{http.MethodGet: keptRead, http.MethodPut: unchanged}[method])
			})
		})
	}
}

// TestCoreFaults_unavailableForLong sends no create into a pause that no run can wait for.
func TestCoreFaults_unavailableForLong(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 4
		config := s.config(w)
		w.Inject(simulator.Fault{Method: http.MethodPost, Respond: simulator.RespondHTTP(503, "text/plain", "", "Retry-After", "3600")})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{{
				Config: config,
				ExpectError: says(fmt.Sprintf("Terraform could not create the %s %q. %s answered with HTTP 503 (Service Unavailable) instead of the API's JSON and asks to wait 1h0m0s. "+
					"Try again then; if this persists, check base_url. Whether the %s was created is not known. %s", s.noun, s.objectName, w.host(), s.short, lookFirst)),
			}},
		})
		if posts, made := w.posts(), w.named(s.objectName); posts != 1 || made != 0 {
			t.Errorf("%d creates were sent and %d objects made, want 1 and 0", posts, made)
		}
	})
}
