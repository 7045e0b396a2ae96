package simulator

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestMain makes this program a command for the simulator to run as well, if its first argument is the name of one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && commands[os.Args[1]] != nil {
		os.Exit(commands[os.Args[1]](os.Args[2:]))
	}
	os.Exit(m.Run())
}

var commands = map[string]func(args []string) int{
	// account prints how the account answers that the environment names, and ends with an exit code.
	"account": func(args []string) int {
		r, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, os.Getenv("ITNIOTECH_BASE_URL")+"/template/list", nil)
		sign(r, os.Getenv("ITNIOTECH_API_KEY"), os.Getenv("ITNIOTECH_API_SECRET"))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		fmt.Fprintln(os.Stderr, os.Getenv("ITNIOTECH_BASE_URL"))
		fmt.Println(string(body))
		code, _ := strconv.Atoi(args[0])
		return code
	},
	// signals prints its process id, and each signal that comes until SIGTERM.
	"signals": func([]string) int {
		received := make(chan os.Signal, 8)
		signal.Notify(received, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
		fmt.Println(os.Getpid())
		for {
			next := <-received
			fmt.Println(next)
			if next == syscall.SIGTERM {
				return 5
			}
		}
	},
	"simulator": func(args []string) int {
		return Run(context.Background(), args, os.Stdout, os.Stderr)
	},
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flags   []string
		code    int
		address string
	}{
		"a free port":     {nil, 0, "http://127.0.0.1:"},
		"its exit code":   {nil, 7, "http://127.0.0.1:"},
		"own credentials": {[]string{"-api-key", "it's mine", "-api-secret", "hush-hush"}, 0, "http://127.0.0.1:"},
		"own address":     {[]string{"-listen", "127.0.0.1:0"}, 0, "http://127.0.0.1:"},
		"every interface": {[]string{"-listen", ":0", "-allow-remote"}, 0, "http://127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			args := append(test.flags, "--", os.Args[0], "account", strconv.Itoa(test.code)) //nolint:gocritic // another slice is meant
			if code := Run(t.Context(), args, &stdout, &stderr); code != test.code {
				t.Errorf("exit code = %d, want %d", code, test.code)
			}
			if !strings.Contains(stdout.String(), `"status":"0"`) || strings.Count(stdout.String(), "\n") != 1 {
				t.Errorf("the account answers %q, want what the command prints alone", stdout.String())
			}
			url := strings.TrimSpace(stderr.String())
			if !strings.HasPrefix(url, test.address) || !strings.HasSuffix(url, "/otp") {
				t.Fatalf("the account is at %q, want %s", url, test.address)
			}
			expectClosed(t, url)
		})
	}
}

func TestWrapFailures(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	for name, test := range map[string]struct {
		args []string
		code int
		want string
	}{
		"not found":         {[]string{"--", "no-such-program"}, 127, `The command cannot be run: exec: "no-such-program": executable file not found in `},
		"no such file":      {[]string{"--", filepath.Join(directory, "nothing")}, 127, "The command cannot be run: "},
		"no command":        {[]string{"--"}, 2, "simulator: no command after --\nSee terraform-provider-itniotech simulator -help.\n"},
		"without dashes":    {[]string{"terraform", "test"}, 2, `simulator: unexpected argument "terraform"; a command stands after --`},
		"before the dashes": {[]string{"terraform", "--", "test"}, 2, `simulator: unexpected argument "terraform"; a command stands after --`},
		"a wrong flag":      {[]string{"-nothing", "--", "terraform"}, 2, "simulator: flag provided but not defined: -nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := Run(t.Context(), test.args, &stdout, &stderr); code != test.code {
				t.Errorf("exit code = %d, want %d", code, test.code)
			}
			if !strings.HasPrefix(stderr.String(), test.want) || stdout.Len() > 0 {
				t.Errorf("stdout = %q, stderr = %q, want %q first on stderr", stdout.String(), stderr.String(), test.want)
			}
		})
	}
}

func TestReachable(t *testing.T) {
	t.Parallel()
	for want, address := range map[string]net.Addr{
		"127.0.0.1:80": &net.TCPAddr{IP: net.IPv6unspecified, Port: 80},
		"[::1]:80":     &net.TCPAddr{IP: net.IPv6loopback, Port: 80},
		"10.0.0.1:80":  &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80},
	} {
		if got := reachable(address); got != want {
			t.Errorf("%s is reached at %s, want %s", address, got, want)
		}
	}
}
