package simulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// group is a resource group.
type group struct {
	Subscription string            `json:"subscription"`
	Name         string            `json:"name"`
	Location     string            `json:"location"`
	Tags         map[string]string `json:"tags,omitempty"`
	// ManagedBy is the cluster whose machines the group holds.
	ManagedBy string `json:"managedBy,omitempty"`
	// DeletionEnds is when the group is removed with everything in it.
	DeletionEnds time.Time `json:"deletionEnds,omitzero"`
}

func (st *state) group(subscription, name string) *group {
	return st.groups[resourceGroupKey(subscription, name)]
}

func (st *state) putGroup(g *group) {
	if st.groups == nil {
		st.groups = map[string]*group{}
	}
	st.groups[resourceGroupKey(g.Subscription, g.Name)] = g
	st.changed = true
}

func (st *state) seedGroups(subscription *Subscription) {
	for _, g := range subscription.groups() {
		st.putGroup(&group{Subscription: subscription.ID, Name: g.Name, Location: g.Location, Tags: g.Tags})
	}
}

// settleGroups removes the groups whose deletion is finished by now, with their
// clusters.
func (m *moment) settleGroups() {
	for key, g := range m.state.groups {
		if g.DeletionEnds.IsZero() || g.DeletionEnds.After(m.now) {
			continue
		}
		m.removeGroup(key)
	}
}

// removeGroup removes a resource group with everything in it.
func (m *moment) removeGroup(key string) {
	if m.state.groups[key] == nil {
		return
	}
	delete(m.state.groups, key)
	m.state.changed = true
	for _, cl := range m.state.sorted() {
		if strings.HasPrefix(cl.key, key+"/") {
			m.removeCluster(cl)
		}
	}
	m.removeUnder(key)
}

type groupBody struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Location   string            `json:"location"`
	ManagedBy  string            `json:"managedBy,omitempty"`
	Tags       map[string]string `json:"tags,omitempty"`
	Properties map[string]string `json:"properties"`
}

func (g *group) body() groupBody {
	state := succeeded
	if !g.DeletionEnds.IsZero() {
		state = "Deleting"
	}
	return groupBody{
		ID:         "/subscriptions/" + g.Subscription + "/resourceGroups/" + g.Name,
		Name:       g.Name,
		Type:       "Microsoft.Resources/resourceGroups",
		Location:   g.Location,
		ManagedBy:  g.ManagedBy,
		Tags:       g.Tags,
		Properties: map[string]string{"provisioningState": state},
	}
}

// thisGroup is the group in the path, which is known to exist.
func (c *call) thisGroup() *group { return c.state.group(c.path["subscription"], c.path["group"]) }

func listGroups(c *call) answer {
	list := []groupBody{}
	for _, key := range sortedKeys(c.state.groups) {
		if g := c.state.groups[key]; strings.EqualFold(g.Subscription, c.path["subscription"]) {
			list = append(list, g.body())
		}
	}
	return fromARM(c, list)
}

func getGroup(c *call) answer { return fromFrontDoor(c.thisGroup().body()) }

// headGroup reports that a group exists, with 204 instead of 200.
func headGroup(*call) answer { return answer{status: http.StatusNoContent, frontDoor: true} }

type groupRequest struct {
	Location string            `json:"location"`
	Tags     map[string]string `json:"tags"`
}

func (c *call) groupRequest() (sent groupRequest, malformed *rejection) {
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return sent, unreadable(err)
	}
	return sent, nil
}

func putGroup(c *call) answer {
	sent, malformed := c.groupRequest()
	if malformed != nil {
		return malformed.answer()
	}
	location := c.catalog.location(strings.ReplaceAll(sent.Location, " ", ""))
	old := c.thisGroup()
	switch {
	case sent.Location == "":
		return gatewayError(http.StatusBadRequest, "LocationRequired", "The location property is required for this definition.").answer()
	case location == nil:
		return gatewayError(http.StatusBadRequest, "LocationNotAvailableForResourceGroup",
			fmt.Sprintf("The provided location '%s' is not available for resource group. List of available regions is '%s'.",
				sent.Location, strings.Join(c.catalog.locationNames(), ","))).answer()
	case old != nil && !strings.EqualFold(old.Location, location.Name):
		return gatewayError(http.StatusConflict, "InvalidResourceGroupLocation",
			fmt.Sprintf("Invalid resource group location '%s'. The Resource group already exists in location '%s'.", location.Name, old.Location)).answer()
	}
	fresh := &group{Subscription: c.subscription().ID, Name: c.path["group"], Location: location.Name, Tags: sent.Tags}
	a := fromFrontDoor(nil)
	if old == nil {
		a.status = http.StatusCreated
	} else {
		fresh.Name, fresh.ManagedBy = old.Name, old.ManagedBy
	}
	c.state.putGroup(fresh)
	a.body = fresh.body()
	return a
}

// patchGroup replaces the tags, which are the only part of a group that can change.
func patchGroup(c *call) answer {
	sent, malformed := c.groupRequest()
	if malformed != nil {
		return malformed.answer()
	}
	fresh := *c.thisGroup()
	if sent.Tags != nil {
		fresh.Tags = maps.Clone(sent.Tags)
	}
	c.state.putGroup(&fresh)
	return fromFrontDoor(fresh.body())
}

// deleteGroup takes minutes; a client follows it by Location alone (facts: section
// 2.2).
func deleteGroup(c *call) answer {
	going := *c.thisGroup()
	if going.DeletionEnds.IsZero() {
		going.DeletionEnds = c.now.UTC().Truncate(time.Microsecond).Add(c.paced(5 * time.Minute))
		c.state.putGroup(&going)
	}
	return c.groupGoing(&going)
}

func (c *call) groupGoing(g *group) answer {
	a := answer{status: http.StatusAccepted, frontDoor: true, headers: http.Header{}}
	a.headers.Set("Location", c.base()+"/subscriptions/"+g.Subscription+"/operationresults/"+g.job()+"?api-version="+string(c.version))
	// ARM's 15 s, shorter in a faster world; clients take 0 as no hint at all.
	wait := 1
	if c.speed > 0 {
		wait = max(wait, int(15/max(c.speed, 1)))
	}
	a.headers.Set("Retry-After", strconv.Itoa(wait))
	return a
}

// job is the id of a group's deletion: base64 of a JSON object, as ARM's is.
func (g *group) job() string {
	text := fmt.Sprintf(`{"jobId":"RESOURCEGROUPDELETIONJOB-%s-%s","jobLocation":"%s"}`,
		strings.ToUpper(strings.ReplaceAll(g.Name, "-", ":2D")), strings.ToUpper(g.Location), g.Location)
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// getGroupResult is 202 while a group is being deleted, then 200 without a body.
func getGroupResult(c *call) answer {
	for _, g := range c.state.groups {
		if strings.EqualFold(g.Subscription, c.path["subscription"]) && !g.DeletionEnds.IsZero() && g.job() == c.path["job"] {
			return c.groupGoing(g)
		}
	}
	text, err := base64.RawURLEncoding.DecodeString(c.path["job"])
	if err != nil || !strings.HasPrefix(string(text), `{"jobId":"RESOURCEGROUPDELETIONJOB-`) {
		return gatewayError(http.StatusNotFound, "InvalidOperationResultId", "The operation result '"+c.path["job"]+"' could not be found.").answer()
	}
	return answer{status: http.StatusOK, frontDoor: true}
}

func (c *catalog) locationNames() []string {
	names := make([]string, len(c.world.Locations))
	for i, location := range c.world.Locations {
		names[i] = location.Name
	}
	return names
}
