package azure

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// onWire returns properties as they are after the way to ARM and back. The SDK's types
// check the kinds of the values: if they cannot read a body, AKS refuses it too.
func onWire(t *testing.T, props tree) tree {
	t.Helper()
	raw, err := json.Marshal(tree{"properties": props})
	if err != nil {
		t.Fatal(err)
	}
	var judge armcontainerservice.AgentPool
	if err := json.Unmarshal(raw, &judge); err != nil {
		t.Errorf("the SDK cannot read %s: %v", raw, err)
	}
	whole, err := decodeTree(raw)
	if err != nil {
		t.Fatal(err)
	}
	inner, _ := whole["properties"].(tree)
	return inner
}

// example is a value of the field: the last of its list, or else one that is not zero,
// so that a lost value is noticed.
func example(f *lane.Field) lane.Value {
	switch f {
	case lane.Sysctls:
		return lane.Texts(map[string]string{"net.core.somaxconn": "16384", "net.ipv4.tcp_tw_reuse": "true", "net.ipv4.ip_local_port_range": "1024 60999"})
	case lane.OutboundNAT:
		return lane.Known(false)
	case lane.SpotPrice:
		return lane.Known(0.12345)
	}
	switch f.Kind {
	case lane.Int:
		return lane.Known(31)
	case lane.Float:
		return lane.Known(0.5)
	case lane.Bool:
		return lane.Known(true)
	case lane.StringSet:
		return lane.Known([]string{"a", "b"})
	case lane.StringMap:
		return lane.Texts(map[string]string{"a": "1", "b": ""})
	case lane.ObjectList:
		return lane.Known([]lane.Settings{element(f), element(f)})
	case lane.ObjectMap:
		return lane.Known(map[string]lane.Settings{"example.com": element(f), ".": {}})
	case lane.String:
	}
	if n := len(f.OneOf); n > 0 {
		return lane.Known(f.OneOf[n-1])
	}
	return lane.Known("some text, ümlaut included")
}

func element(f *lane.Field) lane.Settings {
	out := lane.Settings{}
	for _, e := range f.Elem {
		out[e] = example(e)
	}
	return out
}

func TestEverySettingComesBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, f := range lane.Fields() {
		switch f {
		case lane.Name, lane.Initial, lane.Image: // in the URL; read as the live count; reported elsewhere
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			t.Parallel()
			want := lane.Of(f.Is(example(f)))
			got := settingsOf("", onWire(t, overlay(nil, want, nil)))
			if !got.Get(f).Equal(want.Get(f)) {
				t.Errorf("%s became %s", want.Get(f), got.Get(f))
			}
		})
	}
}

// TestARMsOwnSpellings shows the four properties that a lane writes differently than
// ARM.
func TestARMsOwnSpellings(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set  lane.Setting
		want string
	}{
		"message of the day": {lane.MessageOfTheDay.Is("Hello\n"), `{"messageOfTheDay":"SGVsbG8K"}`},
		"outbound NAT":       {lane.OutboundNAT.Is(false), `{"windowsProfile":{"disableOutboundNat":true}}`},
		"kernel parameters": {lane.Sysctls.Is(lane.Texts(map[string]string{"vm.swappiness": "10", "net.ipv4.tcp_tw_reuse": "1", "net.ipv4.tcp_keepalive_intvl": "30"})),
			`{"linuxOSConfig":{"sysctls":{"netIpv4TcpTwReuse":true,"netIpv4TcpkeepaliveIntvl":30,"vmSwappiness":10}}}`},
		"public IP tags": {lane.PublicIPTags.Is(lane.Texts(map[string]string{"RoutingPreference": "Internet", "FirstPartyUsage": "x"})),
			`{"networkProfile":{"nodePublicIPTags":[{"ipTagType":"FirstPartyUsage","tag":"x"},{"ipTagType":"RoutingPreference","tag":"Internet"}]}}`},
		"a spot price with its decimals": {lane.SpotPrice.Is(0.12345), `{"spotMaxPrice":0.12345}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(onWire(t, overlay(nil, lane.Of(tt.set), nil)))
			if err != nil || string(got) != tt.want {
				t.Errorf("sent %s (%v), want %s", got, err, tt.want)
			}
		})
	}
}

// TestEverySpotPriceKeepsItsDecimals: AKS accepts five of them.
func TestEverySpotPriceKeepsItsDecimals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		want := lane.Known(float64(rapid.IntRange(1, 128e5-1).Draw(r, "price")) / 1e5)
		got := settingsOf("", onWire(t, overlay(nil, lane.Of(lane.SpotPrice.Is(want)), nil)))
		if !got.Get(lane.SpotPrice).Equal(want) {
			r.Fatalf("%s became %s", want, got.Get(lane.SpotPrice))
		}
	})
}

func TestOddAnswersDecideNothing(t *testing.T) {
	t.Parallel()
	props, err := decodeTree([]byte(`{
		"count": "three", "maxPods": 30.5, "enableAutoScaling": "yes", "minCount": 1, "enableFIPS": 1, "vmSize": 5, "mode": "",
		"availabilityZones": "1", "nodeLabels": ["a"], "nodeTaints": {}, "tags": null, "spotMaxPrice": "cheap",
		"windowsProfile": {"disableOutboundNat": "no"}, "messageOfTheDay": 7, "upgradeSettings": [],
		"linuxOSConfig": {"sysctls": {"vmSwappiness": {"a": 1}, "unheardOf": 5, "netCoreSomaxconn": null}},
		"networkProfile": {"nodePublicIPTags": [{"tag": "x"}, "y"], "allowedHostPorts": "80"},
		"localDNSProfile": {"vnetDNSOverrides": []}, "virtualMachinesProfile": {"scale": {"manual": {}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := settingsOf("", props)
	// A list or map in which nothing can be read is empty.
	for _, f := range []*lane.Field{lane.Sysctls, lane.PublicIPTags} {
		if n := len(got.Get(f).Map()); n != 0 {
			t.Errorf("%s has %d elements: %s", f.Path, n, got.Get(f))
		}
	}
	if got = got.Without(lane.Sysctls, lane.PublicIPTags); len(got) != 0 {
		t.Errorf("decided by an odd answer: %s", got)
	}
	if s := statusOf(props); !reflect.DeepEqual(s, lane.Status{}) {
		t.Errorf("the status is %+v", s)
	}
}

func TestAMessageThatIsNoBase64IsShownAsItIs(t *testing.T) {
	t.Parallel()
	got := settingsOf("", tree{"messageOfTheDay": "not base64!"})
	if text := lane.MessageOfTheDay.Text(got); text != "not base64!" {
		t.Errorf("read %q", text)
	}
}
