package account

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// maxFingerprints is how many an object keeps: jobs that plan and jobs that apply
// may have keys of their own, and a rotated key takes a while to reach all.
const maxFingerprints = 4

// fingerprint tells later runs which account an object was last seen in: a
// salted, slow hash of the API key and address, from which neither can be read.
type fingerprint struct {
	Salt        string `json:"salt"`
	Fingerprint string `json:"fingerprint"`
}

// Sighting says whether an object was last seen in the account in use.
type Sighting int

// The sightings.
const (
	SeenNowhere   Sighting = iota // nobody noted where
	SeenHere                      // by this key and address
	SeenElsewhere                 // only by other ones
)

// Fingerprints computes those of one account, each salt once: most objects of
// a configuration were written by the same run and share theirs.
type Fingerprints struct {
	mu        sync.Mutex
	salt      string              // of this process's own
	bySalt    map[string]string   // what came of it
	sightings map[string]Sighting // by what was stored
}

// Seen tells where an object was last seen, by what was stored with it.
func (f *Fingerprints) Seen(client *otp.Client, stored []byte) Sighting {
	f.mu.Lock()
	sighting, isKnown := f.sightings[string(stored)]
	f.mu.Unlock()
	if isKnown {
		return sighting
	}
	sighting = f.see(client, stored)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sightings == nil {
		f.sightings = map[string]Sighting{}
	}
	f.sightings[string(stored)] = sighting
	return sighting
}

func (f *Fingerprints) see(client *otp.Client, stored []byte) Sighting {
	before := decodeFingerprints(stored)
	if len(before) == 0 {
		return SeenNowhere
	}
	for _, one := range before {
		if now, err := f.with(client, one.Salt); err == nil && now == one {
			return SeenHere
		}
	}
	return SeenElsewhere
}

// Store returns what is to be stored with an object that was seen in the client's
// account: the last few fingerprints, the newest first.
func (f *Fingerprints) Store(client *otp.Client, stored []byte) ([]byte, error) {
	now, err := f.with(client, "")
	if err != nil {
		return nil, err
	}
	all := append([]fingerprint{now}, decodeFingerprints(stored)...)
	return json.Marshal(all[:min(len(all), maxFingerprints)])
}

func decodeFingerprints(stored []byte) []fingerprint {
	var all []fingerprint
	if json.Unmarshal(stored, &all) != nil {
		all = make([]fingerprint, 1) // as versions before 0.1.0 stored it
		if json.Unmarshal(stored, &all[0]) != nil {
			return nil
		}
	}
	return slices.DeleteFunc(all, func(one fingerprint) bool { return one.Salt == "" })
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
