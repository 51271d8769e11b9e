package fits

import (
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// workloadKind is one of Kubernetes' own kinds that create pods. The whole object is
// decoded, so a misspelled field anywhere in it is an error.
type workloadKind struct {
	name, apiVersion string
	path             string // of the pod spec, for errors
	// object returns a value to decode into; pods reads that value.
	object func() any
	pods   func(object any) (metav1.ObjectMeta, podSet)
}

// podSet is a template and how many pods are created from it at the same time.
type podSet struct {
	corev1.PodTemplateSpec
	pods int64
}

func kind[T any](name, apiVersion, path string, pods func(*T) (metav1.ObjectMeta, podSet)) workloadKind {
	return workloadKind{
		name: name, apiVersion: apiVersion, path: path,
		object: func() any { return new(T) },
		pods: func(object any) (metav1.ObjectMeta, podSet) {
			o, ok := object.(*T)
			if !ok {
				return metav1.ObjectMeta{}, podSet{}
			}
			return pods(o)
		},
	}
}

const template = "spec.template.spec"

var workloadKinds = []workloadKind{
	kind("Pod", "v1", "spec", func(o *corev1.Pod) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{corev1.PodTemplateSpec{ObjectMeta: o.ObjectMeta, Spec: o.Spec}, 1}
	}),
	kind("Deployment", "apps/v1", template, func(o *appsv1.Deployment) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.Template, count(o.Spec.Replicas)}
	}),
	kind("StatefulSet", "apps/v1", template, func(o *appsv1.StatefulSet) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.Template, count(o.Spec.Replicas)}
	}),
	kind("DaemonSet", "apps/v1", template, func(o *appsv1.DaemonSet) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.Template, 1}
	}),
	kind("ReplicaSet", "apps/v1", template, func(o *appsv1.ReplicaSet) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.Template, count(o.Spec.Replicas)}
	}),
	kind("Job", "batch/v1", template, func(o *batchv1.Job) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.Template, parallel(o.Spec)}
	}),
	kind("CronJob", "batch/v1", "spec.jobTemplate."+template, func(o *batchv1.CronJob) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Spec.JobTemplate.Spec.Template, parallel(o.Spec.JobTemplate.Spec)}
	}),
	kind("ReplicationController", "v1", template, func(o *corev1.ReplicationController) (metav1.ObjectMeta, podSet) {
		if o.Spec.Template == nil {
			return o.ObjectMeta, podSet{}
		}
		return o.ObjectMeta, podSet{*o.Spec.Template, count(o.Spec.Replicas)}
	}),
	kind("PodTemplate", "v1", "template.spec", func(o *corev1.PodTemplate) (metav1.ObjectMeta, podSet) {
		return o.ObjectMeta, podSet{o.Template, 1}
	}),
}

// count returns a number of pods, which is 1 if it is not given.
func count(n *int32) int64 {
	if n == nil {
		return 1
	}
	return int64(*n)
}

// parallel returns how many pods of a Job run at the same time.
func parallel(s batchv1.JobSpec) int64 {
	n := count(s.Parallelism)
	if s.Completions != nil {
		n = min(n, int64(*s.Completions))
	}
	return n
}

// misspelt describes what is wrong with a kind in Kubernetes' own groups that nearly
// has the name of a kind that creates pods; "" if nothing is wrong.
func misspelt(apiVersion, name string) string {
	if known := slices.IndexFunc(workloadKinds, func(k workloadKind) bool { return k.name == name }); known >= 0 {
		return fmt.Sprintf("kind %s has the apiVersion %q; it is %s", name, apiVersion, workloadKinds[known].apiVersion)
	}
	if slices.Contains(bystanders, name) {
		return ""
	}
	for _, k := range workloadKinds {
		allowed := 2
		if len(k.name) <= 4 {
			allowed = 1
		}
		if strings.EqualFold(k.name, name) || lane.Distance(k.name, name) <= allowed {
			return fmt.Sprintf("kind %q of apiVersion %q does not exist; write %s", name, apiVersion, k.name)
		}
	}
	return ""
}

// bystanders are Kubernetes' own kinds that create no pods, but have a name close to
// that of a kind that does.
var bystanders = []string{"Node", "Role", "Lease", "Event", "List", "Service", "Secret", "Scale", "Status"}

// ownGroup reports whether a group is one of Kubernetes' own: it has no domain, or
// it is one of Kubernetes' groups with a domain. Groups of custom resources always
// have a domain.
func ownGroup(group string) bool {
	return !strings.Contains(group, ".") || slices.Contains(ownGroups, group)
}

// ownGroups are the API groups of Kubernetes itself that have a domain. Source:
// the API reference of Kubernetes 1.36.
var ownGroups = []string{
	"admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io",
	"authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io",
	"flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
	"rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io",
}
