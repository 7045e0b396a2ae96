// Command releasecheck judges what goreleaser has built, twice from one commit. The registries of Terraform and OpenTofu
// must find what they look for. The two builds must be the same to the byte. The CLI must be able to install the
// provider and to read its schema.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
)

func main() {
	cli := flag.String("cli", "terraform", "the `path` or name of Terraform or OpenTofu")
	key := flag.String("key", "", "`file` with the public key, in text form, that SHA256SUMS is signed with")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: releasecheck [flags] dist again\n\nFlags:")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := check(context.Background(), *cli, *key, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "releasecheck:", err)
		os.Exit(1)
	}
}

// check reports everything that is wrong with two builds.
func check(ctx context.Context, cli, key, dist, again string) error {
	first, err := open(dist)
	if err != nil {
		return err
	}
	second, err := open(again)
	if err != nil {
		return err
	}
	if first.version != second.version {
		return fmt.Errorf("the builds are %s and %s", first.version, second.version)
	}
	problems := []error{first.checkLayout(), first.checkSignature(key), first.checkSame(second)}
	for _, t := range targets() {
		problems = append(problems, first.checkArchive(t), first.checkSBOM(t))
	}
	if err := errors.Join(problems...); err != nil {
		return err // what is not complete need not run
	}
	if err := first.run(ctx, cli); err != nil {
		return err
	}
	fmt.Printf("%s: %d archives, each with an SBOM, built twice alike; the one for %s_%s runs.\n", first.version, len(targets()), runtime.GOOS, runtime.GOARCH)
	return nil
}
