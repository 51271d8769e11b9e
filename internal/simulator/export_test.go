package simulator

// RuleIDs lists the rules in the order in which they are checked. The tests use it
// to make sure that each rule has an example.
func RuleIDs() []string {
	var ids []string
	for _, r := range rules() {
		ids = append(ids, r.id)
	}
	return ids
}

// ClusterRuleIDs lists the rules of a cluster's PUT in the same way.
func ClusterRuleIDs() []string {
	ids := []string{"cluster-spot-upgrade"}
	for _, r := range clusterRules() {
		ids = append(ids, r.id)
	}
	return ids
}

// RuleCodes lists the error codes of the rules.
func RuleCodes() []string {
	codes := []string{"SpotPoolUpgradeNotAllowedDuringClusterUpgradeAll"}
	for _, r := range rules() {
		codes = append(codes, r.code)
	}
	for _, r := range clusterRules() {
		codes = append(codes, r.code)
	}
	return codes
}

// Route is a method and a path pattern that the simulator answers.
type Route struct{ Method, Pattern string }

// Routes lists everything that the simulator answers through its door.
func Routes() []Route {
	var all []Route
	for _, r := range allRoutes() {
		all = append(all, Route{r.method, r.pattern})
	}
	return all
}

// CreationRuleIDs lists the rules of a new cluster.
func CreationRuleIDs() []string {
	var ids []string
	for _, r := range creationRules() {
		ids = append(ids, r.id)
	}
	return ids
}
