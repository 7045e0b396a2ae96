package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// parallelism is how many resources Terraform works on at once.
const parallelism = 10

// The limits of what is measured.
const (
	maxPlanCalls  = 3
	maxPlanRatio  = 2.2
	maxApplyRatio = 1.2
	maxPeak       = 256 // MiB
	maxStartRatio = 1.5
)

// row is one line of the table.
type row struct {
	name   string
	format string // of value and limit
	value  float64
	limit  float64 // 0 is none
	how    string  // the value came about
}

type table []row

func (b *benchmark) table(timed timed, used used, started started) table {
	waiting := b.delay * time.Duration(b.n) / parallelism
	each := func(u usage) float64 { return milliseconds(u.CPU) / float64(b.n) }
	ratio := func(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }
	rows := table{
		{"API calls, plan", "%.0f", float64(timed.planCalls), maxPlanCalls, fmt.Sprintf("%d templates and their application", b.n)},
		{"API calls, apply", "%.0f", float64(timed.applyCalls), float64(b.n) + maxPlanCalls, "the same"},
		{
			"plan", "%.2f ×", ratio(median(timed.plan), median(timed.floorPlan)), maxPlanRatio,
			fmt.Sprintf("%s, Terraform alone %s", spread(timed.plan), spread(timed.floorPlan)),
		},
		{
			"apply", "%.2f ×", ratio(median(timed.apply), median(timed.floorApply)+waiting), maxApplyRatio,
			fmt.Sprintf("%s, Terraform alone %s, and %s of waiting for answers", spread(timed.apply), spread(timed.floorApply), waiting),
		},
		{"CPU of the provider, plan", "%.2f ms", each(used.plan), 0, fmt.Sprintf("for each of %d templates", b.n)},
		{"CPU of the provider, apply", "%.2f ms", each(used.apply), 0, "the same"},
		{"peak memory, plan", "%.0f MiB", mebibytes(used.manyPlan.Peak), maxPeak, fmt.Sprintf("resident, with %d templates", b.many)},
		{
			"start to schema", "%.2f ×", ratio(median(started.provider), median(started.empty)), maxStartRatio,
			fmt.Sprintf("%s, an empty provider %s", spread(started.provider), spread(started.empty)),
		},
	}
	for _, binary := range []struct{ name, path string }{{"size of the binary", b.provider}, {"size of an empty provider", b.empty}} {
		if info, err := os.Stat(binary.path); err == nil {
			rows = append(rows, row{binary.name, "%.1f MiB", mebibytes(info.Size()), 0, "as released"})
		}
	}
	return rows
}

// spread is the median, with the least and the most.
func spread(times []time.Duration) string {
	least, most := times[0], times[0]
	for _, t := range times {
		least, most = min(least, t), max(most, t)
	}
	const unit = time.Millisecond
	return fmt.Sprintf("%s (%s to %s)", median(times).Round(unit), least.Round(unit), most.Round(unit))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

func (r row) exceeded() bool { return r.limit > 0 && r.value > r.limit }

func (t table) exceeded() int {
	count := 0
	for _, r := range t {
		if r.exceeded() {
			count++
		}
	}
	return count
}

func (t table) String() string {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, r := range t {
		limit, verdict := "", ""
		if r.limit > 0 {
			limit, verdict = "≤ "+fmt.Sprintf(r.format, r.limit), "ok"
		}
		if r.exceeded() {
			verdict = "EXCEEDED"
		}
		_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\n", r.name, fmt.Sprintf(r.format, r.value), limit, verdict, r.how) // to memory
	}
	_ = columns.Flush() // to memory
	return text.String()
}
