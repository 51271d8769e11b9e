package report

import (
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// Report is what is known about the node pools of some clusters. Its JSON uses the
// names of the data sources aks_node_pools and aks_lane_usage. What is not known is
// null, never 0. A name never gets another meaning.
type Report struct {
	Made     time.Time `json:"generated_at"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"` // midnight UTC
	Days     int       `json:"days"`
	Currency *string   `json:"currency"` // of all amounts
	Cost     *float64  `json:"cost"`     // per month of 730 hours at list prices, as far as it is known
	IdleCost *float64  `json:"idle_cost"`
	Saving   *float64  `json:"saving"` // sum of the largest saving of each pool's advice
	Percent  *float64  `json:"saving_percent"`
	Warnings []Warning `json:"warnings"` // what could not be read
	Clusters []Cluster `json:"clusters"` // by ID
}

// Warning reports what could not be read, and the consequences.
type Warning struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// Cluster is one cluster with its node pools.
type Cluster struct {
	ID         string     `json:"cluster_id"`
	Name       string     `json:"name"` // with its resource group if two clusters have the same name
	Location   string     `json:"location"`
	Version    string     `json:"kubernetes_version"`
	Power      string     `json:"power"`
	Autoscaler Autoscaler `json:"autoscaler"`
	Findings   []Finding  `json:"findings"` // of the cluster as a whole
	Pools      []Pool     `json:"pools"`    // system pools first, then by name
}

// Autoscaler is what the autoscaler of a cluster reports. Missing is why it reports
// nothing.
type Autoscaler struct {
	Missing            *string  `json:"missing"`
	UnschedulableHours *float64 `json:"unschedulable_hours"`
	UnschedulableMax   *float64 `json:"unschedulable_max"`
	SafeToAutoscale    *float64 `json:"safe_to_autoscale"` // percent of the time
}

// Pool is one node pool.
type Pool struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Purpose  *string  `json:"purpose"` // null if nothing indicates it
	Mode     string   `json:"mode"`
	Priority string   `json:"priority"`
	OS       string   `json:"os_sku"`
	Size     string   `json:"vm_size"`
	Count    *int64   `json:"node_count"`
	Least    *int64   `json:"min"` // of the autoscaler
	Most     *int64   `json:"max"`
	Zones    []string `json:"zones"`
	Version  string   `json:"kubernetes_version"`
	Image    string   `json:"node_image"`
	ImageAge *int     `json:"node_image_age_days"`
	State    string   `json:"state"` // provisioning or power state if it is not the usual one

	Missing  *string   `json:"missing"` // why there are no figures, or too few for a judgement
	Hours    float64   `json:"hours"`   // with data
	CPU      *Stat     `json:"cpu"`
	Memory   *Stat     `json:"memory"`
	Disk     *Stat     `json:"disk"`
	Nodes    *Nodes    `json:"nodes"`
	Curves   Curves    `json:"curves"`
	Cost     *float64  `json:"cost"`
	IdleCost *float64  `json:"idle_cost"`
	Saving   *float64  `json:"saving"`
	Findings []Finding `json:"findings"`
	Advice   []Advice  `json:"advice"`
}

// Stat is the percentage of the nodes' capacity that was used.
type Stat struct {
	Average float64 `json:"average"`
	P50     float64 `json:"p50"`
	P95     float64 `json:"p95"`
	Max     float64 `json:"max"`
}

// Nodes is the number of nodes over time.
type Nodes struct {
	Min     float64 `json:"min"`
	Average float64 `json:"average"`
	Max     float64 `json:"max"`
}

// Curves are averages over intervals of equal length between From and To, oldest
// first. They are null where there is no data.
type Curves struct {
	StepSeconds int        `json:"step_seconds"`
	CPU         []*float64 `json:"cpu"`
	Memory      []*float64 `json:"memory"`
	Nodes       []*float64 `json:"nodes"`
}

// Finding is what the audit found.
type Finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"` // info, warning or error
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
}

// Advice is what to do, based on what the nodes used.
type Advice struct {
	Code     string   `json:"code"`
	Severity string   `json:"severity"` // info or warning
	Message  string   `json:"message"`
	Write    string   `json:"write"`
	Saving   *float64 `json:"saving"`
}

func findingOf(f audit.Finding) Finding {
	return Finding{Code: f.Code, Severity: f.Severity.String(), Message: f.Message, Remedy: f.Remedy}
}

func statOf(s usage.Stat) *Stat {
	if !s.Known {
		return nil
	}
	return &Stat{Average: s.Average, P50: s.P50, P95: s.P95, Max: s.Max}
}
