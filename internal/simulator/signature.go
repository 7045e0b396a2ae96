package simulator

import (
	"crypto/md5" //nolint:gosec // The API signs with MD5.
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// authenticate checks the credentials of a call, before anything else is looked at.
func (s *Simulator) authenticate(header http.Header) answer {
	// Reference, "Status codes": -1 wrong key or secret. A header that cannot be right counts as wrong.
	unauthenticated := answer{status: statusAuthentication, reason: "authentication error"}
	if header.Get("Api-Key") != s.options.APIKey {
		return unauthenticated
	}
	// Reference, "Transport": Timestamp is Unix time in seconds, as text.
	timestamp := header.Get("Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return unauthenticated
	}
	// Reference, "Transport": Sign may be in upper or lower case.
	sign := strings.ToLower(header.Get("Sign"))
	if sign != signature(s.options.APIKey, s.options.APISecret, timestamp) {
		return unauthenticated
	}

	// Reference, "Status codes": -16 timestamp expires. "Not documented": how long a timestamp lives.
	expired := answer{status: statusTimestamp, reason: "timestamp expires"}
	if s.options.Now().Sub(time.Unix(seconds, 0)).Abs() > s.options.TimestampWindow {
		return expired
	}
	// Reference, "Not documented": whether two requests in one second with the same signature are both taken.
	if s.options.RefuseRepeatedSignature {
		if s.usedSignatures[sign] {
			return expired
		}
		s.usedSignatures[sign] = true
	}
	return success(nil)
}

// signature is the Sign of a request. Reference, "Transport": hex MD5 of api_key + api_secret + timestamp.
func signature(apiKey, apiSecret, timestamp string) string {
	sum := md5.Sum([]byte(apiKey + apiSecret + timestamp)) //nolint:gosec // The API signs with MD5.
	return hex.EncodeToString(sum[:])
}
