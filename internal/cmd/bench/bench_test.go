package main

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
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
	if timed.planCalls == 0 || timed.applyCalls < 3 || len(timed.provider.plan) != plansEach || len(timed.floor.apply) != 1 || len(timed.echo.planCPU) != plansEach {
		t.Errorf("timed %+v", timed)
	}
	played, err := b.play(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(played.provider.few) != 2 || len(played.echo.few) != 2 || len(played.provider.most) != 1 || len(played.echo.most) != 1 {
		t.Errorf("played %+v", played)
	}
	started, err := b.timeStarts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(started.provider) != b.starts || len(started.empty) != b.starts {
		t.Errorf("started %+v", started)
	}
	for _, r := range b.table(timed, played, started) {
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
			floor: runs{
				plan:  []time.Duration{2 * second, 2 * second, 3 * second},
				apply: []time.Duration{3 * second},
			},
			echo: runs{
				plan:     []time.Duration{6 * second, 4 * second, 5 * second},
				planCPU:  []time.Duration{2 * second},
				applyCPU: []time.Duration{2 * second},
			},
			provider: runs{
				plan:     []time.Duration{9 * second, 4 * second, 5 * second},
				apply:    []time.Duration{8 * second},
				planCPU:  []time.Duration{2600 * time.Millisecond},
				applyCPU: []time.Duration{3200 * time.Millisecond},
			},
			planCalls: 4, applyCalls: 1003,
		},
		played{
			provider: plays{
				few:  []usage{{CPU: 2240 * time.Millisecond}, {CPU: 2200 * time.Millisecond}, {CPU: 2500 * time.Millisecond}},
				many: []usage{{Peak: 70 << 20}, {Peak: 90 << 20}, {Peak: 60 << 20}},
				most: []usage{{CPU: 26 * second, Peak: 300 << 20}},
			},
			echo: plays{
				few:  []usage{{CPU: 2 * second}, {CPU: 4 * second}, {CPU: 2 * second}},
				many: []usage{{Peak: 60 << 20}},
				most: []usage{{CPU: 18 * second, Peak: 90 << 20}},
			},
		},
		started{provider: []time.Duration{90 * time.Millisecond}, empty: []time.Duration{60 * time.Millisecond}},
	)
	want := `API calls, plan                            4        ≤ 3        EXCEEDED     1000 templates and their application
API calls, apply                           1003     ≤ 1003     ok           the same
plan / Terraform alone                     2.00 ×   ≤ 2.20 ×   ok           5s (4s to 9s), Terraform alone 2s (2s to 3s)
apply / Terraform alone                    1.00 ×   ≤ 1.20 ×   ok           8s (8s to 8s), Terraform alone 3s (3s to 3s), and 5s of waiting for answers
plan / echo                                1.00 ×   ≤ 1.07 ×   ok           the echo 5s (4s to 6s)
CPU of the provider, plan / echo           1.12 ×   ≤ 1.05 ×   within 10 %  2.24 ms for each template, the echo 2.00 ms; next to Terraform 2.60 ms, the echo 2.00 ms
CPU of the provider, apply / echo          1.60 ×   ≤ 1.25 ×   EXCEEDED     3.20 ms for each template, the echo 2.00 ms
peak memory, plan of 5000                  70 MiB   ≤ 80 MiB   ok           resident, the echo 60 MiB
peak memory, plan of 10000                 300 MiB  ≤ 110 MiB  EXCEEDED     resident, the echo 90 MiB
CPU of the provider, plan of 10000 / 1000  11.6 ×   ≤ 11.0 ×   within 10 %  26s (26s to 26s) with 10000, the echo 18s (18s to 18s) and 9.0 ×
start to schema                            1.50 ×   ≤ 1.50 ×   ok           90ms (90ms to 90ms), an empty provider 60ms (60ms to 60ms)
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if exceeded := got.exceeded(); exceeded != 3 {
		t.Errorf("%d limits are exceeded", exceeded)
	}
}

// A binary that grows beyond the limit fails, an empty one has none.
func TestSizes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "binary")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for size, exceeded := range map[int64]int{maxSize << 20: 0, maxSize<<20 + 1: 1} {
		if err := os.Truncate(path, size); err != nil { // takes no room
			t.Fatal(err)
		}
		if got := sizes(path, path); len(got) != 2 || got.exceeded() != exceeded {
			t.Errorf("%d bytes: %s", size, got)
		}
	}
}

func TestTakeUsage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "usage")
	if err := os.WriteFile(file, []byte("2\n3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := takeUsage(file); err != nil || got != 5 {
		t.Errorf("got %s and error %v", got, err)
	}
	if got, err := takeUsage(file); err == nil {
		t.Errorf("got %s a second time", got)
	}
}

func TestMostResident(t *testing.T) {
	t.Parallel()
	if got := mostResident(os.Getpid()); (got >= 1<<20) != (runtime.GOOS == "linux") || got > 1<<34 {
		t.Errorf("got %d bytes for this process", got)
	}
	if got := mostResident(-1); got != 0 {
		t.Errorf("got %d bytes for no process", got)
	}
}
