package admission

// The pod spec in any submitted object: in the template of a CronJob, in the template
// of another object, or in the pod itself. dyn keeps the type check of one kind from
// warning about the others.
const podSpec = `has(dyn(object).spec.jobTemplate) ? dyn(object).spec.jobTemplate.spec.template.spec :
has(dyn(object).spec.template) ? dyn(object).spec.template.spec : dyn(object).spec`

// changed lets updates through that leave the pods as they are, for example those by
// controllers that finish work from before the policy.
const changed = `oldObject == null || (has(dyn(object).spec.template) && has(dyn(oldObject).spec.template) ?
dyn(object).spec.template != dyn(oldObject).spec.template : dyn(object).spec != dyn(oldObject).spec)`

const (
	selector    = `has(variables.pod.nodeSelector) ? variables.pod.nodeSelector : {}`
	tolerations = `has(variables.pod.tolerations) ? variables.pod.tolerations : []`
	terms       = `has(variables.pod.affinity) && has(variables.pod.affinity.nodeAffinity) &&
has(variables.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution) ?
variables.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms : []`
	containers = `(has(variables.pod.containers) ? variables.pod.containers : []) +
(has(variables.pod.initContainers) ? variables.pod.initContainers : [])`

	// A pod names Windows by its os, by its selector, by options that only Windows has,
	// or by images that only Windows runs.
	windows = `(has(variables.pod.os) && variables.pod.os.name == "windows") ||
("kubernetes.io/os" in variables.selector && variables.selector["kubernetes.io/os"] == "windows") ||
(has(variables.pod.securityContext) && has(variables.pod.securityContext.windowsOptions)) ||
variables.containers.exists(c, (has(c.securityContext) && has(c.securityContext.windowsOptions)) ||
  (has(c.image) && (c.image.startsWith("mcr.microsoft.com/windows/") || c.image.startsWith("mcr.microsoft.com/dotnet/framework/"))))`
	linux = `has(variables.pod.os) && variables.pod.os.name == "linux"`
	gpu   = `variables.containers.exists(c, has(c.resources) &&
  ((has(c.resources.limits) && c.resources.limits.exists(k, k.startsWith("nvidia.com/"))) ||
   (has(c.resources.requests) && c.resources.requests.exists(k, k.startsWith("nvidia.com/")))))`

	// A pod names a lane by the lane's labels, or by the name of a node pool that has
	// no such label.
	named = `variables.selector.exists(k, k == "workload-lane/name" || k == "workload-lane/purpose" ||
  (k == "kubernetes.azure.com/agentpool" && variables.lanes.exists(l, k in l.labels && l.labels[k] == variables.selector[k]))) ||
variables.terms.exists(t, has(t.matchExpressions) &&
  t.matchExpressions.exists(e, e.operator == "In" && (e.key == "workload-lane/name" || e.key == "workload-lane/purpose")))`

	// A pod that names a node pool without a lane is beyond what the policy knows.
	elsewhere = `"kubernetes.azure.com/agentpool" in variables.selector && !variables.named`

	// Lanes that have the labels that the pod selects. Labels that the policy does not
	// know are assumed to be present.
	chosen = `variables.lanes.filter(l,
  variables.selector.all(k, !(k in variables.keys) || (k in l.labels && l.labels[k] == variables.selector[k])) &&
  (variables.terms.size() == 0 || variables.terms.exists(t, !has(t.matchExpressions) ||
    t.matchExpressions.all(e, !(e.key in variables.keys) || e.operator != "In" || (e.key in l.labels && l.labels[e.key] in e.values)))))`

	// Of these, the lanes whose taints the pod tolerates. A pod that requests a
	// resource tolerates the taint with the resource's key automatically.
	landing = `variables.chosen.filter(l, l.taints.all(taint,
  (variables.gpu && taint.key == "nvidia.com/gpu") ||
  variables.tolerations.exists(t,
    (!has(t.key) || t.key == "" || t.key == taint.key) &&
    (!has(t.effect) || t.effect == "" || t.effect == taint.effect) &&
    ((has(t.operator) && t.operator == "Exists") ||
     (has(t.key) && t.key != "" && (!has(t.operator) || t.operator == "" || t.operator == "Equal") &&
      (has(t.value) ? t.value : "") == taint.value)))))`
)

// The conditions that a pod must meet. Each is true for a correct pod.
const (
	laneExists    = `!variables.named || variables.chosen.size() > 0`
	laneTolerated = `!variables.named || variables.chosen.size() == 0 || variables.landing.size() > 0`
	// Without a selector, a Windows pod may be scheduled to Linux nodes, which cannot
	// start it.
	windowsSelected  = `!variables.windows || variables.elsewhere || (variables.chosen.size() > 0 && variables.chosen.all(l, l.windows == "true"))`
	windowsTolerated = `!variables.windows || variables.chosen.size() == 0 || variables.landing.size() > 0`
	linuxSelected    = `!variables.linux || !variables.named || variables.chosen.exists(l, l.windows != "true")`
	gpuTolerated     = `!variables.gpu || variables.elsewhere || variables.landing.exists(l, l.gpu == "true")`

	missingLane = `"no lane of the cluster has the labels that the pods select: " +
(variables.selector.size() > 0 ? variables.selector.map(k, k + "=" + variables.selector[k]).join(", ") : "see the node affinity")`
)
