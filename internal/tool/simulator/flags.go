package simulator

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
)

// name is the subcommand.
const name = "simulator"

// What the simulator listens on unless it is told otherwise: a known port to serve, and a free one for a command.
const (
	servingAddress  = "127.0.0.1:8480"
	wrappingAddress = "127.0.0.1:0"
)

// config is what the command line asks for.
type config struct {
	listen      string
	allowRemote bool
	state       string // the file with the objects to start with, "" for none
	quiet       bool
	options     simulator.Options
	command     []string // the command to run with its arguments; nil to serve until the end
}

// parseFlags reads the command line. If it returns false, the exit code says how it ended, and what there is to say is written.
func parseFlags(args []string, stdout, stderr io.Writer) (c config, exitCode int, ok bool) {
	wrapping := slices.Index(args, "--")
	if wrapping >= 0 {
		args, c.command = args[:wrapping], args[wrapping+1:]
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	c.flags(flags)
	if exitCode, ok := cli.Parse(flags, args, help, stdout, stderr); !ok {
		return config{}, exitCode, false
	}
	if c.listen == "" && wrapping >= 0 {
		c.listen = wrappingAddress
	} else if c.listen == "" {
		c.listen = servingAddress
	}
	err := c.check(flags.Args())
	if wrapping >= 0 && len(c.command) == 0 {
		err = errors.New("no command after --")
	}
	if err != nil {
		return config{}, cli.Misused(name, err, stderr), false
	}
	return c, cli.ExitOK, true
}

// flags are described in help.
func (c *config) flags(flags *flag.FlagSet) {
	o := &c.options
	flags.StringVar(&c.listen, "listen", "", "")
	flags.BoolVar(&c.allowRemote, "allow-remote", false, "")
	flags.StringVar(&c.state, "state", "", "")
	flags.BoolVar(&c.quiet, "quiet", false, "")
	flags.StringVar(&o.APIKey, "api-key", simulator.DefaultAPIKey, "")
	flags.StringVar(&o.APISecret, "api-secret", simulator.DefaultAPISecret, "")
	flags.DurationVar(&o.TimestampWindow, "timestamp-window", simulator.DefaultTimestampWindow, "")
	flags.IntVar(&o.MaxApps, "max-apps", 0, "")
	flags.Func("balance", "", func(text string) error { return setBalance(o, text) })
	flags.DurationVar(&o.DeliveryTime, "delivery-time", 0, "")
	flags.Func("undeliverable", "", func(channel string) error { return addUndeliverable(o, channel) })

	choice(flags, &o.UnknownID, "unknown-id", simulator.UnknownIDRefused, simulator.UnknownIDNullData, simulator.UnknownIDMissing)
	flags.IntVar(&o.PageSize, "page-size", 0, "")
	choice(flags, &o.NameScope, "name-scope", simulator.NamesPerAccount, simulator.NamesPerApplication)
	flags.BoolVar(&o.NamesIgnoreCase, "names-ignore-case", false, "")
	flags.BoolVar(&o.NamesIgnoreBlanks, "names-ignore-blanks", false, "")
	choice(flags, &o.UpdateMode, "update-mode", simulator.UpdateReplaces, simulator.UpdateMerges)
	flags.BoolVar(&o.OmitDate, "omit-date", false, "")
	flags.BoolVar(&o.TrimText, "trim-text", false, "")
	flags.BoolVar(&o.RefuseRepeatedSignature, "refuse-repeated-signature", false, "")
	choice(flags, &o.DisabledLimit, "disabled-limit",
		simulator.DisabledAsNulls, simulator.DisabledAsZeros, simulator.DisabledAsEmptyObject,
		simulator.DisabledAsNull, simulator.DisabledAsAbsent, simulator.DisabledAsLastNumbers)
	choice(flags, &o.Record, "record", simulator.RecordBeside, simulator.RecordInside, simulator.RecordAsArray, simulator.RecordAsObject)
	flags.BoolVar(&o.OrderRecordID, "order-record-id", false, "")
	choice(flags, &o.BalancePath, "balance-path", simulator.BalanceDocumented, simulator.BalanceSwapped)
	flags.BoolVar(&o.StatusAsNumber, "status-as-number", false, "")
	formFlags(flags, &o.Forms)
}

func formFlags(flags *flag.FlagSet, f *simulator.Forms) {
	choice(flags, &f.List, "list", simulator.ListAsArray, simulator.ListWrapped, simulator.ListUncounted)
	choice(flags, &f.EmptyList, "empty-list",
		simulator.EmptyListLikeOthers, simulator.EmptyListNull, simulator.EmptyListObject, simulator.EmptyListMissing)
	choice(flags, &f.Rows, "list-rows", simulator.RowsWhole, simulator.RowsSparse, simulator.RowsLoneID)
	flags.BoolVar(&f.SparseWrites, "sparse-writes", false, "")
	flags.BoolVar(&f.NumbersAsText, "numbers-as-text", false, "")
	flags.BoolVar(&f.FailuresAsHTTP, "failures-as-http", false, "")
	flags.BoolVar(&f.DecomposeText, "decompose-text", false, "")
}

// setBalance reads an amount, in ten-thousandths.
func setBalance(o *simulator.Options, text string) error {
	const most = 1e12
	amount, err := strconv.ParseFloat(text, 64)
	if o.Balance = int64(math.Round(amount * 10_000)); err != nil || o.Balance <= 0 || !(amount < most) {
		return errors.New("want an amount above 0, such as 12.50")
	}
	return nil
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
func choice[T fmt.Stringer](flags *flag.FlagSet, target *T, name string, values ...T) {
	names := make([]string, 0, len(values))
	for _, value := range values {
		names = append(names, value.String())
	}
	oneOf := strings.Join(names, ", ")
	flags.Func(name, "", func(text string) error {
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
func (c config) check(rest []string) error {
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
	if !c.allowRemote && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return fmt.Errorf("-listen %s could be reached from other machines; -allow-remote permits it", c.listen)
	}
	return nil
}
