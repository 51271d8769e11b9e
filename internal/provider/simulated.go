package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// defaultSpeed turns the three minutes of a small node pool into three seconds.
const defaultSpeed = 60

// simulatorOf returns the transport into the embedded simulator, or nil if the
// provider sends its requests to Azure.
func (p *aksProvider) simulatorOf(ctx context.Context, m providerModel, resp *provider.ConfigureResponse) http.RoundTripper {
	if p.seams.Simulator != nil {
		return p.seams.Simulator.Transport()
	}
	if m.Simulator == nil {
		return nil
	}
	opts, at, err := m.Simulator.options()
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("simulator").AtName(at), "Unable to start the simulator", err.Error())
		return nil
	}
	sim, err := simulator.New(opts)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("simulator"), "Unable to start the simulator", err.Error())
		return nil
	}
	if err := m.Simulator.happen(ctx, sim); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("simulator").AtName("events"), "Unable to change the simulated world", err.Error())
		return nil
	}
	if file := os.Getenv("AKS_SIMULATOR_LOG"); file != "" { // a log that cannot be written must not fail a plan
		if log, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
			return simulator.Logged(sim.Transport(), log)
		}
	}
	return sim.Transport()
}

// options reads the files that the block names. at is the attribute that an
// error concerns.
func (m *simulatorModel) options() (opts simulator.Options, at string, err error) {
	opts = simulator.Options{Speed: defaultSpeed, PollHint: true, StateFile: m.State.ValueString()}
	if !m.Speed.IsNull() && !m.Speed.IsUnknown() {
		opts.Speed = m.Speed.ValueFloat64()
	}
	if opts.StateFile == "" {
		dir := os.Getenv("TF_DATA_DIR")
		if dir == "" {
			dir = ".terraform"
		}
		opts.StateFile = filepath.Join(dir, "aks-simulator.json")
	}
	if file := m.World.ValueString(); file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return opts, "world", err
		}
		if opts.World, err = simulator.ParseWorld(raw); err != nil {
			return opts, "world", fmt.Errorf("%s: %w", file, err)
		}
	}
	if file := m.Faults.ValueString(); file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return opts, "faults", err
		}
		if opts.Faults, err = simulator.ParseFaults(raw); err != nil {
			return opts, "faults", fmt.Errorf("%s: %w", file, err)
		}
	}
	return opts, "", nil
}

// happen triggers the events of the block that have not happened yet.
func (m *simulatorModel) happen(ctx context.Context, sim *simulator.Simulator) error {
	if m.Events.IsNull() || m.Events.IsUnderlyingValueNull() {
		return nil
	}
	decoded, known, err := shape.JSONArgument(ctx, m.Events)
	if err != nil {
		return err
	}
	if !known {
		return errors.New("an event is not known yet; write its values as literals, because it happens before the plan")
	}
	text, err := json.Marshal(decoded)
	if err != nil {
		return err
	}
	events, err := simulator.ParseEvents(text)
	if err != nil {
		return err
	}
	_, err = sim.Happen(events...)
	return err
}
