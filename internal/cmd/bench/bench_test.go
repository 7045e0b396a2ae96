package main

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The test binary stands in for the provider, as the program does.
func TestMain(m *testing.M) {
	if binary := os.Getenv(envBinary); binary != "" {
		os.Exit(standIn(binary))
	}
	os.Exit(m.Run())
}

// TestAccBench measures a few templates, and looks at what does not depend on the machine.
func TestAccBench(t *testing.T) {
	t.Parallel()
	cli := cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform")
	b, err := prepare(t.Context(), settings{cli: cli, n: 2, many: 4, rounds: 1, starts: 2, delay: time.Millisecond}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	timed, err := b.timeRounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if timed.planCalls == 0 || timed.applyCalls < 3 || len(timed.plan) != 1 || len(timed.floorApply) != 1 {
		t.Errorf("timed %+v", timed)
	}
	used, err := b.measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if used.plan.CPU <= 0 || used.apply.CPU <= 0 || used.manyPlan.CPU <= 0 {
		t.Errorf("used %+v", used)
	}
	started, err := b.timeStarts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(started.provider) != b.starts || len(started.empty) != b.starts {
		t.Errorf("started %+v", started)
	}
	for _, r := range b.table(timed, used, started) {
		if r.value <= 0 {
			t.Errorf("%s is %g", r.name, r.value)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	const second = time.Second
	b := &benchmark{settings: settings{n: 1000, many: 5000, delay: 50 * time.Millisecond}, provider: "none", empty: "none"}
	got := b.table(
		timed{
			plan: []time.Duration{9 * second, 4 * second, 5 * second}, floorPlan: []time.Duration{2 * second, 2 * second, 3 * second},
			apply: []time.Duration{8 * second}, floorApply: []time.Duration{3 * second},
			planCalls: 2, applyCalls: 1003,
		},
		used{plan: usage{CPU: 2 * second}, apply: usage{CPU: 3 * second}, manyPlan: usage{Peak: 300 << 20}},
		started{provider: []time.Duration{90 * time.Millisecond}, empty: []time.Duration{60 * time.Millisecond}},
	)
	want := `API calls, plan             2        ≤ 3        ok        1000 templates and their application
API calls, apply            1003     ≤ 1003     ok        the same
plan                        2.50 ×   ≤ 2.20 ×   EXCEEDED  5s (4s to 9s), Terraform alone 2s (2s to 3s)
apply                       1.00 ×   ≤ 1.20 ×   ok        8s (8s to 8s), Terraform alone 3s (3s to 3s), and 5s of waiting for answers
CPU of the provider, plan   2.00 ms                       for each of 1000 templates
CPU of the provider, apply  3.00 ms                       the same
peak memory, plan           300 MiB  ≤ 256 MiB  EXCEEDED  resident, with 5000 templates
start to schema             1.50 ×   ≤ 1.50 ×   ok        90ms (90ms to 90ms), an empty provider 60ms (60ms to 60ms)
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if exceeded := got.exceeded(); exceeded != 2 {
		t.Errorf("%d limits are exceeded", exceeded)
	}
}

func TestTakeUsage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "usage")
	if err := os.WriteFile(file, []byte("{\"CPU\":2,\"Peak\":7}\n{\"CPU\":3,\"Peak\":5}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := takeUsage(file); err != nil || got != (usage{CPU: 5, Peak: 7}) {
		t.Errorf("got %+v and error %v", got, err)
	}
	if got, err := takeUsage(file); err == nil {
		t.Errorf("got %+v a second time", got)
	}
}
