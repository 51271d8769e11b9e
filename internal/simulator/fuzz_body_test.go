package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A client may send anything as a pool: it is accepted or refused. Nothing makes
// the simulator fail, and it can read and accept again what it has accepted.
func FuzzAPoolsBody(f *testing.F) {
	for _, body := range []string{
		``, `null`, `[]`, `{}`, `{"properties":null}`, `{"properties":{"count":1}}`, `{"properties":{"count":"1"}}`, `{"properties":{"count":1.5}}`,
		`{"properties":{"count":-1,"vmSize":"","mode":null}}`, `{"properties":{"count":1,"availabilityZones":[1,2]}}`,
		`{"properties":{"count":1,"nodeLabels":{"a":true}}}`, `{"properties":{"count":1,"tags":null,"nodeTaints":null,"upgradeSettings":{}}}`,
		`{"properties":{"count":1,"upgradeSettings":{"maxSurge":33}}}`, `{"properties":{"count":1,"upgradeSettings":{"maxSurge":"99999999999999%"}}}`,
		`{"properties":{"count":2147483647,"vmSize":"Standard_D4ds_v5"}}`, `{"properties":{"count":1,"enableAutoScaling":true,"minCount":5,"maxCount":-5}}`,
		`{"properties":{"count":1,"type":"VirtualMachines","virtualMachinesProfile":{"scale":{"manual":[{"size":null,"count":null}]}}}}`,
		`{"properties":{"type":"VirtualMachines","virtualMachinesProfile":{"scale":{"manual":[{"size":"Standard_D4ds_v5","count":-2}]}}}}`,
		`{"properties":{"type":"VirtualMachines","virtualMachinesProfile":{"scale":{"autoscale":[{"size":"Standard_D4ds_v5","minCount":-2,"maxCount":1}]}}}}`,
		`{"properties":{"count":1,"orchestratorVersion":"1.99999999999999999999"}}`, `{"properties":{"count":1,"vnetSubnetID":"/subnets/"}}`,
		`{"properties":{"count":1,"nodeTaints":["",":","=:",":NoSchedule"],"kubeletConfig":{},"linuxOSConfig":{"sysctls":{}}}}`,
		`{"properties":{"count":1,"spotMaxPrice":1e308,"scaleSetPriority":"SPOT"}}`, `{"properties":{"count":1,"localDNSProfile":{"vnetDNSOverrides":{"":{}}}}}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s, err := simulator.New(simulator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		put := func(text string) *http.Response {
			r, err := http.NewRequestWithContext(t.Context(), "PUT", "https://management.azure.com"+west+"/agentPools/batch?api-version=2026-05-01", strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			response, _ := exchange(t, s, r)
			return response
		}
		switch status := put(body).StatusCode; status {
		case http.StatusBadRequest:
		case http.StatusCreated:
			read := send(t, s, 200, "GET", west+"/agentPools/batch", nil)
			if again := send(t, s, 200, "PUT", west+"/agentPools/batch?api-version=2026-05-01", read); again["properties"] == nil {
				t.Errorf("written back: %v", again)
			}
		default:
			t.Errorf("got %d", status)
		}
	})
}
