//go:build race

package provider

// raceDetected tells whether the race detector watches these tests.
const raceDetected = true
