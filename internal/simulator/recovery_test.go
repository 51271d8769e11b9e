package simulator

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// If the simulator itself fails during a request, it answers as ARM does if ARM
// fails. The request leaves nothing behind, neither in memory nor in the state
// file.
func TestAFailureInTheMiddleOfAChangeIsTakenBack(t *testing.T) {
	t.Parallel()
	const pools = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes/agentPools"
	for title, file := range map[string]string{"in memory": "", "in a file": filepath.Join(t.TempDir(), "world.json")} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, err := New(Options{StateFile: file})
			if err != nil {
				t.Fatal(err)
			}
			s.routes = append([]route{{http.MethodPost, poolPath + "/abort", "Microsoft.ContainerService", "managedClusters/agentPools", func(c *call) answer {
				cl, p, _ := c.pool("Get")
				c.state.setPool(p, func(properties *AgentPoolProperties) { properties.Count = ref(int32(77)) })
				c.state.removePool(cl, "nodepool1")
				panic("half way")
			}}}, s.routes...)
			body := map[string]any{"properties": map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2}}
			if status, answer, err := s.Do("PUT", pools+"/batch", body); status != 201 || err != nil {
				t.Fatalf("got %d, %v, %v", status, answer, err)
			}

			status, answer, err := s.Do("POST", pools+"/batch/abort", nil)

			failure, _ := answer["error"].(map[string]any)
			if status != 500 || err != nil || failure["code"] != "InternalServerError" || !strings.Contains(failure["message"].(string), "half way") {
				t.Errorf("got %d, %v, %v", status, answer, err)
			}
			if _, read, _ := s.Do("GET", pools+"/batch", nil); read["properties"].(map[string]any)["count"] != 2.0 {
				t.Errorf("the pool: got %v", read["properties"])
			}
			if status, _, _ := s.Do("PUT", pools+"/nodepool1", map[string]any{"properties": map[string]any{}}); status != 200 {
				t.Errorf("the next change: got %d", status)
			}
			if file == "" {
				return
			}
			again, err := New(Options{StateFile: file})
			if err != nil {
				t.Fatal(err)
			}
			if _, read, _ := again.Do("GET", pools, nil); len(read["value"].([]any)) != 2 {
				t.Errorf("another process: got %v", read)
			}
		})
	}
}

// If a pool has a wrong number anyway, it has no nodes.
func TestAPoolHasNoNegativeNumberOfNodes(t *testing.T) {
	t.Parallel()
	p := &pool{Properties: &AgentPoolProperties{Count: ref(int32(-2))}}
	if got := p.nodes(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
