//go:build !darwin && !windows

package otp

import (
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEnvironmentCA is for systems whose certificates are files: elsewhere
// SSL_CERT_FILE has no say.
func TestEnvironmentCA(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(answer(appAnswer))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	if output, want := child(t, server.URL, "SSL_CERT_FILE="+file), "RESULT mRELxtHc"; !strings.Contains(output, want) {
		t.Errorf("with the CA: %s; want %s", output, want)
	}
	if output, want := child(t, server.URL), "RESULT not sent; false; false; tls: failed to verify certificate"; !strings.Contains(output, want) {
		t.Errorf("without the CA: %s; want %s", output, want)
	}
}
