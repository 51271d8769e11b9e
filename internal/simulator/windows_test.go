package simulator_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A Windows pool without an osSKU gets that of its own Kubernetes version. The
// version of the control plane and the api-version do not matter.
func TestTheWindowsThatAPoolGets(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		plane, sent, version string
		sku                  string
		fips                 bool
	}{
		"1.35 on 1.35":                 {"1.35", "", "2026-05-01", "Windows2022", false},
		"1.36 on 1.36":                 {"1.36", "", "2026-05-01", "Windows2025", true},
		"1.36, an api-version before":  {"1.36", "", "2025-10-01", "Windows2025", true},
		"1.35 on 1.36":                 {"1.36", "1.35", "2026-05-01", "Windows2022", false},
		"1.35.7 on 1.36, old version":  {"1.36", "1.35.7", "2025-10-01", "Windows2022", false},
		"1.36.1 on 1.37 by its patch":  {"1.37", "1.36.1", "2026-05-01", "Windows2025", true},
		"1.34 on 1.37, three releases": {"1.37", "1.34", "2026-05-01", "Windows2022", false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			world := simulator.BuiltIn()
			cluster := &world.Subscriptions[0].Clusters[0]
			cluster.KubernetesVersion = test.plane
			s, _ := start(t, simulator.Options{World: world})
			body := pool(object{"osType": "Windows"})
			if test.sent != "" {
				body = pool(object{"osType": "Windows", "orchestratorVersion": test.sent})
			}
			path := west + "/agentPools/win?api-version=" + test.version
			send(t, s, 201, "PUT", path, body)
			got := send(t, s, 200, "GET", path, nil)
			properties := got["properties"].(object)
			if properties["osSKU"] != test.sku || properties["enableFIPS"] != test.fips {
				t.Errorf("got %v with FIPS %v", properties["osSKU"], properties["enableFIPS"])
			}
			if image := properties["nodeImageVersion"].(string); !strings.Contains(image, strings.TrimPrefix(test.sku, "Windows")) {
				t.Errorf("got the image %s", image)
			}
			send(t, s, 200, "PUT", path, got)
		})
	}
}

// A pool that disables FIPS has to name another Windows SKU.
func TestTheDefaultWindowsNeedsFIPS(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].KubernetesVersion = "1.36"
	s, _ := start(t, simulator.Options{World: world})
	refused := send(t, s, 400, "PUT", west+"/agentPools/win", pool(object{"osType": "Windows", "enableFIPS": false}))
	if !strings.Contains(refused["message"].(string), "'Windows2025' requires enableFIPS") {
		t.Errorf("got %v", refused)
	}
	send(t, s, 201, "PUT", west+"/agentPools/win", pool(object{"osType": "Windows", "enableFIPS": false, "osSKU": "Windows2022"}))
}
