package azure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Properties that neither we nor the SDK know, as a later ARM may return them: new ones
// at the top, in objects that we know, and in elements of lists.
const (
	unknownOfPools = `{
		"warmStart": {"enabled": true, "budget": 9223372036854775807, "ratio": 0.1, "reason": null, "zones": ["1", "2"]},
		"rack": "r-17",
		"hooks": [{"name": "a", "env": {"X": "1"}, "steps": [{"run": "b", "retries": 0}]}, {"name": "c"}],
		"gpuProfile": {"partition": "half", "telemetry": {"exporter": "On"}},
		"upgradeSettings": {"pauseBetweenNodes": "5m"},
		"networkProfile": {"fastPath": {"mode": "On"}, "allowedHostPorts": [{"sources": ["10.0.0.0/8"]}]},
		"powerState": {"since": "2026-09-01T00:00:00Z"}}`
	unknownOfMachines = `{
		"rack": "r-17",
		"virtualMachinesProfile": {"flavor": "x", "scale": {"order": ["cheapest"], "manual": [{"billing": "reserved"}, {"host": {"id": 7}}]}}}`
)

// laterARM wraps a world and adds the properties to every node pool in its answers.
// Like AKS, the simulator ignores properties that it does not know.
func laterARM(t *testing.T, unknown string) func(*Options) {
	t.Helper()
	extra := decoded(t, []byte(unknown))
	return func(o *Options) {
		inner := o.Transport
		o.Transport = answers(func(r *http.Request) (*http.Response, error) {
			resp, err := inner.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			raw, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if body, decodeErr := decodeTree(raw); err == nil && decodeErr == nil && resp.StatusCode < http.StatusMultipleChoices {
				for _, pool := range poolsIn(r.URL.Path, body) {
					add(pool, extra)
				}
				raw, err = json.Marshal(body)
			}
			resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
			resp.Header.Del("Content-Length")
			return resp, err
		})
	}
}

var (
	aPool    = regexp.MustCompile(`(?i)/agentPools/[^/]+$`)
	aCluster = regexp.MustCompile(`(?i)/managedClusters/[^/]+$`)
)

// poolsIn finds the properties of node pools in an answer.
func poolsIn(path string, body tree) []any {
	switch {
	case aPool.MatchString(path):
		return []any{body["properties"]}
	case aCluster.MatchString(path):
		pools, _ := lookup(body, "properties.agentPoolProfiles").([]any)
		return pools
	}
	return nil
}

// add adds missing members to an object or, element by element, to the elements of a
// list.
func add(to, extra any) {
	switch extra := extra.(type) {
	case tree:
		object, _ := to.(tree)
		for k, v := range extra {
			if have, ok := object[k]; ok {
				add(have, v)
			} else if object != nil {
				object[k] = v
			}
		}
	case []any:
		list, _ := to.([]any)
		for i := range min(len(list), len(extra)) {
			add(list[i], extra[i])
		}
	}
}

// lost lists the parts of an object or a list that are missing or different in another
// one.
func lost(path string, want, got any) []string {
	switch want := want.(type) {
	case tree:
		object, ok := got.(tree)
		if !ok {
			return []string{path}
		}
		var out []string
		for k, v := range want {
			if have, ok := object[k]; ok {
				out = append(out, lost(path+"."+k, v, have)...)
			} else {
				out = append(out, path+"."+k)
			}
		}
		return out
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) < len(want) {
			return []string{path}
		}
		var out []string
		for i, v := range want {
			out = append(out, lost(fmt.Sprintf("%s[%d]", path, i), v, list[i])...)
		}
		return out
	}
	if want != got {
		return []string{fmt.Sprintf("%s, which is %v", path, got)}
	}
	return nil
}

func decoded(t *testing.T, raw []byte) tree {
	t.Helper()
	out, err := decodeTree(raw)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// finished follows a write to its end.
func finished(t *testing.T, c *Client) func(*Pool, *Operation, error) {
	return func(_ *Pool, op *Operation, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if p, err := c.Look(t.Context(), batch, op); err != nil || !p.Done || p.Err != nil {
			t.Fatalf("the operation: %+v, %v", p, err)
		}
	}
}

// described is the pool of a lane with an example of every kind of setting that is
// written later.
func described() lane.Settings {
	return small().Over(lane.Of(
		lane.Version.Is("1.34.8"),
		lane.Labels.Is(lane.Texts(map[string]string{"team": "pricing"})),
		lane.Tags.Is(lane.Texts(map[string]string{"team": "pricing", lane.TagCreated: "batch/0a1b2c/2026-09-01T00:00:00Z/ci"})),
		lane.HostPorts.Is(ports(80, 81)),
	))
}

func ports(first, last int) []lane.Settings {
	return []lane.Settings{lane.Of(lane.PortStart.Is(first), lane.PortEnd.Is(last), lane.PortProtocol.Is("TCP"))}
}

func machinePool(sizes ...lane.Settings) lane.Settings {
	return small().Without(lane.VMSize, lane.Nodes).Over(lane.Of(lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(sizes)))
}

func machine(size string, nodes int) lane.Settings {
	return lane.Of(lane.MachineSize.Is(size), lane.MachineNodes.Is(nodes))
}

// reads are the ways to read a pool before it is written.
var reads = map[string]func(*testing.T, *Client) *Pool{
	"read by itself": func(t *testing.T, c *Client) *Pool { t.Helper(); return read(t, c, batch) },
	"read with its cluster": func(t *testing.T, c *Client) *Pool {
		t.Helper()
		all, err := c.Cluster(t.Context(), cluster)
		if err != nil {
			t.Fatal(err)
		}
		return all.Pool("batch")
	},
}

// TestWhatNobodyKnowsSurvivesEveryWrite: a PUT is the whole pool, so AKS removes what
// its body does not contain.
func TestWhatNobodyKnowsSurvivesEveryWrite(t *testing.T) {
	t.Parallel()
	machines := machinePool(machine("Standard_D4ds_v5", 2), machine("Standard_D8ds_v5", 1))
	for name, tt := range map[string]struct {
		unknown string
		pool    lane.Settings   // as it was created
		edits   []lane.Settings // one write each
		sent    string          // what else the last body contains
	}{
		"settings of upgrades": {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Surge.Is("50%"), lane.Drain.Is(45))},
			`{"upgradeSettings": {"maxSurge": "50%", "drainTimeoutInMinutes": 45}}`},
		"mode":          {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Mode.Is("System"), lane.Nodes.Is(2))}, `{"mode": "System"}`},
		"more nodes":    {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Nodes.Is(2))}, `{"count": 2, "enableAutoScaling": false}`},
		"autoscaler on": {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Nodes.Is(lane.Value{}), lane.Min.Is(1), lane.Max.Is(5))}, `{"count": 1, "enableAutoScaling": true, "maxCount": 5}`},
		"labels":        {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Labels.Is(lane.Texts(map[string]string{"team": "risk"})))}, `{"nodeLabels": {"team": "risk"}}`},
		"taints":        {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Taints.Is([]string{"team=risk:NoSchedule"}))}, `{"nodeTaints": ["team=risk:NoSchedule"]}`},
		"tags":          {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Tags.Is(lane.Texts(map[string]string{"team": "risk"})))}, `{"tags": {"team": "risk"}}`},
		"ports of a list": {unknownOfPools, described(), []lane.Settings{lane.Of(lane.HostPorts.Is(ports(80, 90)))},
			`{"networkProfile": {"allowedHostPorts": [{"portStart": 80, "portEnd": 90, "protocol": "TCP"}]}}`},
		"stop":           {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Power.Is("Stopped"))}, `{"powerState": {"code": "Stopped"}}`},
		"stop and start": {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Power.Is("Stopped")), lane.Of(lane.Power.Is("Running"))}, `{"powerState": {"code": "Running"}}`},
		"version":        {unknownOfPools, described(), []lane.Settings{lane.Of(lane.Version.Is("1.35.7"))}, `{"orchestratorVersion": "1.35.7"}`},
		"machines of sizes": {unknownOfMachines, machines, []lane.Settings{lane.Of(lane.VirtualMachines.Is([]lane.Settings{machine("Standard_D4ds_v5", 2), machine("Standard_D8ds_v5", 3)}))},
			`{"virtualMachinesProfile": {"scale": {"manual": [{"size": "Standard_D4ds_v5", "count": 2}, {"size": "Standard_D8ds_v5", "count": 3}]}}}`},
		"labels beside machines": {unknownOfMachines, machines, []lane.Settings{lane.Of(lane.Labels.Is(lane.Texts(map[string]string{"team": "risk"})))}, `{"nodeLabels": {"team": "risk"}}`},
	} {
		for how, readPool := range reads {
			t.Run(name+", "+how, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				c := w.client(t, laterARM(t, tt.unknown))
				create(t, c, batch, tt.pool)
				w.ResetRequests()
				want := tt.pool
				for _, edit := range tt.edits {
					prior := want
					for f, v := range edit {
						want = want.Put(f, v)
					}
					live := readPool(t, c)
					differences, send := lane.Outstanding(prior, want, live.Set, lane.Ignore{})
					if len(differences) == 0 {
						t.Fatalf("nothing of %s is outstanding", edit)
					}
					finished(t, c)(c.UpdatePool(t.Context(), live, send))
				}
				w.kept(t, len(tt.edits), tt.unknown, tt.sent)
			})
		}
	}
}

// kept checks the bodies of the PUTs so far: all of them contain the unknown
// properties, and the last one contains the given properties.
func (w *world) kept(t *testing.T, puts int, unknown, properties string) {
	t.Helper()
	sent := w.requests(http.MethodPut, "/batch")
	if len(sent) != puts {
		t.Fatalf("%d PUTs, want %d", len(sent), puts)
	}
	for i, r := range sent {
		body := decoded(t, r.Body)
		if missing := lost("", decoded(t, []byte(unknown)), body["properties"]); len(missing) > 0 {
			t.Errorf("PUT %d has lost %s\nof %s", i+1, strings.Join(missing, ", "), r.Body)
		}
		if missing := lost("", decoded(t, []byte(properties)), body["properties"]); i == puts-1 && len(missing) > 0 {
			t.Errorf("PUT %d does not say %s\nbut %s", i+1, strings.Join(missing, ", "), r.Body)
		}
		if state := lookup(body, "properties.provisioningState"); state != nil || len(body) != 1 {
			t.Errorf("PUT %d sends what is only read: %s", i+1, r.Body)
		}
	}
}

// TestWhatNobodyKnowsSurvivesTheRemovalOfAMark: a lane that releases its pool writes
// only the tags.
func TestWhatNobodyKnowsSurvivesTheRemovalOfAMark(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t, laterARM(t, unknownOfPools))
	live := create(t, c, batch, described())
	w.ResetRequests()
	finished(t, c)(c.UpdatePool(t.Context(), live, lane.Of(lane.Tags.Is(lane.Unmarked(live.Set)))))
	w.kept(t, 1, unknownOfPools, `{"tags": {"team": "pricing"}}`)
	if mark := lookup(decoded(t, w.requests(http.MethodPut, "/batch")[0].Body), "properties.tags."+lane.TagCreated); mark != nil {
		t.Errorf("the mark %v is still sent", mark)
	}
}

// anyJSON generates a value as decodeTree returns it.
func anyJSON(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kinds := 5
		if depth > 0 {
			kinds = 7
		}
		switch rapid.IntRange(1, kinds).Draw(t, "kind") {
		case 1:
			return rapid.String().Draw(t, "text")
		case 2:
			return rapid.Bool().Draw(t, "switch")
		case 3:
			return json.Number(strconv.FormatInt(rapid.Int64().Draw(t, "number"), 10))
		case 4:
			return json.Number(rapid.StringMatching(`-?[1-9][0-9]{0,30}(\.[0-9]{1,30})?(e-?[1-9])?`).Draw(t, "long number"))
		case 6:
			return rapid.SliceOfN(anyJSON(depth-1), 0, 3).Draw(t, "list")
		case 7:
			return rapid.MapOfN(rapid.String(), anyJSON(depth-1), 0, 3).Draw(t, "object")
		}
		return nil
	})
}

// TestWhatIsNotDecidedGoesBackAsItCame, whatever it is, and even if a property that we
// know is of an unexpected kind.
func TestWhatIsNotDecidedGoesBackAsItCame(t *testing.T) {
	t.Parallel()
	names := []string{"maxPods", "nodeLabels", "networkProfile", "virtualMachinesProfile", "linuxOSConfig", "enableAutoScaling"}
	rapid.Check(t, func(r *rapid.T) {
		live := rapid.MapOf(rapid.OneOf(rapid.SampledFrom(names), rapid.StringMatching(`[a-z]{10}`)), anyJSON(3)).Draw(r, "properties")
		want, err := json.Marshal(live)
		if err != nil {
			r.Fatal(err)
		}
		live["eTag"], live["provisioningState"] = "e", "Succeeded"
		got, err := json.Marshal(overlay(live, lane.Settings{}, settingsOf("batch", live)))
		if err != nil || string(got) != string(want) {
			r.Fatalf("sent %s (%v)\nread %s", got, err, want)
		}
	})
}

// TestANodeImageUpgradeHasNoBody, so no property can be lost from it.
func TestANodeImageUpgradeHasNoBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t, laterARM(t, unknownOfPools))
	live := create(t, c, batch, described())
	w.ResetRequests()
	finished(t, c)(c.UpgradeImage(t.Context(), live))
	if posts := w.requests(http.MethodPost, "/upgradeNodeImageVersion"); len(posts) != 1 || len(posts[0].Body) != 0 || len(w.requests(http.MethodPut, "")) != 0 {
		t.Errorf("the requests are %+v", w.Requests())
	}
}
