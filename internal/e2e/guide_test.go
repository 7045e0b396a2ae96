package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// guide is a page of the documentation that a user types in from top to bottom.
type guide struct {
	text     string
	files    map[string]string // configurations by the name in their first line
	commands [][]string        // of each shell block
}

var inline = regexp.MustCompile("`([^`\n]+)`")

func readGuide(t *testing.T, name string) guide {
	t.Helper()
	read := guide{text: readFile(t, filepath.Join(templates, "guides", name)), files: map[string]string{}}
	for _, block := range codeBlocks(read.text) {
		switch {
		case block.language == "shell":
			read.commands = append(read.commands, strings.Split(strings.TrimSpace(block.text), "\n"))
		case block.file != "":
			read.files[block.file] = block.text
		}
	}
	return read
}

// follow runs the commands of a block, each of which must succeed, and returns what they printed.
func (s *stage) follow(t *testing.T, commands []string) string {
	t.Helper()
	var printed strings.Builder
	for _, command := range commands {
		command, _, _ = strings.Cut(command, "#")
		words := strings.Fields(command)
		if words[0] == "rm" {
			if err := os.Remove(filepath.Join(s.Dir, words[1])); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if words[0] != "terraform" {
			t.Fatalf("the guide runs %s", words[0])
		}
		if words[1] == "apply" {
			words = append(words, "-auto-approve")
		}
		output := ""
		if len(words) > 2 && words[len(words)-2] == ">" {
			words, output = words[:len(words)-2], words[len(words)-1]
		}
		result := s.run(t, 0, words[1:]...)
		printed.WriteString(result.Stdout)
		if output != "" {
			if err := s.Write(output, result.Stdout); err != nil {
				t.Fatal(err)
			}
		}
	}
	return printed.String()
}

// snippet is the one inline code of the guide that begins like this.
func (g guide) snippet(t *testing.T, prefix string) string {
	t.Helper()
	var found []string
	for _, match := range inline.FindAllStringSubmatch(g.text, -1) {
		if strings.HasPrefix(match[1], prefix) {
			found = append(found, match[1])
		}
	}
	if len(found) != 1 {
		t.Fatalf("the guide has %q, want one that begins with %s", found, prefix)
	}
	return found[0]
}

// write writes files of a guide.
func (s *stage) write(t *testing.T, g guide, names ...string) {
	t.Helper()
	for _, name := range names {
		if g.files[name] == "" {
			t.Fatalf("the guide has no %s", name)
		}
		if err := s.Write(name, g.files[name]); err != nil {
			t.Fatal(err)
		}
	}
}

// beginGuide makes a world with a stage that has the provider as the guide sets it up, and nothing else.
func beginGuide(t *testing.T, g guide) *stage {
	t.Helper()
	s := begin(t, "")
	if err := os.Remove(filepath.Join(s.Dir, "main.tf")); err != nil {
		t.Fatal(err)
	}
	s.write(t, g, "versions.tf")
	return s
}

// TestAccGuide_existingAccount brings an account into code as the guide says, without a write. One application has no
// template, one cannot be read, two applications have a template of one name, and one object was left behind.
func TestAccGuide_existingAccount(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "existing-account.md")
	s := beginGuide(t, g)
	fillAccount(s.world)
	s.world.PutApp(simulator.App{ID: "unseen12", Name: "no template", CodeExpiry: 5})
	for id, of := range map[int64][2]string{500: {"q8DaP2Wx", "login-en"}, 501: {"gone1234", "orphan"}, 502: {"mRELxtHc", "retired-499-login-en"}} {
		s.world.PutTemplate(simulator.Template{ID: id, AppID: of[0], Name: of[1], Text: "##code##", CodeType: 1, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1})
	}
	if snippet := g.snippet(t, "export -app "); snippet != "export -app q8DaP2Wx ." {
		t.Errorf("the guide says %s", snippet)
	}
	export := strings.Replace(strings.Join(g.commands[0][1:len(g.commands[0])-1], "\n"), "export .", "export -app unseen12 .", 1)
	printed := s.shell(t, export)
	if !strings.Contains(printed, "ok       task flows      the list has 2") || !strings.Contains(printed, "Exported 3 applications, 5 templates and 2 task flows to .: ") {
		t.Errorf("the commands say\n%s", printed)
	}
	if printed := s.follow(t, g.commands[0][len(g.commands[0])-1:]); !strings.Contains(printed, "Plan: 10 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan says something else:\n%s", printed)
	}
	s.follow(t, g.commands[1])
	s.converged(t)
	s.world.expectWrites(t)
	if len(s.state(t)) != 10 {
		t.Errorf("the state has %v", s.state(t))
	}
}

// shell runs commands as they stand in a guide, in the directory of the stage and for its account.
func (s *stage) shell(t *testing.T, commands string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", commands)
	cmd.Dir = s.Dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "ITNIOTECH_API_KEY=" + simulator.DefaultAPIKey, "ITNIOTECH_API_SECRET=" + simulator.DefaultAPISecret,
		"ITNIOTECH_BASE_URL=" + s.world.address,
	}
	printed, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\nends with %v:\n%s", commands, err, printed)
	}
	return string(printed)
}

// TestAccGuide_oneObject imports a template by its name.
func TestAccGuide_oneObject(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "existing-account.md")
	s := beginGuide(t, g)
	fillAccount(s.world)
	s.write(t, g, "one.tf")
	if printed := s.run(t, 0, apply...).Stdout; !strings.Contains(printed, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan says something else:\n%s", printed)
	}
	s.converged(t)
	s.world.expectWrites(t)
}

// TestAccGuide_gettingStarted makes, changes and tests what the guide does.
func TestAccGuide_gettingStarted(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "getting-started.md")
	s := begin(t, "")
	s.write(t, g, "main.tf")
	if printed := s.follow(t, g.commands[1]); !strings.Contains(printed, g.snippet(t, "Plan: ")) {
		t.Errorf("the first plan says something else:\n%s", printed)
	}
	changed := strings.Replace(g.files["main.tf"], "code_length = 6", g.snippet(t, "code_length = "), 1)
	if err := s.Write("main.tf", changed); err != nil {
		t.Fatal(err)
	}
	_, diff, _ := strings.Cut(g.text, "```\n  # itniotech_otp_template.login_en will be updated in-place")
	diff, _, isShown := strings.Cut(diff, "```")
	if printed := s.follow(t, g.commands[2]); !isShown || !strings.Contains(printed, diff) {
		t.Errorf("the second plan says something else than%s\n%s", diff, printed)
	}
	s.write(t, g, "smoke-test.tf")
	phone := "-var=phone=12025550123"
	s.run(t, 0, append(apply, phone)...)
	s.run(t, 0, append(plan, "-detailed-exitcode", phone)...)
	if printed := s.run(t, 1, append(apply, phone, "-var=code=12345")...).Stderr; !strings.Contains(printed, g.snippet(t, "The code is not ")) {
		t.Errorf("a wrong code says\n%s", printed)
	}
	s.run(t, 0, append(apply, phone, "-var=code="+s.world.Outbox()[0].Code)...)
	if err := os.Remove(filepath.Join(s.Dir, "smoke-test.tf")); err != nil {
		t.Fatal(err)
	}
	s.run(t, 0, apply...)
	if sent := len(s.world.Outbox()); sent != 1 {
		t.Errorf("%d messages were sent, want 1", sent)
	}
}

// fillAccount makes two applications with three templates, and two task flows, in all their variety.
func fillAccount(w *world) {
	limit := simulator.Limit{Enabled: true, Unit: 2, Period: 24, Limit: 10000000000}
	w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5})
	w.PutApp(simulator.App{ID: "q8DaP2Wx", Name: "check out", CodeExpiry: 60, PeriodTotalSendLimit: limit, PeriodPhoneSendLimit: limit})
	plain := simulator.Template{
		ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "##code## is your code.",
		CodeType: 1, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1,
	}
	w.PutTemplate(plain)
	odd := plain
	odd.ID, odd.Name, odd.Text, odd.CodeType, odd.Language = 456, "login-odd", "\"${##code##}\" für 你 %{ x }\n", 9, "XX"
	w.PutTemplate(odd)
	other, sender := plain, "ACME"
	other.ID, other.AppID, other.Name, other.SenderID, other.CodeLength = 457, "q8DaP2Wx", "check-out/en", &sender, 10
	w.PutTemplate(other)
	w.PutFlow(simulator.Flow{ID: 31, Name: "call after a minute", Nodes: []simulator.FlowNode{{WaitingTime: 60, Status: 2, Channel: "call"}}})
	w.PutFlow(simulator.Flow{ID: 32, Name: "both", Nodes: []simulator.FlowNode{
		{WaitingTime: 30, Status: 1, Channel: "sms", ChannelCut: 1}, {WaitingTime: 120, Status: 2, Channel: "call"},
	}})
}
