package simulator

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// A real start on a free port, a signed call to the printed address, and a stop by the context.
func TestRun(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args        []string
		key, secret string
		printed     string
	}{
		"defaults": {
			nil, "test-api-key", "test-api-secret",
			"  export ITNIOTECH_API_KEY='test-api-key'\n  export ITNIOTECH_API_SECRET='test-api-secret'\n",
		},
		"own credentials": {
			[]string{"-api-key", "it's mine", "-api-secret", "hush-hush"},
			"it's mine", "hush-hush",
			"  export ITNIOTECH_API_KEY='it'\\''s mine'\n" +
				"  export ITNIOTECH_API_SECRET='...' # the value passed as -api-secret\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			reader, stdout := io.Pipe()
			var stderr bytes.Buffer
			exit := make(chan int, 1)
			go func() {
				exit <- Run(ctx, append([]string{"-listen", "127.0.0.1:0"}, test.args...), stdout, &stderr)
			}()
			greeting := readUntil(t, reader, "Ctrl-C.\n")
			url := regexp.MustCompile(`export ITNIOTECH_BASE_URL='(http://127\.0\.0\.1:\d+/otp)'\n`).FindStringSubmatch(greeting)
			if url == nil || !strings.Contains(greeting, test.printed) {
				t.Fatalf("printed:\n%s", greeting)
			}
			if name != "defaults" && strings.Contains(greeting, test.secret) {
				t.Errorf("printed the secret:\n%s", greeting)
			}
			if got := get(t, url[1]+"/template/list", test.key, test.secret); got != "0" {
				t.Errorf("status = %s, want 0", got)
			}
			if got := get(t, url[1]+"/template/list", test.key, "wrong"); got != "-1" {
				t.Errorf("status under a wrong secret = %s, want -1", got)
			}
			cancel()
			select {
			case code := <-exit:
				if code != 0 || stderr.Len() > 0 {
					t.Errorf("exit code = %d, stderr = %q, want 0 and nothing", code, stderr.String())
				}
			case <-time.After(patience):
				t.Fatal("it does not stop")
			}
			expectClosed(t, url[1])
		})
	}
}

func TestRunFailures(t *testing.T) {
	t.Parallel()
	var config net.ListenConfig
	taken, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	tests := map[string]struct {
		args []string
		code int
		want string
	}{
		"taken address":     {[]string{"-listen", taken.Addr().String()}, 1, taken.Addr().String() + ": bind: address already in use; -listen 127.0.0.1:0 takes a free port"},
		"unknown flag":      {[]string{"-nothing"}, 2, "flag provided but not defined: -nothing"},
		"argument":          {[]string{"serve"}, 2, `unexpected argument "serve"; a command stands after --`},
		"unknown choice":    {[]string{"-update-mode", "both"}, 2, "want one of replaces, merges"},
		"every interface":   {[]string{"-listen", ":0"}, 2, "-allow-remote"},
		"unspecified":       {[]string{"-listen", "0.0.0.0:0"}, 2, "-allow-remote"},
		"unspecified IPv6":  {[]string{"-listen", "[::]:0"}, 2, "-allow-remote"},
		"remote":            {[]string{"-listen", "192.0.2.1:0"}, 2, "-allow-remote"},
		"other host name":   {[]string{"-listen", "example.com:0"}, 2, "-allow-remote"},
		"no port":           {[]string{"-listen", "127.0.0.1"}, 2, "-listen wants host:port"},
		"no key":            {[]string{"-api-key", ""}, 2, "must not be empty"},
		"no secret":         {[]string{"-api-secret", ""}, 2, "must not be empty"},
		"negative delivery": {[]string{"-delivery-time", "-1s"}, 2, "-delivery-time must not be below 0"},
		"unknown channel":   {[]string{"-undeliverable", "mail"}, 2, "want one of sms, call, sna"},
		"no window":         {[]string{"-timestamp-window", "0s"}, 2, "-timestamp-window must be above 0"},
		"negative cap":      {[]string{"-max-apps", "-1"}, 2, "must not be below 0"},
		"negative page":     {[]string{"-page-size", "-1"}, 2, "must not be below 0"},
		"secret not echoed": {[]string{"-api-secret", "hush-hush", "extra"}, 2, "unexpected argument"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := Run(t.Context(), test.args, &stdout, &stderr); code != test.code {
				t.Errorf("exit code = %d, want %d", code, test.code)
			}
			if !strings.Contains(stderr.String(), test.want) || stdout.Len() > 0 {
				t.Errorf("stdout = %q, stderr = %q, want %q on stderr", stdout.String(), stderr.String(), test.want)
			}
			if strings.Contains(stderr.String(), "hush-hush") {
				t.Errorf("stderr has the secret: %q", stderr.String())
			}
		})
	}
}

func TestListenAddresses(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		nil,
		{"-listen", "localhost:0"},
		{"-listen", "127.9.9.9:1"},
		{"-listen", "[::1]:0"},
		{"-listen", ":0", "-allow-remote"},
	} {
		if _, _, ok := parseFlags(args, io.Discard, io.Discard); !ok {
			t.Errorf("%q is refused", args)
		}
	}
}

// Each variant's name is the flag that switches it on.
func TestVariantFlags(t *testing.T) {
	t.Parallel()
	for _, variant := range simulator.Variants() {
		got, want := parse(t, "-"+variant.Name), parse(t)
		variant.Set(&want.options)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("-%s gives %+v, want %+v", variant.Name, got, want)
		}
	}
	got := parse(t, "-max-apps=3", "-timestamp-window=2s", "-delivery-time=3s")
	if got.options.MaxApps != 3 || got.options.TimestampWindow != 2*time.Second ||
		got.options.DeliveryTime != 3*time.Second || got.options.Undeliverable != nil {
		t.Errorf("options = %+v", got.options)
	}
}

func TestUndeliverableFlag(t *testing.T) {
	t.Parallel()
	got := parse(t, "-undeliverable=sms", "-undeliverable=call")
	for channel, want := range map[string]bool{"sms": true, "call": true, "sna": false} {
		if fails := got.options.Undeliverable("15550100001", channel); fails != want {
			t.Errorf("%s fails = %t, want %t", channel, fails, want)
		}
	}
}

// parse reads flags that are right.
func parse(t *testing.T, args ...string) config {
	t.Helper()
	var stderr bytes.Buffer
	c, _, ok := parseFlags(args, io.Discard, &stderr)
	if !ok {
		t.Fatalf("%q: %s", args, &stderr)
	}
	return c
}

// Help is written by hand, and must name every flag.
func TestHelp(t *testing.T) {
	t.Parallel()
	var c config
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	c.flags(flags)
	flags.VisitAll(func(f *flag.Flag) {
		if !regexp.MustCompile(`[ ]-` + f.Name + `[ ,\n]`).MatchString(help) {
			t.Errorf("help lacks -%s", f.Name)
		}
	})
}

// A message is sent, printed unless -quiet, and read at the printed address.
func TestOutbox(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"-quiet"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			testOutbox(t, args)
		})
	}
}

func testOutbox(t *testing.T, args []string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reader, stdout := io.Pipe()
	var stderr bytes.Buffer
	exit := make(chan int, 1)
	go func() {
		exit <- Run(ctx, append([]string{"-listen", "127.0.0.1:0"}, args...), stdout, &stderr)
		_ = stdout.Close()
	}()
	greeting := readUntil(t, reader, "Ctrl-C.\n")
	outbox := regexp.MustCompile(`http://127\.0\.0\.1:\d+/_simulator/outbox`).FindString(greeting)
	if outbox == "" {
		t.Fatalf("printed:\n%s", greeting)
	}
	base := strings.TrimSuffix(outbox, "/_simulator/outbox") + "/otp"
	const phone = "15550100001"
	post := func(path, body string) map[string]any {
		t.Helper()
		data, _ := call(t, http.MethodPost, base+path, body, "test-api-key", "test-api-secret")["data"].(map[string]any)
		return data
	}
	appID := post("/app/add", `{"name":"test_app"}`)["appId"]
	templateID := post("/template/add", fmt.Sprintf(`{"appId":%q,"name":"name","text":"##code##!"}`, appID))["templateId"]
	id := post("/verification/send", fmt.Sprintf(`{"appId":%q,"templateId":%v,"to":%q}`, appID, templateID, phone))["verificationId"]

	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, outbox, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var messages []struct{ VerificationID, To, Text, Code string }
	if err := json.NewDecoder(answer.Body).Decode(&messages); err != nil || len(messages) != 1 {
		t.Fatalf("outbox = %+v, %v, want one message", messages, err)
	}
	got := messages[0]
	if got.VerificationID != id || got.To != phone || got.Text != got.Code+"!" {
		t.Errorf("outbox = %+v, want the message of %v", got, id)
	}
	body := fmt.Sprintf(`{"verificationId":%q,"code":%q}`, id, got.Code)
	if matched := post("/verification/verify", body)["matched"]; matched != 0.0 {
		t.Errorf("matched = %v, want 0", matched)
	}
	post("/verification/send", `{"to":"`+phone+`","code":`)

	cancel()
	rest, err := io.ReadAll(reader)
	want := ""
	if len(args) == 0 {
		want = fmt.Sprintf("Not really sent: sms to %s: %q, code %s\n", phone, got.Text, got.Code)
	}
	if err != nil || <-exit != 0 || len(rest) > 0 || stderr.String() != want {
		t.Errorf("printed %q and %q, want %q", rest, stderr.String(), want)
	}
}

func readUntil(t *testing.T, reader io.Reader, end string) string {
	t.Helper()
	var read strings.Builder
	buffer := make([]byte, 1024)
	for !strings.HasSuffix(read.String(), end) {
		count, err := reader.Read(buffer)
		if err != nil {
			t.Fatalf("after %q: %v", read.String(), err)
		}
		read.Write(buffer[:count])
	}
	return read.String()
}

// patience is how long a simulator may take that hangs, so that one test fails and not all.
const patience = 5 * time.Minute

// expectClosed fails if something goes on listening at a simulator's URL. A process that another test is just starting may
// have the socket for a moment.
func expectClosed(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/otp"))
		if ctx.Err() != nil {
			t.Error("it still listens")
		}
		if err != nil {
			return
		}
		_ = connection.Close()
	}
}

// get makes a signed call and gives the status of the answer.
func get(t *testing.T, url, key, secret string) string {
	t.Helper()
	status, _ := call(t, http.MethodGet, url, "", key, secret)["status"].(string)
	return status
}

// call makes a signed call and gives the answer.
func call(t *testing.T, method, url, body, key, secret string) map[string]any {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	sign(r, key, secret)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var envelope map[string]any
	if err := json.NewDecoder(response.Body).Decode(&envelope); err != nil {
		t.Fatal(err)
	}
	return envelope
}

// sign signs a request as of now.
func sign(r *http.Request, key, secret string) {
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	sum := md5.Sum([]byte(key + secret + timestamp))
	r.Header.Set("Content-Type", "application/json;charset=UTF-8")
	r.Header.Set("Api-Key", key)
	r.Header.Set("Timestamp", timestamp)
	r.Header.Set("Sign", hex.EncodeToString(sum[:]))
}
