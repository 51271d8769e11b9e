package azure

import (
	"io"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// done follows an operation in a world in which every operation ends at the first look.
func done(t *testing.T, c *Client, ref PoolRef, op *Operation, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if p, err := c.Look(t.Context(), ref, op); err != nil || !p.Done || p.Err != nil {
		t.Errorf("the operation: %+v, %v", p, err)
	}
}

func TestAPoolGoesBackToWhatItRanBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	create(t, c, batch, small().Put(lane.Version, lane.Known("1.34.9")))
	before := read(t, c, batch).Status
	_, op, err := c.UpdatePool(t.Context(), read(t, c, batch), lane.Of(lane.Version.Is("1.35.7")))
	done(t, c, batch, op, err)

	used, err := c.RecentlyUsed(t.Context(), batch)

	if err != nil || len(used) != 1 || used[0].Version != "1.34.9" || used[0].Image != before.Image || used[0].Until.IsZero() {
		t.Fatalf("recently used: %+v, %v", used, err)
	}
	_, op, err = c.RollBack(t.Context(), read(t, c, batch), used[0])
	done(t, c, batch, op, err)
	if got := read(t, c, batch); got.Status.Version != "1.34.9" || got.Status.Target != "1.34.9" || got.Status.Image != before.Image || !got.Set.Get(lane.VMSize).Equal(lane.Known("Standard_D4ds_v5")) {
		t.Errorf("the pool is %+v", got.Status)
	}
}

func TestAbortEndsWhatAPoolIsAt(t *testing.T) {
	t.Parallel()
	w := serve(t, simulator.Options{Speed: 1})
	c := w.client(t)
	if op, err := c.Abort(t.Context(), nodepool1); op != nil || err != nil {
		t.Errorf("a pool at rest: %+v, %v", op, err)
	}
	if _, _, err := c.CreatePool(t.Context(), batch, small()); err != nil {
		t.Fatal(err)
	}
	op, err := c.Abort(t.Context(), batch)
	if err != nil || op == nil || op.Kind != "abort" || op.URL == "" {
		t.Fatalf("%+v, %v", op, err)
	}
	if got := read(t, c, batch).Status.State; got != "Canceling" {
		t.Errorf("the pool is %s", got)
	}
	w.edit(t, "batch", func(p map[string]any) { p["provisioningState"] = "Canceled" })
	if p, err := c.Look(t.Context(), batch, &Operation{Kind: "abort", Pool: "batch"}); err != nil || !p.Done || p.Err != nil {
		t.Errorf("without an URL: %+v, %v", p, err)
	}
}

func TestMachinesAreFoundByWhatIsWrongWithThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	create(t, c, batch, small().Put(lane.Nodes, lane.Known(int64(3))))
	if err := w.EditMachines(cluster.String(), "batch", func([]simulator.Machine) []simulator.Machine {
		return []simulator.Machine{{Instance: 1, NotReady: true}, {Instance: 2, Image: "202607.01.0"}}
	}); err != nil {
		t.Fatal(err)
	}

	machines, err := c.Machines(t.Context(), batch)
	if err != nil || len(machines) != 3 {
		t.Fatalf("%+v, %v", machines, err)
	}
	ready, err := c.NodesReady(t.Context(), batch, time.Now())
	if err != nil || !ready[machines[0].Name] || ready[machines[1].Name] || len(ready) != 6 {
		t.Errorf("ready: %v, %v", ready, err)
	}
	images, err := c.MachineImages(t.Context(), batch, machines)
	want := map[string]string{machines[0].Name: "202609.03.1", machines[1].Name: "202609.03.1", machines[2].Name: "202607.01.0"}
	if err != nil || !maps.Equal(images, want) {
		t.Errorf("images: %v, %v", images, err)
	}
	op, err := c.DeleteMachines(t.Context(), batch, []string{machines[1].Name})
	done(t, c, batch, op, err)
	if left, err := c.Machines(t.Context(), batch); err != nil || !reflect.DeepEqual(left, []Machine{machines[0], machines[2]}) {
		t.Errorf("left: %v, %v", left, err)
	}
	_, err = c.DeleteMachines(t.Context(), batch, []string{"nope"})
	failsWith(t, err, NotFoundPool)
}

// Of several data points, the newest decides. A node that is also Ready in the same
// minute is not reported as not Ready.
func TestTheNewestPointSaysWhetherANodeIsReady(t *testing.T) {
	t.Parallel()
	series := func(node, status string, points ...string) string {
		var data []string
		for i, average := range points {
			data = append(data, `{"timeStamp":"2026-09-18T12:0`+string(rune('0'+i))+`:00Z"`+average+`}`)
		}
		return `{"metadatavalues":[{"name":{"value":"node"},"value":"` + node + `"},{"name":{"value":"status"},"value":"` + status + `"}],"data":[` + strings.Join(data, ",") + `]}`
	}
	const yes, no, none = `,"average":1`, `,"average":0`, ``
	body := `{"value":[{"timeseries":[` + strings.Join([]string{
		series("was", "false", yes, no), series("was", "true", no, yes),
		series("is", "true", yes, no, none), series("is", "unknown", no, yes, none),
		series("both", "true", yes), series("both", "false", yes),
	}, ",") + `]}]}`
	w := newWorld(t)
	c := w.client(t, func(o *Options) {
		o.Transport = answers(func(r *http.Request) (*http.Response, error) {
			if got := r.URL.Query().Get("api-version"); got != "2023-10-01" {
				t.Errorf("asked at api-version %s", got)
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		})
	})
	got, err := c.NodesReady(t.Context(), batch, time.Now())
	if want := map[string]bool{"was": true, "is": false, "both": true}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}
