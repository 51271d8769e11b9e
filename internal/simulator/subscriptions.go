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
	list := []subscriptionBody{}
	for i := range c.catalog.world.Subscriptions {
		list = append(list, c.catalog.subscriptionBody(&c.catalog.world.Subscriptions[i]))
	}
	return fromARM(c, list)
}

func getSubscription(c *call) answer {
	return fromFrontDoor(c.catalog.subscriptionBody(c.subscription()))
}

// subscription is the subscription in the path, which is known to exist.
func (c *call) subscription() *Subscription {
	return c.catalog.subscription(c.path["subscription"])
}

func fromFrontDoor(body any) answer {
	a := ok(body)
	a.frontDoor = true
	return a
}
