package provider

import "testing"

func TestPriorities(t *testing.T) {
	t.Parallel()
	steady, cheap := expanded(t, "batch", object{"name": "steady"}), expanded(t, "spot", object{"name": "cheap"})
	text := "50:\n  - ^aks-cheapr?-\n10:\n  - ^aks-steadyr?-\n1:\n  - .*\n"
	returns(t, text, "priorities", steady, cheap)
	returns(t, "1:\n  - .*\n", "priorities")

	// A lane that runs under its other name is listed under both.
	rotated := object{"name": "steady", "pool_name": "steadyr", "pool": part(steady, "pool")}
	returns(t, text, "priorities", rotated, cheap)

	// If there are prices, a cheaper vCPU has priority.
	priced := func(name string, hourly any) object {
		return object{"name": name, "pool": part(cheap, "pool"), "cost": object{"hourly_max": hourly}}
	}
	returns(t, "51:\n  - ^aks-br?-\n50:\n  - ^aks-ar?-\n1:\n  - .*\n", "priorities", priced("a", 40), priced("b", 20))

	returns(t, later, "priorities", steady, object{"name": later, "pool": part(cheap, "pool")})
	returns(t, later, "priorities", steady, later)
	returns(t, later, "priorities", priced("a", later), priced("b", 20))
}

func TestPrioritiesErrors(t *testing.T) {
	t.Parallel()
	steady := part(expanded(t, "batch", object{"name": "steady"}), "pool")
	here := object{"name": "a", "cluster_id": cluster, "pool": steady}
	there := object{"name": "b", "cluster_id": cluster + "2", "pool": steady}
	fails(t, 1, []string{"another cluster", "write one for each cluster"}, "priorities", here, there)
	fails(t, 0, []string{"the lane is null"}, "priorities", nil)
	fails(t, 0, []string{"the lane has no name"}, "priorities", object{"mode": "User"})
}
