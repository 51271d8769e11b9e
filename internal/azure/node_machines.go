package azure

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Machine is a machine of a node pool. The node of the cluster has the same name.
type Machine struct {
	Name string // "aks-apis-12345678-vmss000003"
	// Resource is the ARM ID of the machine that Compute knows.
	Resource string
}

// Machines lists the machines of a node pool. AKS does not report which node image a
// machine has booted, or whether its node is ready. MachineImages and NodesReady read
// that from Compute and Azure Monitor.
func (c *Client) Machines(ctx context.Context, ref PoolRef) ([]Machine, error) {
	var out []Machine
	next := c.address(ref.ID()+"/machines", lane.APIVersion)
	for next != "" {
		var page struct {
			Value []struct {
				Name       string `json:"name"`
				Properties struct {
					Resource string `json:"resourceId"`
				} `json:"properties"`
			} `json:"value"`
			NextLink string `json:"nextLink"`
		}
		if err := c.sendJSON(ctx, http.MethodGet, next, nil, &page, ref); err != nil {
			return nil, err
		}
		for _, m := range page.Value {
			out = append(out, Machine{Name: m.Name, Resource: m.Properties.Resource})
		}
		next = page.NextLink
	}
	return out, nil
}

// scaleSetOf finds the scale set in the ID of one of its machines.
var scaleSetOf = regexp.MustCompile(`(?i)^(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Compute/virtualMachineScaleSets/[^/]+)/virtualMachines/[^/]+$`)

// MachineImages is the release of the node image that each machine has booted, by the
// machine's name in lower case: "202609.03.1". It sends one request per scale set and
// needs Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read in the cluster's
// node resource group. A machine without a scale set is left out. Source: Compute's
// list of a scale set's machines, in which the image is a version in a gallery.
func (c *Client) MachineImages(ctx context.Context, ref PoolRef, machines []Machine) (map[string]string, error) {
	out, names, asked := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, m := range machines {
		names[strings.ToLower(m.Resource)] = strings.ToLower(m.Name)
	}
	for _, m := range machines {
		set := scaleSetOf.FindStringSubmatch(m.Resource)
		if set == nil || asked[strings.ToLower(set[1])] {
			continue
		}
		asked[strings.ToLower(set[1])] = true
		if err := c.imagesOf(ctx, ref, set[1], func(resource, release string) {
			if name := names[strings.ToLower(resource)]; name != "" && release != "" {
				out[name] = release
			}
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *Client) imagesOf(ctx context.Context, ref PoolRef, set string, found func(resource, release string)) error {
	next := c.address(set+"/virtualMachines", "2024-07-01")
	for next != "" {
		var page struct {
			Value []struct {
				ID         string `json:"id"`
				Properties struct {
					Storage struct {
						Image struct {
							ID string `json:"id"`
						} `json:"imageReference"`
					} `json:"storageProfile"`
				} `json:"properties"`
			} `json:"value"`
			NextLink string `json:"nextLink"`
		}
		if err := c.sendJSON(ctx, http.MethodGet, next, nil, &page, ref); err != nil {
			return err
		}
		for _, m := range page.Value {
			_, release, _ := strings.Cut(m.Properties.Storage.Image.ID, "/versions/")
			found(m.ID, release)
		}
		next = page.NextLink
	}
	return nil
}

// readyWindow is how far back the metric of the nodes' conditions is read. It has one
// data point per minute, and the newest may be several minutes old.
const readyWindow = 10 * time.Minute

// NodesReady reports whether the nodes of a cluster are Ready according to its metrics,
// by node name in lower case. The newest minute counts. A node without data is left
// out. It sends one request and needs Microsoft.Insights/metrics/read on the cluster.
// Source: the platform metric kube_node_status_condition, which AKS collects for every
// cluster.
func (c *Client) NodesReady(ctx context.Context, ref PoolRef, now time.Time) (map[string]bool, error) {
	query := url.Values{
		"metricnames": {"kube_node_status_condition"}, "aggregation": {"Average"}, "interval": {"PT1M"}, "top": {"10000"},
		"timespan": {now.Add(-readyWindow).UTC().Format(time.RFC3339) + "/" + now.UTC().Format(time.RFC3339)},
		"$filter":  {"condition eq 'Ready' and status eq '*' and node eq '*'"},
	}
	var body struct {
		Value []struct {
			Series []conditionSeries `json:"timeseries"`
		} `json:"value"`
	}
	at := c.address(ref.Cluster.String()+"/providers/Microsoft.Insights/metrics", "2023-10-01") + "&" + query.Encode()
	if err := c.sendJSON(ctx, http.MethodGet, at, nil, &body, ref); err != nil {
		return nil, err
	}
	ready, not := map[string]time.Time{}, map[string]time.Time{} // when each node was last in that state
	for _, metric := range body.Value {
		for _, s := range metric.Series {
			of := not
			if strings.EqualFold(s.label("status"), "true") {
				of = ready
			}
			if node, at := strings.ToLower(s.label("node")), s.last(); node != "" && !at.IsZero() && at.After(of[node]) {
				of[node] = at
			}
		}
	}
	out := map[string]bool{}
	for node := range ready {
		out[node] = true
	}
	for node, at := range not {
		out[node] = !at.After(ready[node])
	}
	return out, nil
}

// conditionSeries is one status of one node's condition over time.
type conditionSeries struct {
	Metadata []struct {
		Name struct {
			Value string `json:"value"`
		} `json:"name"`
		Value string `json:"value"`
	} `json:"metadatavalues"`
	Data []struct {
		At      time.Time `json:"timeStamp"`
		Average *float64  `json:"average"`
	} `json:"data"`
}

func (s conditionSeries) label(name string) string {
	for _, m := range s.Metadata {
		if strings.EqualFold(m.Name.Value, name) {
			return m.Value
		}
	}
	return ""
}

// last is the newest minute in which the node had the status for at least half the
// time; zero if there is none.
func (s conditionSeries) last() (at time.Time) {
	for _, p := range s.Data {
		if p.Average != nil && *p.Average >= 0.5 && p.At.After(at) {
			at = p.At
		}
	}
	return at
}
