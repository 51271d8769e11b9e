package lane

import (
	"encoding/json"
	"strings"
	"testing"
)

// oneOfEachKind returns settings of every kind, with values that are easily lost: empty
// values, false, zero, and a number that no float64 can represent.
func oneOfEachKind() Settings {
	return Of(
		Mode.Is("User"), MessageOfTheDay.Is(""),
		Min.Is(0), Max.Is(int64(1)<<53+1),
		SpotPrice.Is(0.12345),
		FIPS.Is(false), HostEncryption.Is(true),
		Taints.Is([]string{"b=1:NoSchedule", "a:NoExecute"}), Zones.Is([]string{}),
		labels("team", "a", "empty", ""), Sysctls.Is(Texts(nil)),
		VirtualMachines.Is([]Settings{Of(MachineSize.Is("Standard_D4ds_v5"), MachineNodes.Is(2)), {}}), HostPorts.Is([]Settings{}),
		VnetDNS.Is(map[string]Settings{"example.com": Of(dnsOverride[0].Is("Log"), dnsOverride[4].Is(1000)), ".": {}}),
	)
}

// ofTheFirstForm is the output of the first codec for oneOfEachKind. Existing private
// states contain it, and the marks of live pools contain a digest of it.
const ofTheFirstForm = `{"capacity.max":9007199254740993,"capacity.min":0,"labels":{"empty":"","team":"a"},"mode":"User","network.allowed_host_ports":[],` +
	`"node_config.local_dns.vnet_dns_overrides":{".":{},"example.com":{"max_concurrent":1000,"query_logging":"Log"}},"node_config.message_of_the_day":"",` +
	`"node_config.sysctls":{},"security.fips":false,"security.host_encryption":true,"spot.max_price":0.12345,"taints":["a:NoExecute","b=1:NoSchedule"],` +
	`"virtual_machines":[{"nodes":2,"size":"Standard_D4ds_v5"},{}],"zones":[]}`

func TestPrivateStateOfTheFirstFormIsRead(t *testing.T) {
	t.Parallel()
	var got Settings
	if err := json.Unmarshal([]byte(ofTheFirstForm), &got); err != nil {
		t.Fatal(err)
	}
	want := oneOfEachKind()
	if len(got) != len(want) {
		t.Errorf("read %d settings of %d: %s", len(got), len(want), got)
	}
	for f, v := range want {
		if !got.Get(f).Equal(v) {
			t.Errorf("%s: read %s, want %s", f.Path, got.Get(f), v)
		}
	}
}

func TestPrivateStateKeepsItsForm(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(oneOfEachKind())
	if err != nil || string(got) != ofTheFirstForm {
		t.Errorf("wrote %s (%v)\nwant  %s", got, err, ofTheFirstForm)
	}
	if digest := Fingerprint(oneOfEachKind()); digest != "4fe61417a90d" {
		t.Errorf("the fingerprint is %s: the marks of live pools no longer match", digest)
	}
}

func TestWhatIsNotKnownIsNotWritten(t *testing.T) {
	t.Parallel()
	some := map[string]Value{"team": Known("a"), "later": Unknown}
	got, err := json.Marshal(Of(Mode.Is("User"), Drain.Is(Unknown), VMSize.Is(Value{}), Labels.Is(Value{v: some})))
	if err != nil || string(got) != `{"mode":"User"}` {
		t.Errorf("wrote %s (%v)", got, err)
	}
	// A value on its own keeps at least its known parts.
	got, err = json.Marshal(Value{v: map[string]Value{"team": Known("a"), "later": Unknown, "null": {}}}.Encode(PathKey))
	if err != nil || string(got) != `{"team":"a"}` {
		t.Errorf("wrote %s (%v)", got, err)
	}
}

func TestPrivateStateThatDoesNotFit(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ raw, says string }{
		"a text for a number":       {`{"capacity.min":"1"}`, "setting capacity.min"},
		"a fraction":                {`{"capacity.min":1.5}`, "setting capacity.min"},
		"more than 63 bits":         {`{"capacity.min":9223372036854775808}`, "setting capacity.min"},
		"a number for a text":       {`{"mode":1}`, "setting mode"},
		"a text for a switch":       {`{"security.fips":"true"}`, "setting security.fips"},
		"a text for a set":          {`{"zones":"1"}`, "setting zones"},
		"a number in a set":         {`{"zones":["1",2]}`, "setting zones"},
		"a list for a map":          {`{"labels":[]}`, "setting labels"},
		"a number in a map":         {`{"labels":{"team":1}}`, "setting labels: team"},
		"an object for a list":      {`{"virtual_machines":{}}`, "setting virtual_machines"},
		"a text in a list":          {`{"virtual_machines":[{},"x"]}`, "setting virtual_machines: element 1"},
		"a text for an element's":   {`{"virtual_machines":[{"nodes":"2"}]}`, "setting virtual_machines: element 0: setting nodes"},
		"a list for objects by key": {`{"node_config.local_dns.vnet_dns_overrides":[]}`, "setting node_config.local_dns.vnet_dns_overrides"},
		"a text in objects by key":  {`{"node_config.local_dns.vnet_dns_overrides":{".":1}}`, "vnet_dns_overrides: .:"},
		"a list":                    {`[]`, "array"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := Of(Mode.Is("User"))
			got := before
			err := json.Unmarshal([]byte(tt.raw), &got)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("the error is %v, want %q", err, tt.says)
			}
			if !got.Equal(before) {
				t.Errorf("read %s all the same", got)
			}
		})
	}
}

func TestPathsThatNoFieldHasArePassedOver(t *testing.T) {
	t.Parallel()
	var got Settings
	if err := json.Unmarshal([]byte(`{"mode":"User","capacity.gone":{"a":[1]},"max_pods":null}`), &got); err != nil || !got.Equal(Of(Mode.Is("User"))) || len(got) != 1 {
		t.Errorf("read %s, %v", got, err)
	}
}

// TestHalfOfAForeignObject is for readers of objects that are not ours: the error lists
// what could not be decoded, and the settings contain the rest.
func TestHalfOfAForeignObject(t *testing.T) {
	t.Parallel()
	odd := map[string]any{
		"mode": "User", "maxPods": "30",
		"availabilityZones": []any{"1", json.Number("2")},
		"tags":              map[string]any{"a": "b", "n": json.Number("1")},
	}
	got, err := DecodeSettings(odd, Fields(), ARMKey)
	want := Of(Mode.Is("User"), Zones.Is([]string{"1"}), Tags.Is(Texts(map[string]string{"a": "b"})))
	if !got.Equal(want) {
		t.Errorf("read %s, want %s", got, want)
	}
	for _, name := range []string{"maxPods", "availabilityZones", "tags: n"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not tell %s: %v", name, err)
		}
	}
	ports := []any{map[string]any{"portStart": json.Number("80"), "portEnd": "high"}, "no object"}
	v, err := HostPorts.Decode(ports, ARMKey)
	if want := Known([]Settings{Of(PortStart.Is(80)), {}}); err == nil || !v.Equal(want) {
		t.Errorf("read %s (%v), want %s", v, err, want)
	}
}
