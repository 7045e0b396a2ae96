package otp

import (
	"errors"
	"testing"
)

func TestCheckBaseURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text     string
		insecure bool
		want     error
	}{
		{text: DefaultBaseURL},
		{text: "https://api.onbuka.com/v3/otp"},
		{text: "https://api.example.com:8443"},
		{text: "http://127.0.0.1:8480/otp"},
		{text: "http://127.3.4.5/otp"},
		{text: "http://[::1]:8480/otp"},
		{text: "http://localhost:8480/otp"},
		{text: "http://LOCALHOST/otp"},
		{text: "http://api.example.com/otp", insecure: true},
		{text: "http://api.example.com/otp", want: ErrBaseURLScheme},
		{text: "http://localhost.example.com/otp", want: ErrBaseURLScheme},
		{text: "http://10.0.0.1/otp", want: ErrBaseURLScheme},
		{text: "ftp://127.0.0.1/otp", insecure: true, want: ErrBaseURLScheme},
		{text: "https://user:password@api.example.com/otp", want: ErrBaseURLUserinfo},
		{text: "https://api.example.com/otp?a=b", want: ErrBaseURLQuery},
		{text: "https://api.example.com/otp?", want: ErrBaseURLQuery},
		{text: "https://api.example.com/otp#a", want: ErrBaseURLQuery},
		{text: "https://api.example.com/otp#", want: ErrBaseURLQuery},
		{text: "api.example.com/otp", want: ErrBaseURLScheme},
		{text: "localhost:8480/otp", want: ErrBaseURLScheme},
		{text: "https:api.example.com", want: ErrBaseURLScheme},
		{text: "https://", want: ErrBaseURLForm},
		{text: "https://:443/otp", want: ErrBaseURLForm},
		{text: "https://api.example.com/%zz", want: ErrBaseURLForm},
		{text: "", want: ErrBaseURLEmpty},
	} {
		if got := CheckBaseURL(test.text, test.insecure); !errors.Is(got, test.want) {
			t.Errorf("CheckBaseURL(%q, %t) = %v, want %v", test.text, test.insecure, got, test.want)
		}
	}
}
