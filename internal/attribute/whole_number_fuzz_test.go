package attribute

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FuzzWholeNumber reads a number as Terraform gives it, exactly or not at all.
func FuzzWholeNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1e10", "10000000000", "1.5", "1e30", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
		"9223372036854775807.5", "1e-400", "0x1p62", "Inf",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		number, _, err := big.ParseFloat(text, 0, 512, big.ToNearestEven)
		if err != nil || number.IsInf() || number.MantExp(nil) > 1<<12 || number.MantExp(nil) < -1<<12 {
			return // Terraform has no such number, or it takes long to print
		}
		read, err := WholeNumberType{}.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Number, number))
		if err != nil {
			t.Fatal(err)
		}
		value := read.(WholeNumber)
		whole, accuracy := number.Int64()
		switch isWhole := accuracy == big.Exact; {
		case isWhole && (value.wrong != "" || value.IsUnknown() || value.ValueInt64() != whole):
			t.Errorf("%s reads as %s", text, value)
		case !isWhole && (value.wrong == "" || !value.IsUnknown()):
			t.Errorf("%s reads as %s, and nobody says that it is wrong", text, value)
		}
	})
}
