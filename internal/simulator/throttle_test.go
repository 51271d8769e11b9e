package simulator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestThePUTsOfAPoolAreThrottled(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, Throttle: 1})
	path := west + "/agentPools/batch"
	send(t, s, 201, "PUT", path, pool(nil))
	for range 19 {
		send(t, s, 409, "PUT", path, pool(nil))
	}

	response, body := exchange(t, s, newRequest(t, "PUT", path, pool(nil)))

	if response.StatusCode != 429 || response.Header.Get("Retry-After") != "60" {
		t.Errorf("got %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	want := "The PutAgentPoolHandler.PUT request limit has been exceeded for SubID='11111111-1111-1111-1111-111111111111', please retry again in 60 seconds. For more information, please visit aka.ms/aks/throttling"
	if body["code"] != "Throttled" || body["message"] != want {
		t.Errorf("got %v", body)
	}
	send(t, s, 201, "PUT", west+"/agentPools/other", pool(nil))
	clock.pass(59 * time.Second)
	send(t, s, 429, "PUT", path, pool(nil))
	clock.pass(time.Second)
	send(t, s, 409, "PUT", path, pool(nil))
	send(t, s, 429, "PUT", path, pool(nil))
}

func TestEveryBucket(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		method, path string
		burst        int
		refill       time.Duration
	}{
		"clusters of a subscription": {"GET", subscription + "/providers/Microsoft.ContainerService/managedClusters", 500, time.Second},
		"clusters of a group":        {"GET", subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters", 60, time.Second},
		"a cluster":                  {"GET", west, 60, time.Second},
		"a pool":                     {"GET", west + "/agentPools/nodepool1", 60, time.Second},
		"the pools":                  {"GET", west + "/agentPools", 60, time.Second},
		"the deletion of a pool":     {"DELETE", west + "/agentPools/nope", 60, time.Second},
		"an operation":               {"GET", subscription + "/providers/Microsoft.ContainerService/locations/westeurope/operations/x", 200, 500 * time.Millisecond},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1, Throttle: 1})
			ask := func() int {
				status, _, err := s.Do(test.method, test.path, nil)
				if err != nil {
					t.Fatal(err)
				}
				return status
			}
			for i := range test.burst {
				if got := ask(); got == 429 {
					t.Fatalf("throttled at request %d, want %d to pass", i+1, test.burst)
				}
			}
			if got := ask(); got != 429 {
				t.Fatalf("after the burst: got %d", got)
			}
			clock.pass(test.refill)
			if got := ask(); got == 429 {
				t.Errorf("after %v: still throttled", test.refill)
			}
			if got := ask(); got != 429 {
				t.Errorf("after %v: got %d for the second one", test.refill, got)
			}
		})
	}
}

// A faster world refills faster, so throttling does not slow down its operations.
func TestThrottlingIsScaled(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		speed, throttle float64
		refill          time.Duration
	}{{60, 1, time.Second}, {60, 0.5, 2 * time.Second}, {0, 1, time.Minute}} {
		t.Run(fmt.Sprintf("speed %v, throttle %v", test.speed, test.throttle), func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: test.speed, Throttle: test.throttle})
			path := west + "/agentPools/batch"
			for range 20 {
				_, _, _ = s.Do("PUT", path, pool(nil))
			}
			send(t, s, 429, "PUT", path, pool(nil))
			clock.pass(test.refill)
			if status, _, _ := s.Do("PUT", path, pool(nil)); status == 429 {
				t.Error("still throttled")
			}
		})
	}
}

func TestNothingIsThrottledUnlessAsked(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for range 600 {
		send(t, s, 200, "GET", west, nil)
	}
}

func TestARMsBudgetCountsDown(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	left := func(method, path, name string) string {
		response, _ := exchange(t, s, newRequest(t, method, path, nil))
		return response.Header.Get(name)
	}
	const reads, deletes = "X-Ms-Ratelimit-Remaining-Subscription-Global-Reads", "X-Ms-Ratelimit-Remaining-Subscription-Global-Deletes"
	for _, want := range []string{"16499", "16498", "16497"} {
		if got := left("GET", west, reads); got != want {
			t.Errorf("reads: got %s, want %s", got, want)
		}
	}
	if got := left("DELETE", west+"/agentPools/nope", deletes); got != "11999" {
		t.Errorf("deletes: got %s", got)
	}
	clock.pass(time.Hour)
	if got := left("GET", west, reads); got != "16499" {
		t.Errorf("an hour later: got %s", got)
	}
}
