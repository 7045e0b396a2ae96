package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What the simulator listens on unless it is told otherwise: a known port to serve, and a free one for a command.
const (
	servingAddress  = "127.0.0.1:8480"
	wrappingAddress = "127.0.0.1:0"
)

// config is what the command line asks for.
type config struct {
	listen  string
	options simulator.Options
	command []string // the command to run with its arguments; nil to serve until the end
}

// parseFlags reads the command line. What is wrong with it has been written to stderr when it returns an error.
func parseFlags(args []string, stderr io.Writer) (config, error) {
	var c config
	var allowRemote bool
	wrapping := slices.Index(args, "--")
	if wrapping >= 0 {
		args, c.command = args[:wrapping], args[wrapping+1:]
	}
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags) }
	flags.StringVar(&c.listen, "listen", "",
		"`address` to listen on; port 0 takes a free one (default "+servingAddress+", and a free port for a command)")
	flags.BoolVar(&allowRemote, "allow-remote", false, "listen on an address that other machines can reach")
	optionFlags(flags, &c.options)
	if err := flags.Parse(args); err != nil {
		return config{}, fmt.Errorf("parsing flags: %w", err)
	}
	if c.listen == "" && wrapping >= 0 {
		c.listen = wrappingAddress
	} else if c.listen == "" {
		c.listen = servingAddress
	}
	err := c.check(flags.Args(), allowRemote)
	if wrapping >= 0 && len(c.command) == 0 {
		err = errors.New("no command after --")
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		flags.Usage()
		return config{}, err
	}
	return c, nil
}

// usage says what the program does, and lists its flags.
func usage(flags *flag.FlagSet) {
	_, _ = fmt.Fprint(flags.Output(), `Usage:
  simulator [flags]                            serve until Ctrl-C
  simulator [flags] -- command [arguments]     serve while the command runs, and exit with its exit code

The simulator serves the OTP API from memory. It sends nothing to any phone: the messages, with their codes, are read
without a signature at GET /_simulator/outbox, from the same machine only.

A command finds the account in its environment, as ITNIOTECH_API_KEY, ITNIOTECH_API_SECRET and ITNIOTECH_BASE_URL. It is
given the signals that the simulator gets. The exit code is 127 if there is no such command, 126 if it cannot be run,
128 and the signal's number if a signal ended it, 2 for wrong flags, and 1 if the simulator fails.

Flags:
`)
	flags.PrintDefaults()
}

func optionFlags(flags *flag.FlagSet, o *simulator.Options) {
	flags.StringVar(&o.APIKey, "api-key", simulator.DefaultAPIKey, "`key` of the account")
	flags.StringVar(&o.APISecret, "api-secret", simulator.DefaultAPISecret, "`secret` of the account")
	flags.DurationVar(&o.TimestampWindow, "timestamp-window", simulator.DefaultTimestampWindow,
		"how far a timestamp may lie in the past or in the future")
	flags.IntVar(&o.MaxApps, "max-apps", 0, "how many applications the account may hold; 0 means any number")

	flags.DurationVar(&o.DeliveryTime, "delivery-time", 0, "how long a message is sending before it is delivered")
	flags.Func("undeliverable", "messages over this `channel` fail: one of sms, call, sna; may be repeated", func(channel string) error {
		return addUndeliverable(o, channel)
	})

	choice(flags, &o.UnknownID, "unknown-id", "details answers an unknown id with -22 or with null data",
		simulator.UnknownIDRefused, simulator.UnknownIDNullData)
	flags.IntVar(&o.PageSize, "page-size", 0, "a list answers only its first objects; 0 means all")
	choice(flags, &o.NameScope, "name-scope", "where names of templates are unique",
		simulator.NamesPerAccount, simulator.NamesPerApplication)
	flags.BoolVar(&o.NamesIgnoreCase, "names-ignore-case", false, `"Login" and "login" are the same name`)
	flags.BoolVar(&o.NamesIgnoreBlanks, "names-ignore-blanks", false, `"login" and " login " are the same name`)
	choice(flags, &o.UpdateMode, "update-mode", "an update resets or keeps what it leaves out",
		simulator.UpdateReplaces, simulator.UpdateMerges)
	flags.BoolVar(&o.OmitDate, "omit-date", false, "answers have no Date header")
	flags.BoolVar(&o.TrimText, "trim-text", false, "names and texts lose the blanks at both ends")
	flags.BoolVar(&o.RefuseRepeatedSignature, "refuse-repeated-signature", false,
		"a signature is good for one request")
	choice(flags, &o.DisabledLimit, "disabled-limit", "how a limit that is off is answered",
		simulator.DisabledAsNulls, simulator.DisabledAsZeros, simulator.DisabledAsEmptyObject,
		simulator.DisabledAsNull, simulator.DisabledAsAbsent, simulator.DisabledAsLastNumbers)
	choice(flags, &o.Record, "record", "the form of a record's verifications",
		simulator.RecordAsArray, simulator.RecordAsObject)
	flags.BoolVar(&o.StatusAsNumber, "status-as-number", false, "the envelope's status is a JSON number")
}

// addUndeliverable makes the messages over one more channel fail.
func addUndeliverable(o *simulator.Options, channel string) error {
	if channel != "sms" && channel != "call" && channel != "sna" {
		return errors.New("want one of sms, call, sna")
	}
	earlier := o.Undeliverable
	o.Undeliverable = func(to, other string) bool {
		return other == channel || earlier != nil && earlier(to, other)
	}
	return nil
}

// choice is a flag that takes one of the values by its name. The first one is the default.
func choice[T fmt.Stringer](flags *flag.FlagSet, target *T, name, usage string, values ...T) {
	names := make([]string, 0, len(values))
	for _, value := range values {
		names = append(names, value.String())
	}
	oneOf := strings.Join(names, ", ")
	flags.Func(name, fmt.Sprintf("%s; `value` is one of %s (default %s)", usage, oneOf, names[0]), func(text string) error {
		for i, value := range values {
			if names[i] == text {
				*target = value
				return nil
			}
		}
		return fmt.Errorf("want one of %s", oneOf)
	})
}

// check refuses what no flag refuses by itself.
func (c config) check(rest []string, allowRemote bool) error {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected argument %q; a command stands after --", rest[0])
	}
	if c.options.APIKey == "" || c.options.APISecret == "" {
		return errors.New("-api-key and -api-secret must not be empty")
	}
	if c.options.TimestampWindow <= 0 || c.options.MaxApps < 0 || c.options.PageSize < 0 {
		return errors.New("-timestamp-window must be above 0, -max-apps and -page-size must not be below 0")
	}
	if c.options.DeliveryTime < 0 {
		return errors.New("-delivery-time must not be below 0")
	}
	host, _, err := net.SplitHostPort(c.listen)
	if err != nil {
		return fmt.Errorf("-listen wants host:port: %w", err)
	}
	if !allowRemote && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return fmt.Errorf("-listen %s could be reached from other machines; -allow-remote permits it", c.listen)
	}
	return nil
}
