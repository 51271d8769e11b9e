package fits

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

const everyKind = `# A file as people keep them: a namespace, comments, several kinds.
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---

apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: c, image: i, ports: [{containerPort: 80}]}]}
--- # the rest
apiVersion: v1
kind: List
items:
- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {template: {spec: {containers: []}}}}
- {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {template: {spec: {containers: []}}}}
- {apiVersion: v1, kind: Service, metadata: {name: api}}
- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: old}, spec: {template: {spec: {containers: []}}}}
---
{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"generateName": "import-"}, "spec": {"template": {"spec": {"containers": []}}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {spec: {nodeSelector: {team: a}}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: one, creationTimestamp: null}
spec: {containers: []}
`

func TestText(t *testing.T) {
	t.Parallel()
	found, err := Text(everyKind)
	if err != nil {
		t.Fatal(err)
	}
	type seen struct {
		Name string
		Line int
	}
	var got []seen
	for _, w := range found {
		got = append(got, seen{w.String(), w.Line})
	}
	want := []seen{{"Deployment shop/api", 8}, {"StatefulSet db", 18}, {"DaemonSet agent", 18}, {"ReplicaSet old", 18}, {"Job import-", 26}, {"CronJob nightly", 28}, {"Pod one", 33}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("workloads (-want +got):\n%s", diff)
	}
	if got := found[5].Spec.NodeSelector["team"]; got != "a" {
		t.Errorf("the CronJob selects team %q", got)
	}
	if again, err := Text(strings.ReplaceAll(everyKind, "\n", "\r\n")); err != nil || len(again) != len(found) {
		t.Errorf("with the line ends of Windows there are %d workloads: %v", len(again), err)
	}
}

// TestTextErrors: an error in a manifest is reported with its line.
func TestTextErrors(t *testing.T) {
	t.Parallel()
	const head = "apiVersion: v1\nkind: ConfigMap\n---\n# second document\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n"
	for name, tt := range map[string]struct{ manifest, want string }{
		"nothing":                    {"", "the manifest has no workload"},
		"only comments":              {"# a\n---\n# b\n", "the manifest has no workload"},
		"no workload":                {"apiVersion: v1\nkind: Service\n", "the manifest has no workload"},
		"syntax":                     {head + "  containers: [\n  nodeSelector: {}\n", "line 10: did not find expected"},
		"syntax of the first line":   {"kind: Pod: x", "line 1: mapping values are not allowed in this context"},
		"a key twice":                {head + "  nodeName: a\n  nodeName: b\n", `line 10: key "nodeName" already set in map`},
		"no object":                  {"- a\n- b\n", "line 1: the document is not a Kubernetes object"},
		"text":                       {"\n\nhello", "line 3: the document is not a Kubernetes object"},
		"no kind":                    {"apiVersion: v1\n", "line 1: kind is missing"},
		"unknown kind":               {"apiVersion: apps/v1\nkind: Deploymnt\n", `line 1: kind "Deploymnt" of apiVersion "apps/v1" does not exist; write Deployment`},
		"old apiVersion":             {"apiVersion: extensions/v1beta1\nkind: Deployment\n", `line 1: kind Deployment has the apiVersion "extensions/v1beta1"; it is apps/v1`},
		"misspelled field":           {head + "  containers: []\n  nodeSelectr: {team: a}\n", "line 10: spec.nodeSelectr: unknown field"},
		"misspelled field in a list": {head + "  tolerations:\n  - key: a\n    operater: Exists\n", "line 11: spec.tolerations[0].operater: unknown field"},
		"casing of a field":          {head + "  nodeselector: {}\n", "line 9: spec.nodeselector: unknown field"},
		"number for a label":         {head + "  nodeSelector: {rank: 7}\n", "line 5: Pod: cannot unmarshal number"},
		"yes is a boolean in YAML":   {head + "  nodeSelector: {spot: yes}\n", "line 5: Pod: cannot unmarshal bool"},
		"no quantity":                {head + "  containers: [{name: c, resources: {requests: {cpu: many}}}]\n", "line 5: Pod: quantities must match"},
		"no label key":               {head + "  nodeSelector: {a b: c}\n", `line 9: spec.nodeSelector: "a b" is not a label key`},
		"no label value":             {head + "  nodeSelector: {a: b c}\n", `line 9: spec.nodeSelector: "b c" is not a label value`},
		"operator of affinity":       {head + "  " + required(expression("team", "in", "a")) + "\n", `line 5: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Unsupported value: "in"`},
		"Gt without a number":        {head + "  " + required(expression("team", "Gt", "x")) + "\n", "Invalid value"},
		"In without values":          {head + "  " + required("{key: team, operator: In}") + "\n", "Invalid value"},
		"operator of a preference":   {head + "  " + preferred(expression("team", "Is", "x")) + "\n", "Unsupported value"},
		"no term":                    {head + "  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}\n", "it has no term and would match no node"},
		"operator of a toleration":   {head + "  " + tolerate("key: a, operator: exists") + "\n", `line 9: spec.tolerations[0]: the operator "exists" is not one of Equal, Exists, Gt and Lt`},
		"effect of a toleration":     {head + "  " + tolerate("key: a, effect: NoScheduling") + "\n", `the effect "NoScheduling" is not one of`},
		"value beside Exists":        {head + "  " + tolerate("key: a, operator: Exists, value: b") + "\n", `the operator Exists takes no value, but the value is "b"`},
		"no key":                     {head + "  " + tolerate("value: b") + "\n", "a toleration without a key needs the operator Exists"},
		"no key of a taint":          {head + "  " + tolerate("key: a b") + "\n", `"a b" is not a taint key`},
		"no value of a taint":        {head + "  " + tolerate("key: a, value: b c") + "\n", `"b c" is not a taint value`},
		"Gt compares numbers":        {head + "  " + tolerate("key: a, operator: Gt, value: b") + "\n", `the operator Gt compares whole numbers, and the value is "b"`},
		"seconds of NoSchedule":      {head + "  " + tolerate("key: a, effect: NoSchedule, tolerationSeconds: 5") + "\n", "tolerationSeconds needs the effect NoExecute"},
		"inside a list":              {"apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pud}]\n", `line 1: items[0]: kind "Pud"`},
		"of a CronJob":               {"apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {tolerations: [{value: a}]}}}}}\n", "spec.jobTemplate.spec.template.spec.tolerations[0]: a toleration without a key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Text(tt.manifest)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestObject(t *testing.T) {
	t.Parallel()
	decoded := func(text string) any {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	const job = `{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j", "namespace": null}, "spec": {"template": {"spec": {"tolerations": null, "containers": [{"name": "c", "resources": {"requests": {"cpu": 2}}}]}}}}`
	found, err := Object(decoded(job))
	if err != nil || len(found) != 1 || found[0].String() != "Job j" || found[0].Line != 0 {
		t.Errorf("%v, %v", found, err)
	}
	want := asked(found[0].Spec)
	if cpu := want.Cpu().String(); cpu != "2" {
		t.Errorf("the job asks for %s vCPUs", cpu)
	}
	if found, err := Object(decoded("[" + job + "," + job + "]")); err != nil || len(found) != 2 {
		t.Errorf("of a list %v, %v", found, err)
	}
	for text, want := range map[string]string{
		`{"kind": "Jib"}`:                     `kind "Jib" of apiVersion "" does not exist; write Job`,
		`[{"kind": "Jib"}]`:                   `manifest 0: kind "Jib"`,
		`"text"`:                              "not a Kubernetes object",
		`{"apiVersion":"v1","kind":"Secret"}`: "the manifest has no workload",
		`{"apiVersion":"v1","kind":"Pod","spec":{"nodeselector":{}}}`: "spec.nodeselector: unknown field",
	} {
		if _, err := Object(decoded(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if _, err := Object(func() {}); err == nil {
		t.Error("a function is taken for a manifest")
	}
}

// FuzzText: any text may be given as a manifest.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "---", everyKind, "kind: Pod", "\ufeffkind: Pod", "--- a\n---\t", "{", "a: &a [*a]", "apiVersion: v1\nkind: List\nitems: [null, 1]", "apiVersion: v1\nkind: Pod\nspec: {affinity: {nodeAffinity: {}}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := Text(text)
		if err != nil && err.Error() != "the manifest has no workload" && !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("an error without a line: %v", err)
		}
		Check(found, map[string]Place{"": {}, "team": {Name: lane.Known("team1")}})
	})
}
