package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	_ "github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server" // registers the messages of the protocol
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// service is what a provider serves. Its messages are found by their names, because their Go types are internal.
const service = "tfplugin6.Provider"

// server is a provider's process, to be called as Terraform calls it.
type server struct {
	client     *plugin.Client
	cmd        *exec.Cmd
	connection *plugin.GRPCClient
}

// serve starts a provider. The caller ends it, or kills the client.
func serve(ctx context.Context, binary string, env ...string) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, binary)}
	s.cmd.Env = append(os.Environ(), env...)
	s.client = plugin.NewClient(&plugin.ClientConfig{
		// As in the plugin SDK.
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  6,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		Plugins:          plugin.PluginSet{},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              s.cmd,
		SkipHostEnv:      true, // it is in the command's already
		Logger:           hclog.NewNullLogger(),
	})
	protocol, err := s.client.Client()
	if err != nil {
		s.client.Kill()
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(binary), err)
	}
	connection, ok := protocol.(*plugin.GRPCClient)
	if !ok {
		s.client.Kill()
		return nil, fmt.Errorf("%s speaks %T", filepath.Base(binary), protocol)
	}
	s.connection = connection
	return s, nil
}

// end ends the process and tells what it used.
func (s *server) end() (usage, error) {
	most := mostResident(s.cmd.Process.Pid)
	s.client.Kill()
	state := s.cmd.ProcessState
	if state == nil {
		return usage{}, errors.New("the provider did not end")
	}
	return usage{state.UserTime() + state.SystemTime(), cmp.Or(most, peak(state))}, nil
}

// fields are fields of a message by name. Those of a message within it are fields again.
type fields map[string]any

// call makes one call. An error that the provider reports is an error.
func (s *server) call(ctx context.Context, name string, request fields) (protoreflect.Message, error) {
	in, out, err := messages(name)
	if err != nil {
		return nil, err
	}
	if err := fill(in, request); err != nil {
		return nil, fmt.Errorf("calling %s: %w", name, err)
	}
	if err := s.connection.Conn.Invoke(ctx, "/"+service+"/"+name, in.Interface(), out.Interface()); err != nil {
		return nil, fmt.Errorf("calling %s: %w", name, err)
	}
	diagnostics := get(out, "diagnostics").List()
	for i := range diagnostics.Len() {
		if one := diagnostics.Get(i).Message(); get(one, "severity").Enum() == 1 { // ERROR
			return nil, fmt.Errorf("%s failed: %s: %s", name, get(one, "summary"), get(one, "detail"))
		}
	}
	return out, nil
}

// messages makes the empty request and response of a call.
func messages(name string) (in, out protoreflect.Message, err error) {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(service)
	if err != nil {
		return nil, nil, fmt.Errorf("looking for %s: %w", service, err)
	}
	described, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return nil, nil, fmt.Errorf("%s is %T", service, found)
	}
	method := described.Methods().ByName(protoreflect.Name(name))
	if method == nil {
		return nil, nil, fmt.Errorf("%s has no %s", service, name)
	}
	request, err := protoregistry.GlobalTypes.FindMessageByName(method.Input().FullName())
	if err != nil {
		return nil, nil, fmt.Errorf("looking for the request of %s: %w", name, err)
	}
	response, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return nil, nil, fmt.Errorf("looking for the response of %s: %w", name, err)
	}
	return request.New(), response.New(), nil
}

// fill sets fields of a message.
func fill(message protoreflect.Message, values fields) error {
	for name, value := range values {
		field := message.Descriptor().Fields().ByName(protoreflect.Name(name))
		if field == nil {
			return fmt.Errorf("%s has no field %s", message.Descriptor().FullName(), name)
		}
		if inner, ok := value.(fields); ok {
			if err := fill(message.Mutable(field).Message(), inner); err != nil {
				return err
			}
			continue
		}
		message.Set(field, protoreflect.ValueOf(value))
	}
	return nil
}

// get is a field of a message, or of a message within it. It has to exist.
func get(message protoreflect.Message, name protoreflect.Name, within ...protoreflect.Name) protoreflect.Value {
	value := message.Get(message.Descriptor().Fields().ByName(name))
	if len(within) > 0 {
		return get(value.Message(), within[0], within[1:]...)
	}
	return value
}
