package simulator

import (
	"math"
	"slices"
)

// nodesBySize is the number of nodes of each size in a pool. Under an autoscale profile
// this is the number that the autoscaler has set (virtualMachineNodesStatus), limited
// to the profile's range. A new size begins at the profile's minimum.
func (p *AgentPoolProperties) nodesBySize() map[string]int64 {
	nodes := map[string]int64{}
	if !p.virtualMachines() || p.VirtualMachinesProfile == nil || p.VirtualMachinesProfile.Scale == nil {
		nodes[value(p.VMSize)] = int64(value(p.Count))
		return nodes
	}
	live := map[string]int64{}
	for _, status := range p.VirtualMachineNodesStatus {
		live[value(status.Size)] += int64(value(status.Count))
	}
	take := func(size string, n int64) {
		nodes[size] += n
		live[size] -= n
	}
	for _, manual := range p.VirtualMachinesProfile.Scale.Manual {
		take(value(manual.Size), int64(value(manual.Count)))
	}
	for _, auto := range p.VirtualMachinesProfile.Scale.Autoscale {
		size := value(auto.Size)
		take(size, max(int64(value(auto.MinCount)), min(live[size], int64(value(auto.MaxCount)))))
	}
	return nodes
}

// nodes is how many nodes a pool has, of all sizes.
func (p *AgentPoolProperties) nodes() int32 { return sumOf(p.nodesBySize()) }

func sumOf(nodes map[string]int64) int32 {
	sum := int64(0)
	for _, n := range nodes {
		sum += n
	}
	return int32(max(0, min(sum, math.MaxInt32)))
}

// bound is the pool's number of nodes with every autoscale profile at its minimum or at
// its maximum; a pool without such profiles keeps its present number.
func (p *AgentPoolProperties) bound(of func(AutoScaleProfile) *int32) int32 {
	profiles := p.scaleProfiles().Autoscale
	if !p.virtualMachines() || len(profiles) == 0 {
		return p.nodes()
	}
	sum := int64(0)
	for _, manual := range p.scaleProfiles().Manual {
		sum += int64(value(manual.Count))
	}
	for _, auto := range profiles {
		sum += int64(value(of(auto)))
	}
	return int32(max(0, min(sum, math.MaxInt32)))
}

func leastOf(auto AutoScaleProfile) *int32 { return auto.MinCount }
func mostOf(auto AutoScaleProfile) *int32  { return auto.MaxCount }

// scaleProfiles are a pool's scale profiles, empty if it has none.
func (p *AgentPoolProperties) scaleProfiles() ScaleProfile {
	return value(value(p.VirtualMachinesProfile).Scale)
}

// sizes lists a pool's VM sizes, including those without nodes.
func (p *AgentPoolProperties) sizes() []string { return sortedKeys(p.nodesBySize()) }

// firstSize is the size that represents the pool where only one size is possible.
func (p *AgentPoolProperties) firstSize() string {
	if sizes := p.sizes(); len(sizes) > 0 {
		return sizes[0]
	}
	return value(p.VMSize)
}

// fillMachines: a pool of type VirtualMachines lists its nodes by size.
func fillMachines(properties *AgentPoolProperties) {
	if !properties.virtualMachines() {
		return
	}
	nodes := properties.nodesBySize()
	properties.VirtualMachineNodesStatus = nil
	for _, size := range sortedKeys(nodes) {
		properties.VirtualMachineNodesStatus = append(properties.VirtualMachineNodesStatus,
			VirtualMachineNodes{Size: ref(size), Count: ref(int32(nodes[size]))})
	}
}

// sizedMachines are the machines of a pool of type VirtualMachines with their sizes, in
// the order of their creation. If there are fewer of a size than before, the newest
// ones have been removed.
func (p *pool) sizedMachines() ([]int, map[int]string) {
	left := p.Properties.nodesBySize()
	sizes := make(map[int]string, sumOf(left))
	var list []int
	next := 0
	for _, instance := range p.Instances {
		next = max(next, instance+1)
		if size := p.Sizes[instance]; left[size] > 0 {
			left[size]--
			list, sizes[instance] = append(list, instance), size
		}
	}
	for _, size := range sortedKeys(left) {
		for range max(0, left[size]) {
			list, sizes[next] = append(list, next), size
			next++
		}
	}
	return list, sizes
}

// keepSizes records the size of each machine of a pool of type VirtualMachines, before
// the pool's properties change.
func (p *pool) keepSizes() {
	if p.Properties.virtualMachines() {
		p.Instances, p.Sizes = p.sizedMachines()
	}
}

// sizeOf is a machine's size. A surge node has the pool's first size.
func (p *pool) sizeOf(instance int) string {
	if !p.Properties.virtualMachines() {
		return value(p.Properties.VMSize)
	}
	if size, known := p.Sizes[instance]; known {
		return size
	}
	if _, sizes := p.sizedMachines(); sizes[instance] != "" {
		return sizes[instance]
	}
	return p.Properties.firstSize()
}

// gone are the machines that a pool had and no longer has.
func gone(before, after []int) []int {
	return slices.DeleteFunc(slices.Clone(before), func(node int) bool { return slices.Contains(after, node) })
}
