package workspace

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Serve answers for an account on a free port of the loopback interface until stop is called. The address is what
// Options.BaseURL takes.
func Serve(ctx context.Context, account http.Handler) (address string, stop func(), err error) {
	var listenConfig net.ListenConfig
	listener, err := listenConfig.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{Handler: account, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with an error in any case, after Close
	}()
	stop = func() {
		_ = server.Close() // nobody waits for an answer any more
		<-done
	}
	return "http://" + listener.Addr().String() + "/otp", stop, nil
}
