package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// parallelism is how many resources Terraform works on at once.
const parallelism = 10

// The limits of what is counted, and of what is measured against Terraform alone or an empty provider.
const (
	maxPlanCalls  = 3
	maxPlanRatio  = 2.2
	maxApplyRatio = 1.2
	maxStartRatio = 1.5
	maxSize       = 23 // MiB
)

// What is measured against an echo, and what a plan takes as it grows. More than slack above one of these fails.
const (
	echoPlanCPU  = 1.05
	echoApplyCPU = 1.25
	echoPlan     = 1.07
	manyPeak     = 80  // MiB, with 5,000 templates
	mostPeak     = 110 // MiB, with 10,000
	growth       = 1.1 // of the CPU time for each template, from 1,000 to 10,000

	slack = 1.1
)

// row is one line of the table.
type row struct {
	name   string
	format string // of value and limit
	value  float64
	limit  float64 // 0 is none
	slack  float64 // how many times the limit fails, 0 is once
	how    string  // the value came about
}

type table []row

func (b *benchmark) table(timed timed, played played, started started) table {
	rows := slices.Concat(b.againstTerraform(timed), b.againstEcho(timed, played), b.growing(played), table{{
		"start to schema", "%.2f ×", ratio(started.provider, started.empty), maxStartRatio, 0,
		fmt.Sprintf("%s, an empty provider %s", spread(started.provider), spread(started.empty)),
	}})
	return slices.Concat(rows, sizes(b.provider, b.empty))
}

// sizes are those of the provider, with its subcommands, and of an empty one.
func sizes(provider, empty string) table {
	var rows table
	for _, binary := range []struct {
		name, path string
		limit      float64
	}{{"size of the binary", provider, maxSize}, {"size of an empty provider", empty, 0}} {
		if info, err := os.Stat(binary.path); err == nil {
			rows = append(rows, row{binary.name, "%.1f MiB", mebibytes(info.Size()), binary.limit, 0, "as released"})
		}
	}
	return rows
}

func (b *benchmark) againstTerraform(timed timed) table {
	waiting := b.delay * time.Duration(b.n) / parallelism
	least := slices.Clone(timed.floor.apply)
	for i := range least {
		least[i] += waiting
	}
	return table{
		{"API calls, plan", "%.0f", float64(timed.planCalls), maxPlanCalls, 0, fmt.Sprintf("%d templates and their application", b.n)},
		{"API calls, apply", "%.0f", float64(timed.applyCalls), float64(b.n) + maxPlanCalls, 0, "the same"},
		{
			"plan / Terraform alone", "%.2f ×", ratio(timed.provider.plan, timed.floor.plan), maxPlanRatio, 0,
			fmt.Sprintf("%s, Terraform alone %s", spread(timed.provider.plan), spread(timed.floor.plan)),
		},
		{
			"apply / Terraform alone", "%.2f ×", ratio(timed.provider.apply, least), maxApplyRatio, 0,
			fmt.Sprintf("%s, Terraform alone %s, and %s of waiting for answers", spread(timed.provider.apply), spread(timed.floor.apply), waiting),
		},
	}
}

func (b *benchmark) againstEcho(timed timed, played played) table {
	each := func(cpu []time.Duration) float64 { return milliseconds(median(cpu)) / float64(b.n) }
	provider, echo := cpu(played.provider.few), cpu(played.echo.few)
	return table{
		{"plan / echo", "%.2f ×", ratio(timed.provider.plan, timed.echo.plan), echoPlan, slack, "the echo " + spread(timed.echo.plan)},
		{
			"CPU of the provider, plan / echo", "%.2f ×", ratio(provider, echo), echoPlanCPU, slack,
			fmt.Sprintf("%.2f ms for each template, the echo %.2f ms; next to Terraform %.2f ms, the echo %.2f ms",
				each(provider), each(echo), each(timed.provider.planCPU), each(timed.echo.planCPU)),
		},
		{
			"CPU of the provider, apply / echo", "%.2f ×", ratio(timed.provider.applyCPU, timed.echo.applyCPU), echoApplyCPU, slack,
			fmt.Sprintf("%.2f ms for each template, the echo %.2f ms", each(timed.provider.applyCPU), each(timed.echo.applyCPU)),
		},
	}
}

func (b *benchmark) growing(played played) table {
	peak := func(n int, provider, echo []usage, limit float64) row {
		return row{
			fmt.Sprintf("peak memory, plan of %d", n), "%.0f MiB", mebibytes(median(peaks(provider))), limit, slack,
			fmt.Sprintf("resident, the echo %.0f MiB", mebibytes(median(peaks(echo)))),
		}
	}
	most := 2 * b.many
	grown := func(p plays) float64 { return median(cpu(p.most)).Seconds() / median(cpu(p.few)).Seconds() }
	return table{
		peak(b.many, played.provider.many, played.echo.many, manyPeak),
		peak(most, played.provider.most, played.echo.most, mostPeak),
		{
			fmt.Sprintf("CPU of the provider, plan of %d / %d", most, b.n), "%.1f ×", grown(played.provider), growth * float64(most) / float64(b.n), slack,
			fmt.Sprintf("%s with %d, the echo %s and %.1f ×", spread(cpu(played.provider.most)), most, spread(cpu(played.echo.most)), grown(played.echo)),
		},
	}
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

func (r row) exceeded() bool { return r.limit > 0 && r.value > r.limit*max(r.slack, 1) }

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
			if r.slack > 0 && r.value > r.limit {
				verdict = "within 10 %"
			}
		}
		if r.exceeded() {
			verdict = "EXCEEDED"
		}
		_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\n", r.name, fmt.Sprintf(r.format, r.value), limit, verdict, r.how) // to memory
	}
	_ = columns.Flush() // to memory
	return text.String()
}
