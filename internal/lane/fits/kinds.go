package fits

import (
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// workloadKind is one kind of object that makes pods.
type workloadKind struct {
	name, apiVersion string
	path             string // of the pod spec, for errors
	// object makes a place to decode into; pods reads it.
	object func() any
	pods   func(object any) (metav1.ObjectMeta, corev1.PodSpec)
}

func kind[T any](name, apiVersion, path string, pods func(*T) (metav1.ObjectMeta, corev1.PodSpec)) workloadKind {
	return workloadKind{
		name: name, apiVersion: apiVersion, path: path,
		object: func() any { return new(T) },
		pods: func(object any) (metav1.ObjectMeta, corev1.PodSpec) {
			o, ok := object.(*T)
			if !ok {
				return metav1.ObjectMeta{}, corev1.PodSpec{}
			}
			return pods(o)
		},
	}
}

const template = "spec.template.spec"

var workloadKinds = []workloadKind{
	kind("Pod", "v1", "spec", func(o *corev1.Pod) (metav1.ObjectMeta, corev1.PodSpec) { return o.ObjectMeta, o.Spec }),
	kind("Deployment", "apps/v1", template, func(o *appsv1.Deployment) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.Template.Spec
	}),
	kind("StatefulSet", "apps/v1", template, func(o *appsv1.StatefulSet) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.Template.Spec
	}),
	kind("DaemonSet", "apps/v1", template, func(o *appsv1.DaemonSet) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.Template.Spec
	}),
	kind("ReplicaSet", "apps/v1", template, func(o *appsv1.ReplicaSet) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.Template.Spec
	}),
	kind("Job", "batch/v1", template, func(o *batchv1.Job) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.Template.Spec
	}),
	kind("CronJob", "batch/v1", "spec.jobTemplate."+template, func(o *batchv1.CronJob) (metav1.ObjectMeta, corev1.PodSpec) {
		return o.ObjectMeta, o.Spec.JobTemplate.Spec.Template.Spec
	}),
}

// bystanders are kinds that commonly stand in one file with workloads and make
// no pods. They are passed over; any other kind is an error, since it may be a
// misspelled workload.
var bystanders = []string{
	"Namespace", "Service", "ServiceAccount", "ConfigMap", "Secret", "Endpoints", "EndpointSlice",
	"PersistentVolume", "PersistentVolumeClaim", "StorageClass", "PriorityClass", "RuntimeClass",
	"LimitRange", "ResourceQuota", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding",
	"Ingress", "IngressClass", "NetworkPolicy", "PodDisruptionBudget", "HorizontalPodAutoscaler",
	"CustomResourceDefinition", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
}

// findKind finds the kind of a document; a bystander is no kind and no error.
func findKind(apiVersion, name string) (*workloadKind, error) {
	if name == "" {
		return nil, fmt.Errorf("there is no kind")
	}
	if slices.Contains(bystanders, name) {
		return nil, nil
	}
	var names []string
	for i, k := range workloadKinds {
		if k.name == name && k.apiVersion == apiVersion {
			return &workloadKinds[i], nil
		}
		if k.name == name {
			return nil, fmt.Errorf("kind %s has the apiVersion %q; it is %s", name, apiVersion, k.apiVersion)
		}
		names = append(names, k.name)
	}
	return nil, fmt.Errorf("kind %q makes no pods that are known here; the kinds are %s", name, strings.Join(names, ", "))
}
