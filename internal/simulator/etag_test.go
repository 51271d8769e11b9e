package simulator_test

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestPreconditions(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		method, pool, match, none string
		want                      int
	}{
		"PUT, none, missing":              {"PUT", "fresh", "", "", 201},
		"PUT, none, there":                {"PUT", "batch", "", "", 200},
		"PUT, If-Match *, missing":        {"PUT", "fresh", "*", "", 412},
		"PUT, If-Match other, missing":    {"PUT", "fresh", "xyz", "", 412},
		"PUT, If-Match other, there":      {"PUT", "batch", "xyz", "", 412},
		"PUT, If-Match *, there":          {"PUT", "batch", "*", "", 200},
		"PUT, If-Match its own":           {"PUT", "batch", "own", "", 200},
		"PUT, If-None-Match *, there":     {"PUT", "batch", "", "*", 412},
		"PUT, If-None-Match *, missing":   {"PUT", "fresh", "", "*", 201},
		"PUT, If-None-Match other":        {"PUT", "batch", "", "xyz", 400},
		"PUT, both":                       {"PUT", "batch", "own", "*", 400},
		"DELETE, If-Match other, missing": {"DELETE", "fresh", "xyz", "", 204},
		"DELETE, If-Match other, there":   {"DELETE", "batch", "xyz", "", 412},
		"DELETE, If-Match its own":        {"DELETE", "batch", "own", "", 202},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{})
			send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
			match := test.match
			if match == "own" {
				match, _ = properties(t, s, west, "batch")["eTag"].(string)
			}
			var content any
			if test.method == "PUT" {
				content = pool(nil)
			}
			r := newRequest(t, test.method, west+"/agentPools/"+test.pool, content)
			if match != "" {
				r.Header.Set("If-Match", match)
			}
			if test.none != "" {
				r.Header.Set("If-None-Match", test.none)
			}

			response, body := exchange(t, s, r)

			if response.StatusCode != test.want {
				t.Errorf("got %d, want %d: %v", response.StatusCode, test.want, body)
			}
			if test.want == 412 && body["code"] != "PreConditionFailed" {
				t.Errorf("code: got %v", body["code"])
			}
			if response.Header.Get("ETag") != "" {
				t.Error("AKS sends no ETag header")
			}
		})
	}
}

func TestWhoseETagsChange(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	tags := func() [3]any {
		cluster := send(t, s, 200, "GET", west, nil)
		profiles := cluster["properties"].(object)["agentPoolProfiles"].([]any)
		return [3]any{cluster["eTag"], profiles[0].(object)["eTag"], profiles[1].(object)["eTag"]}
	}
	before := tags()

	send(t, s, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 2}))
	afterPool := tags()
	if afterPool[0] != before[0] || afterPool[1] != before[1] || afterPool[2] == before[2] {
		t.Errorf("after a pool operation: got %v, before %v", afterPool, before)
	}

	if err := s.EditCluster(west, func(cluster map[string]any) { cluster["tags"] = map[string]any{"a": "b"} }); err != nil {
		t.Fatal(err)
	}
	afterCluster := tags()
	for i := range afterCluster {
		if afterCluster[i] == afterPool[i] {
			t.Errorf("after a cluster operation, eTag %d is still %v", i, afterCluster[i])
		}
	}
}
