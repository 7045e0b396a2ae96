package account

import (
	"crypto/rand"
	"encoding/json"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// fingerprint tells later runs which account an object was last seen in: a
// salted, slow hash of the API key and address, from which neither can be read.
type fingerprint struct {
	Salt        string `json:"salt"`
	Fingerprint string `json:"fingerprint"`
}

// Fingerprints computes those of one account, each salt once: most objects of
// a configuration were written by the same run and share theirs.
type Fingerprints struct {
	mu     sync.Mutex
	salt   string            // of this process's own
	bySalt map[string]string // what came of it
}

// IsOf tells whether a stored fingerprint is that of the client's account.
// False also means that nobody knows.
func (f *Fingerprints) IsOf(client *otp.Client, stored []byte) bool {
	var before fingerprint
	if len(stored) == 0 || json.Unmarshal(stored, &before) != nil || before.Salt == "" {
		return false
	}
	now, err := f.with(client, before.Salt)
	return err == nil && now == before
}

// Store returns the fingerprint of the client's account as it is to be stored.
func (f *Fingerprints) Store(client *otp.Client) ([]byte, error) {
	now, err := f.with(client, "")
	if err != nil {
		return nil, err
	}
	return json.Marshal(now)
}

// with returns the fingerprint with a salt, which is this process's own if it is "".
func (f *Fingerprints) with(client *otp.Client, salt string) (fingerprint, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if salt == "" {
		if f.salt == "" {
			f.salt = rand.Text()
		}
		salt = f.salt
	}
	if known, ok := f.bySalt[salt]; ok {
		return fingerprint{salt, known}, nil
	}
	hash, err := client.Fingerprint(salt)
	if err != nil {
		return fingerprint{}, err
	}
	if f.bySalt == nil {
		f.bySalt = map[string]string{}
	}
	f.bySalt[salt] = hash
	return fingerprint{salt, hash}, nil
}
