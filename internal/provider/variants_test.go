package provider

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// envVariant names the variants of the simulator that all tests run with, with a plus sign between
// them. The values each and dealt ask for one run with each, or for a few runs with several at once.
const (
	envVariant    = "ITNIOTECH_TEST_VARIANT"
	eachVariant   = "each"
	dealtVariants = "dealt"
)

// setsDealt is into how many sets the variants are dealt, so that a run tries
// several at once. The forms of one switch have to come to different sets.
const setsDealt = 5

// forAll are the variants that all tests hold under. The others change which calls are made, and so the lives alone
// run with them.
func forAll() []simulator.Variant {
	all := simulator.Variants()
	return all[:len(all)-len(simulator.FormVariants())]
}

// variantSets deals the variants into so many sets.
func variantSets(variants []simulator.Variant, count int) []string {
	dealt := make([][]string, count)
	for i, variant := range variants {
		dealt[i%count] = append(dealt[i%count], variant.Name)
	}
	var names []string
	for _, hand := range dealt {
		names = append(names, strings.Join(hand, "+"))
	}
	return names
}

// set switches the variants of a set on.
func set(hand string) func(*simulator.Options) {
	return func(options *simulator.Options) {
		for _, variant := range simulator.Variants() {
			if slices.Contains(strings.Split(hand, "+"), variant.Name) {
				variant.Set(options)
			}
		}
	}
}

// everyVariant runs a test on the core with each form that the API may take alone, with several at once, and with
// none. Or it runs with what all tests of this run are to be run with. Those alone are left to a run without the race detector:
// the forms change what is answered, not what happens at the same time.
func everyVariant(t *testing.T, test func(*testing.T, *testAccount, runner)) {
	t.Helper()
	all := simulator.Variants()
	names := append(variantSets(all, setsDealt), "default")
	if !raceDetected {
		names = append(names, variantSets(all, len(all))...)
	}
	if hand := os.Getenv(envVariant); hand != "" {
		names = []string{hand}
	}
	for _, hand := range names {
		t.Run(hand, func(t *testing.T) {
			t.Parallel()
			test(t, newTestAccount(t, set(hand)), onCore)
		})
	}
}

// runVariantSets runs the tests once more for each set of variants.
func runVariantSets(names []string) int {
	failed := 0
	for _, hand := range names {
		fmt.Println("===", hand)
		command := exec.CommandContext(context.Background(), os.Args[0], os.Args[1:]...)
		command.Env = append(os.Environ(), envVariant+"="+hand)
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			fmt.Fprintln(os.Stderr, hand, err)
			failed = 1
		}
	}
	return failed
}

// TestVariantSets has every variant once, and no two forms of one switch in a set.
func TestVariantSets(t *testing.T) {
	t.Parallel()
	dealt := map[string]int{}
	for _, hand := range variantSets(simulator.Variants(), setsDealt) {
		switches := map[string]bool{}
		for name := range strings.SplitSeq(hand, "+") {
			of, _, _ := strings.Cut(name, "=")
			if switches[of] {
				t.Errorf("%s has two forms of %s", hand, of)
			}
			switches[of] = true
			dealt[name]++
		}
	}
	for _, variant := range simulator.Variants() {
		if dealt[variant.Name] != 1 {
			t.Errorf("%s was dealt %d times", variant.Name, dealt[variant.Name])
		}
	}
}
