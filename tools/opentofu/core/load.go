package main

import (
	"context"
	"path"

	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/opentofu/opentofu/internal/addrs"
	"github.com/opentofu/opentofu/internal/builtin/providers/tf"
	"github.com/opentofu/opentofu/internal/configs"
	"github.com/opentofu/opentofu/internal/encryption"
	"github.com/opentofu/opentofu/internal/logging"
	"github.com/opentofu/opentofu/internal/plugin6"
	"github.com/opentofu/opentofu/internal/plugins"
	"github.com/opentofu/opentofu/internal/providers"
	"github.com/opentofu/opentofu/internal/tfdiags"
	"github.com/opentofu/opentofu/internal/tofu"
	"github.com/spf13/afero"
	"github.com/zclconf/go-cty/cty"
)

// load reads a configuration with its modules from memory.
func load(ctx context.Context, request PlanRequest) (*configs.Config, tfdiags.Diagnostics) {
	var diags tfdiags.Diagnostics
	fs := afero.NewMemMapFs()
	for name, source := range request.Config {
		if err := afero.WriteFile(fs, name, []byte(source), 0o600); err != nil {
			return nil, diags.Append(err)
		}
	}
	parser := configs.NewParser(fs)
	call := configs.NewStaticModuleCall(addrs.RootModule, hcl.Range{}, func(variable *configs.Variable) (cty.Value, hcl.Diagnostics) {
		source, ok := request.Variables[variable.Name]
		if !ok {
			return variable.Default, nil
		}
		value, err := expression(source)
		if err != nil {
			return cty.DynamicVal, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: err.Error()}}
		}
		return value, nil
	}, ".", "default")
	root, problems := parser.LoadConfigDir(".", call)
	if diags = diags.Append(problems); diags.HasErrors() {
		return nil, diags
	}
	config, problems := configs.BuildConfig(ctx, root, configs.ModuleWalkerFunc(
		func(_ context.Context, request *configs.ModuleRequest) (*configs.Module, *version.Version, hcl.Diagnostics) {
			module, problems := parser.LoadConfigDir(path.Join(request.Parent.Module.SourceDir, request.SourceAddr.String()), request.Call)
			return module, nil, problems
		}))
	return config, diags.Append(problems)
}

// newContext is a core with providers that listen somewhere, and with the one for terraform_data.
func (c *Core) newContext(attach map[string]Attach, parallelism int) (*tofu.Context, tfdiags.Diagnostics) {
	factories := plugins.ProviderFactories{
		addrs.NewBuiltInProvider("terraform"): func() (providers.Interface, error) { return tf.NewProvider(), nil },
	}
	for source, where := range attach {
		address, diags := addrs.ParseProviderSourceString(source)
		if diags.HasErrors() {
			return nil, diags
		}
		schemas := c.schemasOf(source)
		factories[address] = func() (providers.Interface, error) { return connect(where, schemas) }
	}
	return tofu.NewContext(&tofu.ContextOpts{
		Meta:        &tofu.ContextMeta{Env: "default"},
		Parallelism: parallelism,
		Plugins:     plugins.NewLibrary(factories, nil),
		Encryption:  encryption.Disabled(),
	})
}

// schemasOf is the cache of one provider's schemas, which lasts as long as this process, as it does on the command line.
func (c *Core) schemasOf(source string) providers.SchemaCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.schemas[source] == nil {
		c.schemas[source] = providers.NewSchemaCache()
	}
	return c.schemas[source]
}

// connect connects to a provider as the command line does to one that TF_REATTACH_PROVIDERS names.
func connect(where Attach, schemas providers.SchemaCache) (providers.Interface, error) {
	client := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig:  plugin6.Handshake,
		Plugins:          plugin6Set,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           logging.NewProviderLogger("unmanaged."),
		Reattach: &goplugin.ReattachConfig{
			Protocol: goplugin.ProtocolGRPC, ProtocolVersion: 6, Addr: address{where}, Test: true,
		},
	})
	connection, err := client.Client()
	if err != nil {
		return nil, err
	}
	raw, err := connection.Dispense(plugin6.ProviderPluginName)
	if err != nil {
		return nil, err
	}
	provider := raw.(*plugin6.GRPCProvider)
	provider.PluginClient, provider.SchemaCache = client, schemas
	return provider, nil
}

var plugin6Set = goplugin.PluginSet{plugin6.ProviderPluginName: &plugin6.GRPCProviderPlugin{}}

// address is where a provider listens, as net has it.
type address struct{ Attach }

func (a address) Network() string { return a.Attach.Network }
func (a address) String() string  { return a.Attach.Address }
