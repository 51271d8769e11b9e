package fits

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// makers is a manifest with every kind that creates pods and is not Kubernetes' own.
const makers = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web, namespace: shop}
spec: {replicas: 4, strategy: {canary: {}}, template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {team: a}, containers: [{name: c, image: i}]}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: referring}
spec: {workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: hello}
spec: {template: {spec: {containerConcurrency: 10, timeoutSeconds: 60, nodeSelector: {team: a}, containers: [{image: i}]}}}
---
apiVersion: ray.io/v1
kind: RayCluster
metadata: {name: ray}
spec:
  headGroupSpec: {rayStartParams: {}, template: {spec: {nodeSelector: {team: head}, containers: [{name: h, image: i}]}}}
  workerGroupSpecs:
  - {groupName: small, replicas: 2, template: {spec: {containers: [{name: w, image: i}]}}}
  - {groupName: large, replicas: 8, template: {spec: {nodeSelector: {team: large}, containers: [{name: w, image: i}]}}}
---
apiVersion: ray.io/v1
kind: RayJob
metadata: {name: train}
spec:
  rayClusterSpec:
    headGroupSpec: {template: {spec: {containers: [{name: h, image: i}]}}}
  submitterPodTemplate: {spec: {containers: [{name: s, image: i}]}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: queue}
spec: {jobTargetRef: {parallelism: 3, template: {spec: {containers: [{name: c, image: i}]}}}, triggers: []}
---
apiVersion: batch.volcano.sh/v1alpha1
kind: Job
metadata: {name: mpi}
spec:
  tasks:
  - {name: master, replicas: 1, template: {spec: {containers: [{name: c, image: i}]}}}
  - {name: worker, replicas: 6, template: {spec: {containers: [{name: c, image: i}]}}}
---
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: llm}
spec: {replicatedJobs: [{name: leader, replicas: 1, template: {spec: {parallelism: 2, template: {spec: {containers: [{name: c, image: i}]}}}}}]}
---
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {name: vllm}
spec: {replicas: 2, leaderWorkerTemplate: {size: 4, workerTemplate: {spec: {containers: [{name: c, image: i}]}}}}
---
apiVersion: v1
kind: PodTemplate
metadata: {name: base}
template: {spec: {containers: [{name: c, image: i}]}}
---
apiVersion: v1
kind: ReplicationController
metadata: {name: old}
spec: {replicas: 2, template: {spec: {containers: [{name: c, image: i}]}}}
---
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: vm}
spec: {runStrategy: Always, template: {spec: {architecture: amd64, nodeSelector: {team: a}, domain: {cpu: {cores: 2}, memory: {guest: 4Gi}, devices: {gpus: [{name: g, deviceName: nvidia.com/T4}]}}}}}
---
apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata: {name: vmi}
spec: {domain: {resources: {requests: {memory: 1Gi}}}}
---
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: torch}
spec: {pytorchReplicaSpecs: {Master: {replicas: 1, template: {spec: {containers: [{name: c, image: i}]}}}, Worker: {replicas: 3, template: {spec: {containers: [{name: c, image: i}]}}}}}
---
apiVersion: apps.kruise.io/v1alpha1
kind: DaemonSet
metadata: {name: agent}
spec: {template: {spec: {containers: [{name: c, image: i}]}}}
`

func TestMakersOfPods(t *testing.T) {
	t.Parallel()
	found, err := Text(makers)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range found {
		text := fmt.Sprintf("%s: %d", w, w.Pods)
		if team := w.Spec.NodeSelector["team"]; team != "" {
			text += " in " + team
		}
		if w.Daemon {
			text += " on every node"
		}
		if w.Stranger != "" || len(w.Spec.Containers) != 1 {
			t.Errorf("%s has %d containers and is a stranger: %q", w, len(w.Spec.Containers), w.Stranger)
		}
		got = append(got, text)
	}
	want := []string{"Rollout shop/web: 4 in a", "Service hello: 1 in a", "RayCluster ray (head): 1 in head", "RayCluster ray (worker small): 2", "RayCluster ray (worker large): 8 in large",
		"RayJob train (head): 1", "RayJob train (submitter): 1", "ScaledJob queue: 3", "Job mpi (master): 1", "Job mpi (worker): 6", "JobSet llm (leader): 2",
		"LeaderWorkerSet vllm (worker): 2", "PodTemplate base: 1", "ReplicationController old: 2", "VirtualMachine vm: 1 in a", "VirtualMachineInstance vmi: 1",
		"PyTorchJob torch (Master): 1", "PyTorchJob torch (Worker): 3", "DaemonSet agent: 1 on every node"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	machine := asked(found[14].Spec)
	if kvm, gpu := machine[kvm], machine["nvidia.com/T4"]; machine.Memory().String() != "4Gi" || kvm.Value() != 1 || gpu.Value() != 1 || found[14].Spec.NodeSelector[schedulable] != "true" {
		t.Errorf("the machine asks for %v on %v", machine, found[14].Spec.NodeSelector)
	}
}

// TestPassedOver: an object that creates no pods is skipped, whoever defined its
// kind, and whether or not the API server would accept it.
func TestPassedOver(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"monitoring.coreos.com/v1 ServiceMonitor", "apiregistration.k8s.io/v1 APIService", "storage.k8s.io/v1 CSIDriver", "coordination.k8s.io/v1 Lease",
		"cert-manager.io/v1 Certificate", "gateway.networking.k8s.io/v1 HTTPRoute", "keda.sh/v1alpha1 ScaledObject", "secrets-store.csi.x-k8s.io/v1 SecretProviderClass",
		"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy", "constraints.gatekeeper.sh/v1beta1 K8sRequiredLabels", "external-secrets.io/v1 ExternalSecret",
		"bitnami.com/v1alpha1 SealedSecret", "v1 Node", "v1 Service", "v1 ServiceAccount", "rbac.authorization.k8s.io/v1 Role", "policy/v1 PodDisruptionBudget",
		"autoscaling/v2 HorizontalPodAutoscaler", "batch/v1 SomethingNew", "apps/v1 ControllerRevision", "kyverno.io/v1 ClusterPolicy"} {
		apiVersion, kind, _ := strings.Cut(head, " ")
		found, err := Text("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: x}\nspec: {twice: a, twice: b}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}")
		if err != nil || len(found) != 1 || found[0].String() != "Pod p" {
			t.Errorf("%s is not passed over: %v, %v", head, found, err)
		}
	}
	const policy = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: {pattern: {spec: {containers: [{name: '*'}]}}}"
	if found, err := Text(policy); err == nil {
		t.Errorf("a pattern of pods is taken for pods: %v", found)
	}
}

// TestStrangers: in an object of a kind that is not known here, a pod template is
// found, but nothing is certain.
func TestStrangers(t *testing.T) {
	t.Parallel()
	const manifest = `
apiVersion: example.com/v1
kind: Cache
metadata: {name: redis, namespace: shop}
spec:
  size: 3
  podTemplate: {metadata: {labels: {app: redis}}, spec: {nodeSelector: {workload-lane/name: batch}, containers: [{name: c, image: i}]}}
---
apiVersion: example.com/v1
kind: Pair
metadata: {name: two}
spec: {a: {containers: [{name: c}]}, b: [{containers: [{name: d}], tolerations: [{operator: Exists}]}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: etl-}
spec: {entrypoint: main, templates: [{name: main, nodeSelector: {team: a}, container: {image: i}}, {name: other, steps: []}]}
---
apiVersion: example.com/v1
kind: Odd
metadata: {name: none}
spec: {containers: [{name: c, resources: {requests: {cpu: many}}}], other: {containers: 3}, third: {containers: [x]}}
`
	found, err := Text(manifest)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range found {
		got = append(got, w.String())
	}
	if diff := cmp.Diff([]string{"Cache shop/redis", "Pair two (spec.a)", "Pair two (spec.b[0])", "Workflow etl-"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a := check(found[0], theCluster(t))
	if word, known := a.Word(); word != "perhaps" || !known || len(a.Perhaps) != 8 || found[0].Labels["app"] != "redis" {
		t.Errorf("a cache lands: %s, %v", word, a.Perhaps)
	}
	want := "kind Cache of example.com/v1 is not known here; the answer depends on what its controller does with spec.podTemplate.spec; as it stands, nodeSelector requires workload-lane/name=batch; the nodes have genera"
	if got := texts(a.Perhaps["general"]); got != want {
		t.Errorf("what decides is %q, want %q", got, want)
	}
}

// TestMisspeltKinds: in Kubernetes' own groups, a name that is nearly a kind is a
// mistake.
func TestMisspeltKinds(t *testing.T) {
	t.Parallel()
	for manifest, want := range map[string]string{
		"apiVersion: apps/v1\nkind: Deploymet":     `kind "Deploymet" of apiVersion "apps/v1" does not exist; write Deployment`,
		"apiVersion: apps/v1\nkind: daemonset":     "write DaemonSet",
		"apiVersion: batch/v1\nkind: CronJobs":     "write CronJob",
		"apiVersion: v1\nkind: Pods":               "write Pod",
		"apiVersion: batch/v1beta1\nkind: CronJob": `kind CronJob has the apiVersion "batch/v1beta1"; it is batch/v1`,
		"apiVersion: v1\nkind: Deployment":         `kind Deployment has the apiVersion "v1"; it is apps/v1`,
		"apiVersion: apps\nkind: Deployment":       "it is apps/v1",
		"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {template: {spec: {nodeSelectr: {a: b}}}}":                     "Rollout: spec.template.spec.nodeSelectr: unknown field",
		"apiVersion: ray.io/v1\nkind: RayCluster\nspec: {workerGroupSpecs: [{template: {spec: {tolerations: [{value: a}]}}}]}": "RayCluster: spec.workerGroupSpecs[0].template.spec.tolerations[0]: a toleration without a key",
		"apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nspec: {template: {spec: {nodeSelector: {a: 1}}}}":                   "VirtualMachine: spec.template.spec: cannot unmarshal number",
	} {
		if _, err := Text(manifest); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") && !strings.HasPrefix(err.Error(), "line 3: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", manifest, err, want)
		}
	}
}

// TestUnrendered: for a manifest that is still a template, the error points that
// out.
func TestUnrendered(t *testing.T) {
	t.Parallel()
	const hint = `has "{{": if this is a template, render it first, for example with helm template`
	for name, manifest := range map[string]string{
		"a block":     "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n{{- if .Values.on }}\nspec: {}\n{{- end }}",
		"a value":     "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  replicas: {{ .Values.replicas }}",
		"a name":      "apiVersion: v1\nkind: Pod\nmetadata: {name: \"{{ .Release.Name }}\"}\nspec: {containers: []}",
		"a kind":      "apiVersion: v1\nkind: \"{{ .Values.kind }}\"",
		"a selector":  "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {nodeSelector: {team: \"{{ .Values.team }}\"}}",
		"a class":     "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {runtimeClassName: \"{{ .Values.class }}\"}",
		"of a maker":  "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec: {template: {spec: {nodeName: \"{{ .Values.node }}\"}}}",
		"a quantity":  "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, resources: {requests: {cpu: \"{{ .Values.cpu }}\"}}}]}",
		"not a value": "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {nodeSelectr: {}, containers: [{name: c, args: [\"--format={{.Name}}\"]}]}",
	} {
		if _, err := Text(manifest); err == nil || !strings.Contains(err.Error(), hint) || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	const rendered = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, args: [\"--format={{.Name}}\"]}]}\n---\napiVersion: v1\nkind: ConfigMap\ndata: {a: \"{{ b }}\"}"
	if found, err := Text(rendered); err != nil || len(found) != 1 {
		t.Errorf("braces in an argument: %v, %v", found, err)
	}
}

// TestYAML: YAML as generators of manifests write it.
func TestYAML(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ manifest, want string }{
		"anchors":               {"x-common: &pod {nodeSelector: {team: a}, containers: []}\napiVersion: example.com/v1\nkind: Pair\nmetadata: {name: n}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: &l {app: a}}\nspec: {containers: [], nodeSelector: *l}", "Pod p"},
		"merged anchors":        {"apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: &l {app: a}}\nspec: {containers: [], nodeSelector: {<<: *l, tier: web}}", "Pod p"},
		"a typed list":          {"apiVersion: apps/v1\nkind: DeploymentList\nitems: [{metadata: {name: d}, spec: {template: {spec: {containers: []}}}}]", "Deployment d"},
		"nested lists":          {"apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}]}, null]", "Pod p"},
		"nothing":               {"null\n---\n~\n---\n# x\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}", "Pod p"},
		"a key twice elsewhere": {"apiVersion: v1\nkind: ConfigMap\ndata: {a: b, a: c}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}", "Pod p"},
		"Windows' line ends":    {"apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: p}\r\n---\r\n", "Pod p"},
		"dashes in a text":      {"apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {a: \"x --- y\"}}\n", "Pod p"},
	} {
		if found, err := Text(tt.manifest); err != nil || len(found) != 1 || found[0].String() != tt.want {
			t.Errorf("%s: %v, %v, want %s", name, found, err, tt.want)
		}
	}
}

// TestLargeText: five megabytes of a rendered chart, most of it definitions and
// dashboards, are read in seconds; so is one object of that size.
func TestLargeText(t *testing.T) {
	t.Parallel()
	property := "        property%d:\n          type: string\n          description: What this property of the object is for, in a sentence that is rather long\n"
	definition := func(name string, size int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: %s}\nspec:\n  schema:\n    openAPIV3Schema:\n      properties:\n", name)
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, property, i)
		}
		return b.String()
	}
	const dashboard = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dashboard}\ndata:\n  d.json: |\n    {\"title\": \"{{ pod }}\"}\n"
	const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {nodeSelector: {workload-lane/name: batch}, containers: [{name: c, image: i}]}}}\n"
	var chart []string
	for i := range 50 {
		chart = append(chart, definition(fmt.Sprintf("d%d", i), 100_000), dashboard, deployment)
	}
	for name, tt := range map[string]struct {
		text      string
		workloads int
	}{
		"a chart":    {strings.Join(chart, "---\n"), 50},
		"one object": {definition("d", 5_000_000) + "---\n" + deployment, 1},
	} {
		if len(tt.text) < 5_000_000 {
			t.Fatalf("%s has %d bytes only", name, len(tt.text))
		}
		began := time.Now()
		found, err := Text(tt.text)
		if err != nil || len(found) != tt.workloads {
			t.Fatalf("%s: %d workloads: %v", name, len(found), err)
		}
		Check(found, theCluster(t))
		if took := time.Since(began); took > time.Minute { // a few seconds on a slow machine; far more means that the time is not linear
			t.Errorf("%s took %s", name, took)
		} else {
			t.Logf("%s: %d bytes took %s", name, len(tt.text), took)
		}
	}
}
