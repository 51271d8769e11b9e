package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// maintenanceNames are the configurations that a cluster may have. Only the first one
// has AKS's weekly time slots; the others have a maintenance window.
func maintenanceNames() []string {
	return []string{"default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"}
}

func maintenanceBody(cl *cluster, name string) map[string]any {
	return map[string]any{
		"id":         cl.id() + "/maintenanceConfigurations/" + name,
		"name":       name,
		"type":       "Microsoft.ContainerService/managedClusters/maintenanceConfigurations",
		"properties": cl.Maintenance[name],
	}
}

// configuration is the name in the path as the cluster spells it, empty if the cluster
// has no such configuration.
func (c *call) configuration(cl *cluster) string {
	for name := range cl.Maintenance {
		if strings.EqualFold(name, c.path["configuration"]) {
			return name
		}
	}
	return ""
}

func listMaintenance(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	list := page[map[string]any]{Value: []map[string]any{}}
	for _, name := range sortedKeys(cl.Maintenance) {
		list.Value = append(list.Value, maintenanceBody(cl, name))
	}
	return ok(list)
}

func getMaintenance(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	name := c.configuration(cl)
	if name == "" {
		return providerError(http.StatusNotFound, "NotFound",
			fmt.Sprintf("Could not find the maintenance configuration: %s in subscription: %s, resourceGroup: %s, resourceName: %s.",
				c.path["configuration"], c.path["subscription"], c.path["group"], c.path["cluster"])).answer()
	}
	return ok(maintenanceBody(cl, name))
}

// putMaintenance creates or replaces a configuration, without an operation.
func putMaintenance(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	var sent struct {
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return unreadable(err).answer()
	}
	name := ""
	for _, known := range maintenanceNames() {
		if strings.EqualFold(known, c.path["configuration"]) {
			name = known
		}
	}
	if name == "" {
		return refusedMaintenance("name", fmt.Sprintf("'%s' is not one of the allowed values '%s'",
			c.path["configuration"], strings.Join(maintenanceNames(), ","))).answer()
	}
	if field, why := maintenanceWrong(name, sent.Properties); why != "" {
		return refusedMaintenance(field, why).answer()
	}
	status := http.StatusOK
	if c.configuration(cl) == "" {
		status = http.StatusCreated
	}
	configurations := maps.Clone(cl.Maintenance)
	if configurations == nil {
		configurations = map[string]map[string]any{}
	}
	configurations[name] = sent.Properties
	c.state.setMaintenance(cl, configurations)
	return answer{status: status, body: maintenanceBody(cl, name)}
}

func deleteMaintenance(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	name := c.configuration(cl)
	if name == "" {
		return answer{status: http.StatusNoContent}
	}
	configurations := maps.Clone(cl.Maintenance)
	delete(configurations, name)
	c.state.setMaintenance(cl, configurations)
	return answer{status: http.StatusOK}
}

func (st *state) setMaintenance(c *cluster, configurations map[string]map[string]any) {
	c.Maintenance = configurations
	c.encoded = nil
	st.changed = true
}

func refusedMaintenance(field, why string) *rejection {
	target := "maintenanceConfiguration." + field
	return rule{id: "maintenance-" + field, code: "InvalidParameter", target: target, text: invalidParameter}.reject(why)
}

// maintenanceWrong reports what is wrong with a configuration's properties, and where.
// The shapes are those of AKS's types.
func maintenanceWrong(name string, properties map[string]any) (field, why string) {
	window, there := properties["maintenanceWindow"].(map[string]any)
	switch {
	case there && name == "default":
		return "maintenanceWindow", "the configuration 'default' has timeInWeek and notAllowedTime, not a maintenance window"
	case !there && name != "default":
		return "maintenanceWindow", "the configuration '" + name + "' needs a maintenance window"
	case !there:
		return "", ""
	}
	if hours, ok := window["durationHours"].(float64); !ok || hours < 4 || hours > 24 {
		return "durationHours", "durationHours has to be between 4 and 24"
	}
	if start, _ := window["startTime"].(string); !clockTime(start) {
		return "startTime", "startTime has to be of the form HH:mm"
	}
	schedule := asObject(window["schedule"])
	kinds := 0
	for _, kind := range []string{"daily", "weekly", "absoluteMonthly", "relativeMonthly"} {
		if schedule[kind] != nil {
			kinds++
		}
	}
	if kinds != 1 {
		return "schedule", "a schedule has exactly one of daily, weekly, absoluteMonthly and relativeMonthly"
	}
	return "", ""
}

func clockTime(text string) bool {
	var hour, minute int
	n, err := fmt.Sscanf(text, "%2d:%2d", &hour, &minute)
	return err == nil && n == 2 && len(text) == 5 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60
}
