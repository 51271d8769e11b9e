package simulator

// RuleIDs lists the rules in the order in which they are asked, so that the tests
// can tell that each of them has an example.
func RuleIDs() []string {
	var ids []string
	for _, r := range rules() {
		ids = append(ids, r.id)
	}
	return ids
}
