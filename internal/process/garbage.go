package process

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much garbage may gather before it is collected, against what is alive. A process that lives for seconds has
// better things to do than to keep its memory small, but it must not take the memory of a CI job either.
const (
	mostPercent  = 400
	leastPercent = 100 // as Go has it; with less, collecting would take too much of the time
	mostGarbage  = 32 << 20
)

// boundGarbage sets the collector after each collection, as long as the process lives.
func boundGarbage() {
	debug.SetGCPercent(mostPercent)
	afterCollection(new(cycle))
}

// cycle is unreachable from the start, so that each collection finds it.
type cycle struct{ _ *byte }

func afterCollection(c *cycle) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(percent(live[0].Value.Uint64()))
	runtime.SetFinalizer(c, afterCollection)
}

// percent is how much garbage may gather when that many bytes are alive.
func percent(live uint64) int {
	return int(max(leastPercent, min(mostPercent, mostGarbage*100/max(live, 1))))
}
