package simulator

// page is ARM's envelope of a list.
type page[T any] struct {
	Value    []T    `json:"value"`
	NextLink string `json:"nextLink,omitempty"`
}

type subscriptionBody struct {
	ID                   string            `json:"id"`
	AuthorizationSource  string            `json:"authorizationSource"`
	ManagedByTenants     []string          `json:"managedByTenants"`
	SubscriptionID       string            `json:"subscriptionId"`
	TenantID             string            `json:"tenantId"`
	DisplayName          string            `json:"displayName"`
	State                string            `json:"state"`
	SubscriptionPolicies map[string]string `json:"subscriptionPolicies"`
}

func (c *catalog) subscriptionBody(s *Subscription) subscriptionBody {
	return subscriptionBody{
		ID:                  "/subscriptions/" + s.ID,
		AuthorizationSource: "RoleBased",
		ManagedByTenants:    []string{},
		SubscriptionID:      s.ID,
		TenantID:            c.world.Tenant,
		DisplayName:         s.Name,
		State:               "Enabled",
		SubscriptionPolicies: map[string]string{
			"locationPlacementId": "Public_2014-09-01", "quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off",
		},
	}
}

func listSubscriptions(c *call) answer {
	list := page[subscriptionBody]{Value: []subscriptionBody{}}
	for i := range c.catalog.world.Subscriptions {
		list.Value = append(list.Value, c.catalog.subscriptionBody(&c.catalog.world.Subscriptions[i]))
	}
	return fromFrontDoor(list)
}

func getSubscription(c *call) answer {
	return fromFrontDoor(c.catalog.subscriptionBody(c.subscription()))
}

// subscription is the one in the path, which is known to exist.
func (c *call) subscription() *Subscription {
	return c.catalog.subscription(c.path["subscription"])
}

type groupBody struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Location   string            `json:"location"`
	Tags       map[string]string `json:"tags,omitempty"`
	Properties map[string]string `json:"properties"`
}

func newGroupBody(subscription string, group ResourceGroup) groupBody {
	return groupBody{
		ID:         "/subscriptions/" + subscription + "/resourceGroups/" + group.Name,
		Name:       group.Name,
		Type:       "Microsoft.Resources/resourceGroups",
		Location:   group.Location,
		Tags:       group.Tags,
		Properties: map[string]string{"provisioningState": succeeded},
	}
}

func listGroups(c *call) answer {
	list := page[groupBody]{Value: []groupBody{}}
	for _, group := range c.subscription().groups() {
		list.Value = append(list.Value, newGroupBody(c.subscription().ID, group))
	}
	return fromFrontDoor(list)
}

func getGroup(c *call) answer {
	return fromFrontDoor(newGroupBody(c.subscription().ID, *c.subscription().group(c.path["group"])))
}

func fromFrontDoor(body any) answer {
	a := ok(body)
	a.frontDoor = true
	return a
}
