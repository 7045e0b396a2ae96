package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// secrets are the key, the secret and each signature that was sent.
func (w *world) secrets() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append(slices.Collect(maps.Keys(w.signatures)), simulator.DefaultAPIKey, simulator.DefaultAPISecret)
}

// checkSecrets looks for secrets in all that the CLI printed and wrote.
func (s *stage) checkSecrets(t *testing.T) {
	t.Helper()
	secrets := s.world.secrets()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, printed := range s.printed {
		if secret := leak([]byte(printed), secrets); secret != "" {
			t.Errorf("the CLI printed %q", secret)
		}
	}
	found, err := leaks(s.Dir, secrets)
	if err != nil {
		t.Error(err)
	}
	for _, where := range found {
		t.Error(where)
	}
}

// leaks looks for secrets in a directory: logs, states, and plans with what is packed into them.
func leaks(dir string, secrets []string) (found []string, err error) {
	check := func(where string, text []byte) {
		if secret := leak(text, secrets); secret != "" {
			found = append(found, fmt.Sprintf("%s shows %q", where, secret))
		}
	}
	files := os.DirFS(dir)
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".terraform":
			return fs.SkipDir // has the provider itself
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		check(entry.Name(), text)
		packed, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return nil //nolint:nilerr // most files are no archives
		}
		for _, file := range packed.File {
			content, err := unpack(file)
			if err != nil {
				return err
			}
			check(entry.Name()+": "+file.Name, content)
		}
		return nil
	})
	return found, err
}

// leak gives the first secret in a text with what is around it, and "" if it has none.
func leak(text []byte, secrets []string) string {
	const around = 100
	for _, secret := range secrets {
		if i := bytes.Index(text, []byte(secret)); secret != "" && i >= 0 {
			return string(text[max(i-around, 0):min(i+len(secret)+around, len(text))])
		}
	}
	return ""
}

func unpack(file *zip.File) ([]byte, error) {
	content, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	return io.ReadAll(content)
}

// TestLeaks plants a secret where the CLI might leave one.
func TestLeaks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var plan bytes.Buffer
	archive := zip.NewWriter(&plan)
	packed, err := archive.Create("tfstate")
	if err == nil {
		_, err = packed.Write(bytes.Repeat([]byte("a-secret"), 100))
	}
	if err != nil || archive.Close() != nil || bytes.Contains(plan.Bytes(), []byte("a-secret")) {
		t.Fatal("the plan could not be packed")
	}
	for name, text := range map[string]string{"log": "an a-secret here", "state": "{}", "plan": plan.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := leaks(dir, []string{"", "another-secret", "a-secret"})
	if want := []string{`log shows "an a-secret here"`, `plan: tfstate shows "` + strings.Repeat("a-secret", 13) + `a-se"`}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v and error %v, want %v", got, err, want)
	}
}

// echoes are answers that repeat what they must not.
func echoes() []func(rw http.ResponseWriter, secrets string) {
	body := func(code int, contentType, format string, header ...string) func(http.ResponseWriter, string) {
		return func(rw http.ResponseWriter, secrets string) {
			for i, text := range header {
				header[i] = strings.ReplaceAll(text, "%s", secrets)
			}
			simulator.RespondHTTP(code, contentType, fmt.Sprintf(format, secrets), header...)(rw, nil)
		}
	}
	raw := func(format string) func(http.ResponseWriter, string) {
		return func(rw http.ResponseWriter, secrets string) {
			connection, _, err := http.NewResponseController(rw).Hijack()
			if err != nil {
				panic(err)
			}
			_, _ = fmt.Fprintf(connection, format, secrets)
			_ = connection.Close()
		}
	}
	const json = "application/json"
	return []func(http.ResponseWriter, string){
		body(http.StatusOK, json, `{"status":"-22","reason":"parameter exception: %s"}`),
		body(http.StatusOK, json, `{"status":"-18","reason":"%s"}`),
		body(http.StatusOK, json, `{"status":"77","reason":"%s"}`),
		body(http.StatusOK, json, `{"status":"%s","reason":""}`),
		body(http.StatusOK, json, `{"status":"0","reason":"","data":"%s"}`),
		body(http.StatusOK, json, `{"status":"0","reason":"","data":{"appId":{},"codeExpiry":"%s"}}`),
		body(http.StatusOK, json, `{"status":"0","reason":"%s`),
		body(http.StatusOK, json, `%s`),
		body(http.StatusOK, "text/html", "<title>%s</title>"),
		body(http.StatusTooManyRequests, "text/plain", "%s", "Retry-After", "%s"),
		body(http.StatusInternalServerError, "text/plain", "%s"),
		body(http.StatusNotFound, "text/plain", "%s"),
		body(http.StatusTemporaryRedirect, "text/plain", "%s", "Location", "http://127.0.0.1:1/%s"),
		body(http.StatusProxyAuthRequired, "text/plain", "%s", "Proxy-Authenticate", "%s"),
		raw("%s\r\n\r\n"),
		raw("HTTP/1.1 %s\r\n\r\n"),
		raw("HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n"),
		raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n"),
		raw("HTTP/1.1 200 OK\r\n%s\r\n\r\n"),
	}
}

// TestAccSecrets logs everything, while the API answers each kind of call with what it was sent.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	var hostile, answered atomic.Int64
	w := newWorld(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if hostile.Load() == 0 {
				next.ServeHTTP(rw, r)
				return
			}
			all := echoes()
			secrets := r.Header.Get("Sign") + " " + r.Header.Get("Api-Key") + " " + simulator.DefaultAPISecret
			all[(answered.Add(1)-1)%int64(len(all))](rw, secrets)
		})
	})
	s := newStage(t, w, m, "", "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	objects := func(prefix string, count int) string {
		config := "provider \"itniotech\" {\n  max_retries = 0\n}\n" + app("login", "login") + template("en", prefix+"-en")
		for i := range count {
			config += app("app"+strconv.Itoa(i), prefix+"-"+strconv.Itoa(i))
		}
		return required + config
	}
	kinds := len(echoes())
	if err := s.Write("main.tf", objects("some", kinds)); err != nil {
		t.Fatal(err)
	}
	s.run(t, 0, append(apply, "-parallelism=1")...)
	hostile.Store(1)
	s.run(t, 1, append(plan, "-parallelism=1")...)
	if answered.Load() < int64(kinds) {
		t.Errorf("only %d reads failed", answered.Load())
	}
	// Now every other object is changed, and as many are new.
	if err := s.Write("main.tf", objects("other", 2*kinds)); err != nil {
		t.Fatal(err)
	}
	answered.Store(0)
	s.run(t, 0, append(plan, "-refresh=false", "-out=saved.tfplan")...)
	s.run(t, 1, append(apply, "-parallelism=1", "-refresh=false")...)
	if answered.Load() < int64(2*kinds) {
		t.Errorf("only %d writes failed", answered.Load())
	}
	log, err := os.ReadFile(filepath.Join(s.Dir, "trace.log"))
	if err != nil || bytes.Count(log, []byte("API call")) < 4*kinds {
		t.Errorf("the calls are not in the log: %v", err)
	}
}
