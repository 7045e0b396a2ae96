package export

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

var seed = flag.Uint64("export.seed", 0, "make up the same account again")

// hostile is what configuration, terminals and people stumble over.
var hostile = []string{
	"${", "%{", "$${", "}", "~", `"`, `\`, "\n", "\r\n", "\t", " ", "  ", "#", "//", "/*", "*/", "<<EOT", "\nEOT\n", "é", "e\u0301", "ﬁ",
	"登录", "ログイン", "दर्ज", "😀", "👩‍👩‍👧", "’", "\u202e", "\u200b", "\u2028", "\u0085", "\ufeff", "itniotech", "_", "-", ".", "a", "B", "7", "##", "null", "${var.x}",
}

// newHostile makes an account of n objects whose names and texts are made up, by a seed that the test prints.
func newHostile(t *testing.T, n int) *simulator.Simulator {
	t.Helper()
	from := *seed
	if from == 0 {
		from = rand.Uint64() //nolint:gosec // a test's account is no secret
	}
	t.Logf("repeat with -args -export.seed=%d", from)
	r := rand.New(rand.NewPCG(from, 0)) //nolint:gosec // the same
	account := simulator.New(simulator.Options{})
	names := map[string]bool{}
	name := func() string {
		for {
			made := madeUp(r, 4, 32)
			// The provider refuses a name with spaces at its ends, which export would write as a comment.
			if key := norm.NFC.String(made); !names[key] && strings.TrimSpace(key) == key {
				names[key] = true
				return made
			}
		}
	}
	apps := max(n/10, 1)
	for i := range apps {
		account.PutApp(simulator.App{
			ID: fmt.Sprintf("app%05d", i), Name: name(), CodeExpiry: 1 + r.Int64N(60), CreateTime: "2022-01-01T00:00:00+08:00",
			PeriodTotalSendLimit: madeUpLimit(r), PeriodPhoneSendLimit: madeUpLimit(r),
		})
	}
	for i := range n - 2*apps {
		text := madeUp(r, 1, 120) + "##code##" + madeUp(r, 1, 120)
		template := simulator.Template{
			ID: 455 + int64(i), AppID: fmt.Sprintf("app%05d", i%apps), Name: name(), Text: text, CodeType: 1 + r.Int64N(4), CodeLength: 4 + r.Int64N(7),
			SpeechRate: 50 * r.Int64N(3), Language: []string{"EN", "CN", "IDN"}[r.IntN(3)], MaxDuration: 59 + r.Int64N(2), RepeatCnt: 1 + r.Int64N(2),
		}
		if r.IntN(2) == 0 {
			template.SenderID = new(madeUp(r, 1, 20))
		}
		account.PutTemplate(template)
	}
	for i := range apps {
		flow := simulator.Flow{ID: 31 + int64(i), Name: name()}
		for range 1 + r.IntN(3) {
			flow.Nodes = append(flow.Nodes, simulator.FlowNode{
				WaitingTime: 30 + r.Int64N(91), Status: 1 + r.Int64N(2), Channel: []string{"sms", "call"}[r.IntN(2)], ChannelCut: r.Int64N(2),
			})
		}
		account.PutFlow(flow)
	}
	return account
}

func madeUpLimit(r *rand.Rand) simulator.Limit {
	return simulator.Limit{Enabled: r.IntN(2) == 0, Unit: 1 + r.Int64N(4), Period: 1 + r.Int64N(90), Limit: 1 + r.Int64N(10_000_000_000)}
}

// madeUp has from least to most characters, also in the form that Terraform gives them.
func madeUp(r *rand.Rand, least, most int) string {
	want := least + r.IntN(most-least+1)
	var text []rune
	for len([]rune(norm.NFC.String(string(text)))) < want {
		text = append(text, []rune(hostile[r.IntN(len(hostile))])...)
	}
	text = text[:min(len(text), most)]
	for len([]rune(norm.NFC.String(string(text)))) < least {
		text = append(text, 'x')
	}
	return string(text)
}
