package otp

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// Reasons why a text cannot be the API's address.
var (
	ErrBaseURLEmpty  = errors.New("must not be empty; leave it out to use " + DefaultBaseURL)
	ErrBaseURLForm   = errors.New("must be a URL such as " + DefaultBaseURL)
	ErrBaseURLScheme = errors.New("must start with https://, as in " + DefaultBaseURL +
		". http:// works only for localhost, because anyone who sees a request could forge others")
	ErrBaseURLUserinfo = errors.New("must not contain a user name or password")
	ErrBaseURLQuery    = errors.New("must not contain a query or a fragment")
)

// CheckBaseURL tells whether text can be the API's address: an absolute https
// URL without credentials, query or fragment. Plain http is accepted for
// loopback, and elsewhere when allowInsecureHTTP says so.
func CheckBaseURL(text string, allowInsecureHTTP bool) error {
	_, err := parseBaseURL(text, allowInsecureHTTP)
	return err
}

func parseBaseURL(text string, allowInsecureHTTP bool) (*url.URL, error) {
	if text == "" {
		return nil, ErrBaseURLEmpty
	}
	if !strings.Contains(text, "://") && !strings.HasPrefix(text, "//") {
		return nil, ErrBaseURLScheme
	}
	base, err := url.Parse(text)
	if err != nil || base.Hostname() == "" {
		// The parser's own error repeats the text, which may hold a password.
		return nil, ErrBaseURLForm
	}
	switch {
	case base.User != nil:
		return nil, ErrBaseURLUserinfo
	case base.RawQuery != "" || base.ForceQuery || strings.Contains(text, "#"):
		return nil, ErrBaseURLQuery
	case base.Scheme == "https":
	case base.Scheme == "http" && (allowInsecureHTTP || isLoopback(base.Hostname())):
	default:
		return nil, ErrBaseURLScheme
	}
	base.Host = strings.ToLower(base.Host)
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = ""
	return base, nil
}

// IsLoopback tells whether a host, with or without a port, is this machine.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return isLoopback(host)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
