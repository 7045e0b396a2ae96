package simulator

import (
	"slices"
	"time"
)

// catchUp lets late calls and task flows do what is due by now, and gives the time. Every call and the outbox begin with it, so
// that a clock that was moved is enough. Steps are done in the order of their times, because limits count across them.
func (s *Simulator) catchUp() time.Time {
	now := s.now()
	s.commitLate(now)
	for {
		s.inFlow = slices.DeleteFunc(s.inFlow, func(v *verification) bool { return len(v.nodes) == 0 })
		if len(s.inFlow) == 0 {
			return now
		}
		next := slices.MinFunc(s.inFlow, func(a, b *verification) int { return a.due().Compare(b.due()) })
		if next.due().After(now) {
			return now
		}
		s.step(next)
	}
}

// due is when the next node has its turn. Reference, "Task flow": waitingTime is the seconds to wait before the node
// acts. Since when is not documented: here it is the message for the first node, and for each other one the turn of
// the node before.
func (v *verification) due() time.Time {
	return v.waiting.Add(time.Duration(v.nodes[0].WaitingTime) * time.Second)
}

// step gives the next node its turn. If what triggers it is not the case, or a limit is used up, it is passed over.
//
// What it sends is not documented. Here it is a further message of the same verificationId with the same code, which
// it makes valid again.
func (s *Simulator) step(v *verification) {
	node, at := v.nodes[0], v.due()
	v.nodes, v.waiting = v.nodes[1:], at
	if !node.triggered(v, at) || !s.checkLimits(v, at).ok() {
		return
	}
	channel := node.Channel
	// Reference, "Task flow": channelCut is 0 to switch the channel for sending, 1 not to. Under 1, the channel of the
	// message before is assumed.
	if node.ChannelCut == 1 {
		channel = v.last().channel
	}
	s.transmit(v, channel, at) // unless the balance does not pay for it
}

// triggered tells whether a node acts. Reference, "Task flow": status 1 sending failed, 2 not verified yet, where a
// failed check counts. A flow ends when the code is verified. That it is the newest message that has to have failed
// is assumed.
func (n FlowNode) triggered(v *verification, at time.Time) bool {
	return n.Status == 2 || v.last().status(at) == StatusFailed
}
