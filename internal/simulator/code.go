package simulator

import (
	"crypto/rand"
	"math/big"
)

// newCode makes a code of the template's type and length. Reference, "Template": codeType 1 NUMERIC, 2 ALPHA,
// 3 ALPHANUMERIC, 4 HEX. Whether letters are in upper or lower case is not documented: here all are in upper case.
func newCode(template Template) string {
	const digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alphabet := digits
	switch template.CodeType {
	case 2:
		alphabet = letters
	case 3:
		alphabet = letters + digits
	case 4:
		alphabet = digits + letters[:6]
	}
	code := make([]byte, max(template.CodeLength, 0))
	for i := range code {
		index, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // never fails
		code[i] = alphabet[index.Int64()]
	}
	return string(code)
}
