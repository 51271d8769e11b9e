package simulator

import "fmt"

// countsWrong finds a number of nodes that no pool can have, and reports where it is.
// It checks input that bypasses the rules: a world's pools, its events, edits by tests,
// and a state file.
func (p *AgentPoolProperties) countsWrong() error {
	err := rangeWrong("", p.Count, p.MinCount, p.MaxCount)
	scale := value(p.VirtualMachinesProfile).Scale
	if err != nil || scale == nil {
		return err
	}
	for i, manual := range scale.Manual {
		if err := rangeWrong(fmt.Sprintf("virtualMachinesProfile.scale.manual[%d].", i), manual.Count, nil, nil); err != nil {
			return err
		}
	}
	for i, auto := range scale.Autoscale {
		if err := rangeWrong(fmt.Sprintf("virtualMachinesProfile.scale.autoscale[%d].", i), nil, auto.MinCount, auto.MaxCount); err != nil {
			return err
		}
	}
	return nil
}

func rangeWrong(prefix string, count, least, most *int32) error {
	for _, one := range []struct {
		name string
		n    *int32
	}{{"count", count}, {"minCount", least}, {"maxCount", most}} {
		if n := value(one.n); n < 0 || n > maxNodes {
			return fmt.Errorf("%s%s: %d is not between 0 and %d", prefix, one.name, n, maxNodes)
		}
	}
	if least != nil && most != nil && *least > *most {
		return fmt.Errorf("%sminCount: %d is greater than maxCount %d", prefix, *least, *most)
	}
	return nil
}
