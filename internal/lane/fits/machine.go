package fits

import (
	"encoding/json"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// machine is the part of a KubeVirt machine that decides where it runs. Source: the
// API of kubevirt.io/v1, VirtualMachineInstanceSpec.
type machine struct {
	NodeSelector              map[string]string                 `json:"nodeSelector"`
	Affinity                  *corev1.Affinity                  `json:"affinity"`
	Tolerations               []corev1.Toleration               `json:"tolerations"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	PriorityClassName         string                            `json:"priorityClassName"`
	SchedulerName             string                            `json:"schedulerName"`
	Architecture              string                            `json:"architecture"`
	Domain                    struct {
		Resources corev1.ResourceRequirements `json:"resources"`
		CPU       struct {
			Cores, Sockets, Threads int64
			DedicatedCPUPlacement   bool
		} `json:"cpu"`
		Memory struct {
			Guest     *resource.Quantity `json:"guest"`
			Hugepages *struct {
				PageSize string `json:"pageSize"`
			} `json:"hugepages"`
		} `json:"memory"`
		Devices struct {
			GPUs        []machineDevice `json:"gpus"`
			HostDevices []machineDevice `json:"hostDevices"`
		} `json:"devices"`
	} `json:"domain"`
}

type machineDevice struct {
	DeviceName string `json:"deviceName"`
}

// What KubeVirt adds to the pods of a machine: they select nodes on which its agent
// found virtualization, and they ask for the device that the agent announces there.
const (
	schedulable = "kubevirt.io/schedulable"
	kvm         = "devices.kubevirt.io/kvm"
)

// machineOf returns the pod that KubeVirt creates for a machine. It does not count
// what KubeVirt's own processes take in addition to the guest, so a guest may still
// be too large. It ignores fields that do not affect scheduling.
func machineOf(found at) (Workload, error) {
	var o struct {
		Metadata struct {
			Labels map[string]string `json:"labels"`
		} `json:"metadata"`
		Spec machine `json:"spec"`
	}
	raw, err := json.Marshal(found.value)
	if err != nil {
		return Workload{}, err
	}
	path := strings.TrimPrefix(found.path+".spec", ".")
	if err := json.Unmarshal(raw, &o); err != nil {
		return Workload{}, &fieldError{path, strings.TrimPrefix(err.Error(), "json: ")}
	}
	m := o.Spec
	spec := corev1.PodSpec{
		NodeSelector: map[string]string{schedulable: "true"}, Affinity: m.Affinity, Tolerations: m.Tolerations,
		TopologySpreadConstraints: m.TopologySpreadConstraints, PriorityClassName: m.PriorityClassName, SchedulerName: m.SchedulerName,
		Containers: []corev1.Container{{Name: "compute", Resources: m.resources()}},
	}
	for k, v := range m.NodeSelector {
		spec.NodeSelector[k] = v
	}
	if m.Architecture != "" {
		spec.NodeSelector[corev1.LabelArchStable] = m.Architecture
	}
	if err := validate(spec, path); err != nil {
		return Workload{}, err
	}
	return Workload{Spec: spec, Labels: o.Metadata.Labels}, nil
}

// resources returns what the pod of the machine requests.
func (m machine) resources() corev1.ResourceRequirements {
	out := corev1.ResourceList{kvm: resource.MustParse("1")}
	if g := m.Domain.Memory.Guest; g != nil {
		out[corev1.ResourceMemory] = *g
	}
	if c := m.Domain.CPU; c.DedicatedCPUPlacement {
		out[corev1.ResourceCPU] = *resource.NewQuantity(max(c.Cores, 1)*max(c.Sockets, 1)*max(c.Threads, 1), resource.DecimalSI)
	}
	for _, list := range []corev1.ResourceList{m.Domain.Resources.Limits, m.Domain.Resources.Requests} {
		for name, q := range list {
			out[name] = q
		}
	}
	if h := m.Domain.Memory.Hugepages; h != nil {
		out[corev1.ResourceName(corev1.ResourceHugePagesPrefix+h.PageSize)] = out[corev1.ResourceMemory]
		delete(out, corev1.ResourceMemory)
	}
	devices := map[string]int{}
	for _, d := range append(m.Domain.Devices.GPUs, m.Domain.Devices.HostDevices...) {
		devices[d.DeviceName]++
	}
	for name, n := range devices {
		out[corev1.ResourceName(name)] = resource.MustParse(strconv.Itoa(n))
	}
	return corev1.ResourceRequirements{Requests: out}
}
