//go:build !unix

package workspace

import "os/exec"

// group leaves the command as it is: it is killed when its context ends.
func group(*exec.Cmd) {}

func killGroup(*exec.Cmd) {}
