package acceptance_test

import (
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/monitor/armmonitor"
)

// The Azure SDK's own client of Azure Monitor reads the simulator's metrics and
// their definitions.
func TestTheSDKsMetrics(t *testing.T) {
	t.Parallel()
	s := newSDK(t, simulate(t))
	metrics, err := armmonitor.NewMetricsClient(s.subscription, s.credential, s.options)
	if err != nil {
		t.Fatal(err)
	}
	id := "subscriptions/" + s.subscription + "/resourceGroups/" + group + "/providers/Microsoft.ContainerService/managedClusters/" + clusterA
	end := time.Now().UTC().Truncate(time.Hour)
	answer, err := metrics.List(t.Context(), id, &armmonitor.MetricsClientListOptions{
		Metricnames: to.Ptr("node_cpu_usage_percentage,node_memory_working_set_percentage"), Aggregation: to.Ptr("average,maximum"),
		Interval: to.Ptr("PT1H"), Timespan: to.Ptr(end.Add(-6*time.Hour).Format(time.RFC3339) + "/" + end.Format(time.RFC3339)),
		Filter: to.Ptr("nodepool eq '*' and node eq '*'"), Top: to.Ptr[int32](100),
	})
	if err != nil || len(answer.Value) != 2 || *answer.Resourceregion != location {
		t.Fatalf("%+v, %v", answer, err)
	}
	cpu := answer.Value[0]
	if *cpu.Name.Value != "node_cpu_usage_percentage" || *cpu.Unit != armmonitor.UnitPercent || *cpu.ErrorCode != "Success" || len(cpu.Timeseries) != 3 {
		t.Fatalf("%+v", cpu)
	}
	first := cpu.Timeseries[0]
	if len(first.Data) != 6 || first.Data[0].Average == nil || *first.Data[0].Maximum < *first.Data[0].Average || *first.Metadatavalues[0].Value != "nodepool1" {
		t.Errorf("%+v", first)
	}
	definitions, err := armmonitor.NewMetricDefinitionsClient(s.subscription, s.credential, s.options)
	if err != nil {
		t.Fatal(err)
	}
	pager := definitions.NewListPager(id, nil)
	page, err := pager.NextPage(t.Context())
	if err != nil || len(page.Value) < 5 || *page.Value[0].Namespace != "Microsoft.ContainerService/managedClusters" {
		t.Errorf("%+v, %v", page.Value, err)
	}
}
