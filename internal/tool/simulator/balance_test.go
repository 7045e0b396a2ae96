package simulator

import (
	"io"
	"testing"
)

func TestBalanceFlag(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"12.50": 125_000, "0.0001": 1, "1e3": 10_000_000, "0": 0, "-1": 0, "0.00001": 0, "NaN": 0, "Inf": 0, "1e300": 0, "ten": 0} {
		got, _, ok := parseFlags([]string{"-balance=" + text}, io.Discard, io.Discard)
		if ok != (want > 0) || ok && got.options.Balance != want {
			t.Errorf("%s: %d, %t, want %d", text, got.options.Balance, ok, want)
		}
	}
}
