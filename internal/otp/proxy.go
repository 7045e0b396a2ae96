package otp

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxyOf returns the proxy that the environment names. net/http passes over an
// address that cannot be read, or takes its scheme for a host. Here it is an
// error, which does not repeat it: it may hold a password.
func proxyOf(request *http.Request) (*url.URL, error) {
	name := strings.ToUpper(request.URL.Scheme) + "_PROXY"
	if isProxyAddress(environment(name)) {
		return http.ProxyFromEnvironment(request) //nolint:wrapcheck // it has no error left
	}
	some := httpproxy.Config{HTTPProxy: "proxy.invalid", HTTPSProxy: "proxy.invalid", NoProxy: environment("NO_PROXY")}
	if proxy, _ := some.ProxyFunc()(request.URL); proxy == nil {
		return nil, nil //nolint:nilnil // what NO_PROXY leaves out goes without one
	}
	return nil, fmt.Errorf("%w: the address in %s cannot be read", ErrProxy, name)
}

// environment is a variable as net/http reads it, in upper or in lower case.
func environment(name string) string {
	return cmp.Or(os.Getenv(name), os.Getenv(strings.ToLower(name)))
}

// isProxyAddress tells whether a text can be the address of a proxy, or is none at all.
func isProxyAddress(text string) bool {
	if text == "" {
		return true
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	address, err := url.Parse(text)
	return err == nil && address.Hostname() != "" && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, address.Scheme)
}
