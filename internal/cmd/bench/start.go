package main

import (
	"context"
	"fmt"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/protobuf/types/known/emptypb"
)

// started is how long providers took from their start to their schema.
type started struct{ provider, empty []time.Duration }

func (b *benchmark) timeStarts(ctx context.Context) (started, error) {
	var all started
	for range b.starts {
		for _, one := range []struct {
			binary string
			times  *[]time.Duration
		}{{b.empty, &all.empty}, {b.provider, &all.provider}} {
			elapsed, err := timeStart(ctx, one.binary)
			if err != nil {
				return all, err
			}
			*one.times = append(*one.times, elapsed)
		}
	}
	return all, nil
}

// timeStart starts a provider as Terraform does, asks for its schema, and ends it.
func timeStart(ctx context.Context, binary string) (time.Duration, error) {
	client := plugin.NewClient(&plugin.ClientConfig{
		// As in the plugin SDK.
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  6,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		Plugins:          plugin.PluginSet{},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              exec.CommandContext(ctx, binary),
		Logger:           hclog.NewNullLogger(),
	})
	defer client.Kill()
	start := time.Now()
	protocol, err := client.Client()
	if err != nil {
		return 0, fmt.Errorf("starting %s: %w", binary, err)
	}
	connection, ok := protocol.(*plugin.GRPCClient)
	if !ok {
		return 0, fmt.Errorf("%s speaks %T", binary, protocol)
	}
	// An empty message takes any answer.
	if err := connection.Conn.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{}); err != nil {
		return 0, fmt.Errorf("asking %s for its schema: %w", binary, err)
	}
	return time.Since(start), nil
}
