package coretest

import (
	"context"
	"os"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Factory makes a provider. Every command gets one of its own, as the processes of a CLI do. The core asks for its
// schemas once: a provider with other schemas needs another name.
type Factory = func() (tfprotov6.ProviderServer, error)

// serve lets the core attach to new providers while it does something.
func serve(ctx context.Context, factories map[string]Factory, does func(map[string]attach) error) error {
	quiet()
	ctx, cancel := context.WithCancel(ctx)
	providers, ended := map[string]attach{}, []chan struct{}{}
	defer func() {
		cancel()
		for _, end := range ended {
			<-end
		}
	}()
	for name, factory := range factories {
		server, err := factory()
		if err != nil {
			return err
		}
		address := source(name)
		started, end := make(chan *plugin.ReattachConfig), make(chan struct{})
		ended = append(ended, end)
		go func() {
			_ = tf6server.Serve(address, func() tfprotov6.ProviderServer { return server },
				tf6server.WithDebug(ctx, started, end), tf6server.WithoutLogStderrOverride(), tf6server.WithGoPluginLogger(hclog.NewNullLogger()))
		}()
		config := <-started
		providers[address] = attach{config.Addr.Network(), config.Addr.String()}
	}
	return does(providers)
}

// source is the source address of a provider of this name.
func source(name string) string { return "registry.opentofu.org/itniotech/" + name }

// quiet keeps the SDK from writing every line of its logs, as the provider's own process does.
var quiet = sync.OnceFunc(func() {
	for _, logger := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_ITNIOTECH"} {
		if os.Getenv(logger) == "" {
			_ = os.Setenv(logger, "OFF") // an error would only make it loud
		}
	}
})
