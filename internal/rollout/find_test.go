package rollout_test

import (
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// poolNamed is a live pool, with the mark of one of our lanes unless that is "".
func poolNamed(name, of string, age time.Duration, state string) *azure.Pool {
	set := lane.Of(lane.Name.Is(name))
	if of != "" {
		mark := lane.Mark{Lane: of, Owner: "us", At: time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC).Add(-age)}
		set = set.Put(lane.Tags, lane.Signed(set.Put(lane.Tags, lane.Texts(map[string]string{lane.TagName: of})), mark))
	}
	return &azure.Pool{Ref: azure.PoolRef{Cluster: cluster, Name: name}, Set: set, Status: lane.Status{State: state}}
}

// Which node pool is the lane's: the one in the state, or else the other one of a
// rotation, which is either named or marked.
func TestSearchFind(t *testing.T) {
	t.Parallel()
	decided := lane.Of(lane.Name.Is("web"))
	twin := lane.TwinName("web", "web", false)
	for name, tt := range map[string]struct {
		search rollout.Search
		pools  []*azure.Pool
		want   string
	}{
		"there":                         {rollout.Search{Set: decided}, []*azure.Pool{poolNamed("web", "web", 0, "Succeeded"), poolNamed(twin, "web", 0, "Succeeded")}, "web"},
		"gone":                          {rollout.Search{Set: decided}, []*azure.Pool{poolNamed("api", "api", 0, "Succeeded")}, ""},
		"old pool of a rotation":        {rollout.Search{Set: decided, Left: &azure.Operation{Pool: "web", Old: "aged"}}, []*azure.Pool{poolNamed("aged", "", 0, "Succeeded")}, "aged"},
		"old pool has gone too":         {rollout.Search{Set: decided, Left: &azure.Operation{Pool: "web", Old: "aged"}}, nil, ""},
		"twin of a dead rotation":       {rollout.Search{Set: decided}, []*azure.Pool{poolNamed(twin, "web", 0, "Succeeded")}, twin},
		"twin without a mark":           {rollout.Search{Set: decided}, []*azure.Pool{poolNamed(twin, "", 0, "Succeeded")}, ""},
		"twin of another lane":          {rollout.Search{Set: decided}, []*azure.Pool{poolNamed(twin, "wex", 0, "Succeeded")}, ""},
		"twin of another owner":         {rollout.Search{Set: decided, Owner: "them"}, []*azure.Pool{poolNamed(twin, "web", 0, "Succeeded")}, ""},
		"import after a rotation":       {rollout.Search{}, []*azure.Pool{poolNamed(twin, "web", 0, "Succeeded")}, twin},
		"import of what does not exist": {rollout.Search{}, []*azure.Pool{poolNamed(twin, "", 0, "Succeeded")}, ""},
	} {
		s := tt.search
		s.Name, s.Pool = "web", "web"
		if s.Owner == "" {
			s.Owner = "us"
		}
		got := ""
		if found := s.Find(&azure.Cluster{ID: cluster, Pools: tt.pools}); found != nil {
			got = found.Ref.Name
		}
		if got != tt.want {
			t.Errorf("%s: found %q, want %q", name, got, tt.want)
		}
	}
	if found := (rollout.Search{Name: "web", Pool: "web"}).Find(nil); found != nil {
		t.Errorf("in no cluster: %v", found)
	}
}

// The next refresh finds what an earlier run has left.
func TestSearchUnfinished(t *testing.T) {
	t.Parallel()
	twin := lane.TwinName("web", "web", false)
	ok, failed := poolNamed("web", "web", time.Hour, "Succeeded"), poolNamed("web", "web", time.Hour, "Failed")
	rotation := &azure.Operation{Kind: "rotate", Pool: "web", Old: "aged"}
	for name, tt := range map[string]struct {
		left   *azure.Operation
		pool   *azure.Pool
		others []*azure.Pool
		want   *azure.Operation
		old    bool
	}{
		"nothing":                         {nil, ok, nil, nil, false},
		"an update that has ended":        {&azure.Operation{Kind: "update", Pool: "web"}, ok, nil, nil, false},
		"an update that failed":           {&azure.Operation{Kind: "update", Pool: "web"}, failed, nil, &azure.Operation{Kind: "update", Pool: "web"}, false},
		"a rotation":                      {rotation, ok, []*azure.Pool{poolNamed("aged", "", 0, "Succeeded")}, rotation, true},
		"a rotation that has ended":       {rotation, ok, nil, nil, false},
		"a rotation back on its old pool": {&azure.Operation{Kind: "rotate", Pool: "new", Old: "web"}, failed, nil, &azure.Operation{Kind: "update", Pool: "web"}, false},
		"a rotation that nobody recorded": {nil, ok, []*azure.Pool{poolNamed(twin, "web", 0, "Creating")}, &azure.Operation{Kind: "rotate", Pool: "web", Old: twin, Begun: true}, true},
		"a pool that was let go of":       {nil, ok, []*azure.Pool{poolNamed(twin, "web", 2*time.Hour, "Succeeded")}, nil, false},
	} {
		s := rollout.Search{Name: "web", Pool: "web", Set: lane.Of(lane.Name.Is("web")), Owner: "us", Left: tt.left}
		op, old := s.Unfinished(&azure.Cluster{ID: cluster, Pools: append([]*azure.Pool{tt.pool}, tt.others...)}, tt.pool)
		if (op == nil) != (tt.want == nil) || op != nil && *op != *tt.want || (old != nil) != tt.old {
			t.Errorf("%s: %+v, old pool %t; want %+v, %t", name, op, old != nil, tt.want, tt.old)
		}
	}
}
