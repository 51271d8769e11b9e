package simulator

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Machine is a machine of a pool that differs from the others. AKS's own list of
// machines does not show the difference: Compute reports which image a machine has
// booted, and the metrics of the cluster report which nodes are ready.
type Machine struct {
	Instance int    `json:"instance" doc:"Number of the machine, such as 3 for …vmss000003."`
	NotReady bool   `json:"not_ready,omitempty" doc:"The node is not Ready and runs no pods."`
	Image    string `json:"image,omitempty" doc:"Release of the node image that it has booted, such as 202608.01.0; default the pool's."`
}

// odd is the Machine of an instance. One that does not differ from the others has only
// its number.
func (p *pool) odd(instance int) Machine {
	i := slices.IndexFunc(p.Machines, func(m Machine) bool { return m.Instance == instance })
	if i < 0 {
		return Machine{Instance: instance}
	}
	return p.Machines[i]
}

// standing are those of the given machines whose nodes are Ready.
func (p *pool) standing(instances []int) []int {
	if len(p.Machines) == 0 {
		return instances
	}
	return slices.DeleteFunc(slices.Clone(instances), func(i int) bool { return p.odd(i).NotReady })
}

// EditMachines changes which machines of a pool differ from the others, as a failing
// disk or a hanging kubelet would.
func (s *Simulator) EditMachines(clusterID, pool string, edit func([]Machine) []Machine) error {
	return s.edit(clusterID, func(m *moment, cl *cluster) error {
		p := cl.pool(pool)
		if p == nil {
			return fmt.Errorf("cluster %s has no pool %q", cl.Name, pool)
		}
		p.Machines, p.encoded = edit(slices.Clone(p.Machines)), nil
		m.state.changed = true
		m.settlePods(cl)
		return nil
	})
}

type scaleSetMachine struct {
	ID         string         `json:"id"`
	InstanceID string         `json:"instanceId"`
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Location   string         `json:"location"`
	SKU        map[string]any `json:"sku"`
	Zones      []string       `json:"zones,omitempty"`
	Properties map[string]any `json:"properties"`
}

// listScaleSetMachines are the machines of a pool as Compute lists them, with the image
// that each has booted.
func listScaleSetMachines(c *call) answer {
	set, missing := c.thisSet()
	if missing != nil {
		return missing.answer()
	}
	return listed(c, c.machines(set.cluster, set.pool), func(m machineBody) scaleSetMachine { return scaleSetMachineOf(set.cluster, set.pool, m) })
}

// thisMachine is the machine in the path, or the answer that it does not exist.
func (c *call) thisMachine() (scaleSet, scaleSetMachine, *rejection) {
	set, missing := c.thisSet()
	if missing != nil {
		return set, scaleSetMachine{}, missing
	}
	for _, m := range c.machines(set.cluster, set.pool) {
		if one := scaleSetMachineOf(set.cluster, set.pool, m); one.InstanceID == c.path["instance"] {
			return set, one, nil
		}
	}
	return set, scaleSetMachine{}, gatewayError(http.StatusNotFound, "NotFound",
		fmt.Sprintf("The entity was not found in this Azure location: the scale set %s has no instance %s.", c.path["set"], c.path["instance"]))
}

func getScaleSetMachine(c *call) answer {
	_, one, missing := c.thisMachine()
	if missing != nil {
		return missing.answer()
	}
	return fromFrontDoor(one)
}

// getInstanceView answers whether a machine runs. A machine of a stopped pool or a
// stopped cluster is deallocated.
func getInstanceView(c *call) answer {
	set, one, missing := c.thisMachine()
	if missing != nil {
		return missing.answer()
	}
	code, text := "running", "VM running"
	if set.pool.Properties.stopped() || set.cluster.stopped() {
		code, text = "deallocated", "VM deallocated"
	}
	status := func(code, text string) map[string]any {
		return map[string]any{"code": code, "level": "Info", "displayStatus": text}
	}
	return fromFrontDoor(map[string]any{
		"computerName": asObject(one.Properties["osProfile"])["computerName"], "osName": strings.ToLower(value(set.pool.Properties.OSType)),
		"statuses": []any{status("ProvisioningState/succeeded", "Provisioning succeeded"), status("PowerState/"+code, text)},
	})
}

// galleryImage splits the name of a node image:
// AKSUbuntu-2404gen2containerd-202609.03.1 is an image of the gallery AKSUbuntu.
var galleryImage = regexp.MustCompile(`^([^-]+)-(.+)-([^-]+)$`)

func scaleSetMachineOf(cl *cluster, p *pool, m machineBody) scaleSetMachine {
	_, instance, _ := cutLast(m.Properties.ResourceID, "/")
	number, _ := strconv.Atoi(instance)
	reference := map[string]any{}
	if parts := galleryImage.FindStringSubmatch(value(p.Properties.NodeImageVersion)); parts != nil {
		reference["id"] = "/subscriptions/" + derivedGUID("gallery", parts[1]) + "/resourceGroups/AKS-" + parts[1] +
			"/providers/Microsoft.Compute/galleries/" + parts[1] + "/images/" + parts[2] + "/versions/" + orText(p.odd(number).Image, parts[3])
	}
	var zones []string
	if zone := p.zoneOf(number); zone != "" {
		zones = []string{zone}
	}
	return scaleSetMachine{
		Location: cl.location(), SKU: map[string]any{"name": p.sizeOf(number), "tier": "Standard"}, Zones: zones,
		ID: m.Properties.ResourceID, InstanceID: instance, Name: cl.scaleSet(p) + "_" + instance,
		Type: "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
		Properties: map[string]any{
			"osProfile":         map[string]any{"computerName": m.Name},
			"storageProfile":    map[string]any{"imageReference": reference},
			"provisioningState": succeeded, "latestModelApplied": true,
		},
	}
}

// nodeConditions is the metric of the nodes' conditions. Its series are split by
// condition, status and node whatever the filter names, and cover the last minute.
const nodeConditions = "kube_node_status_condition"

func (c *call) nodeConditions(cl *cluster) answer {
	query := c.request.URL.Query()
	series := []map[string]any{}
	for _, p := range cl.pools {
		for _, instance := range p.nodes() {
			for status, now := range map[string]bool{"true": !p.odd(instance).NotReady, "false": false, "unknown": p.odd(instance).NotReady} {
				labels := map[string]string{"condition": "Ready", "status": status, "node": strings.ToLower(cl.nodeName(p, instance))}
				if picks(query.Get("$filter"), labels) {
					series = append(series, conditionSeries(labels, now, c.now))
				}
			}
		}
	}
	slices.SortFunc(series, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return ok(map[string]any{
		"namespace": "Microsoft.ContainerService/managedClusters", "interval": "PT1M", "resourceregion": cl.location(),
		"value": []any{map[string]any{
			"id": cl.id() + "/providers/Microsoft.Insights/metrics/" + nodeConditions, "type": "Microsoft.Insights/metrics",
			"name": map[string]any{"value": nodeConditions}, "unit": "Count", "errorCode": "Success", "timeseries": series}},
	})
}

// metricTerm is one condition of a filter: node eq '*'.
var metricTerm = regexp.MustCompile(`(\w+) eq '([^']*)'`)

// picks reports whether a series matches every condition of a filter. Only conditions
// that are joined by "and" are understood.
func picks(filter string, labels map[string]string) bool {
	for _, term := range metricTerm.FindAllStringSubmatch(filter, -1) {
		if has, known := labels[term[1]]; !known || term[2] != "*" && !strings.EqualFold(term[2], has) {
			return false
		}
	}
	return true
}

func conditionSeries(labels map[string]string, now bool, at time.Time) map[string]any {
	var metadata []any
	for _, name := range []string{"condition", "status", "node"} {
		metadata = append(metadata, map[string]any{"name": map[string]any{"value": name}, "value": labels[name]})
	}
	average := 0.0
	if now {
		average = 1
	}
	minute := at.UTC().Truncate(time.Minute)
	return map[string]any{"metadatavalues": metadata, "data": []any{
		map[string]any{"timeStamp": minute.Add(-time.Minute).Format(time.RFC3339), "average": average},
		map[string]any{"timeStamp": minute.Format(time.RFC3339)}, // not available yet
	}}
}
