package simulator

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// proposal is a PUT of a pool before anything has happened: what was sent, what
// the pool would become, and what it would do to the nodes. The rules judge it.
type proposal struct {
	*moment
	cluster *cluster
	// version is the api-version of the request.
	version apiVersion
	// preview is set if the request's own version is a preview.
	preview bool
	name    string
	// before is the pool as it is; nil if the request would create it.
	before *AgentPoolProperties
	// used is what the pool has run before.
	used []usedVersion
	// unfinished is the work on the nodes that an earlier operation has left.
	unfinished *unfinished
	// sent is what the request sent, without the properties that only AKS writes.
	sent *AgentPoolProperties
	// wants is what the pool would become, with defaults filled in.
	wants *AgentPoolProperties
	// size and offer are the requested VM size; nil if it is not available.
	size  *Size
	offer *Offer
	// outcome is how its operation ends, if a fault determines it.
	outcome *Outcome
}

// proposePut is a proposal for the PUT of the pool in the path, whether or not it
// exists.
func (c *call) proposePut(cl *cluster, p *pool, sent *AgentPoolProperties) *proposal {
	plan := c.propose(c.version, cl, p, sent)
	plan.outcome, plan.preview = c.outcome, c.preview
	if plan.creates() {
		plan.name = c.path["pool"]
	}
	return plan
}

func (m *moment) propose(version apiVersion, cl *cluster, p *pool, sent *AgentPoolProperties) *proposal {
	plan := &proposal{moment: m, cluster: cl, version: version, sent: sent}
	if p != nil {
		plan.before, plan.name, plan.used, plan.unfinished = p.Properties, p.Name, p.Used, p.Unfinished
	}
	if plan.before == nil {
		// Only a rollback writes an image.
		sent.NodeImageVersion = nil
	}
	plan.wants = merged(plan.before, sent)
	displace(sent.UpgradeSettings, plan.wants.UpgradeSettings)
	plan.fromSnapshot()
	m.catalog.fillDefaults(cl, plan.before, plan.wants)
	if plan.before != nil {
		keepSpelling(plan.before, plan.wants)
	}
	plan.size, plan.offer, _ = m.catalog.offered(value(plan.wants.VMSize), cl.location())
	return plan
}

// keepSpelling keeps the old spelling of values that a client wrote in another case.
func keepSpelling(before, wants *AgentPoolProperties) {
	old, fresh := reflect.ValueOf(before).Elem(), reflect.ValueOf(wants).Elem()
	for i := range old.NumField() {
		a, okA := old.Field(i).Interface().(*string)
		b, okB := fresh.Field(i).Interface().(*string)
		if okA && okB && a != nil && b != nil && strings.EqualFold(*a, *b) {
			fresh.Field(i).Set(old.Field(i))
		}
	}
}

func (p *proposal) creates() bool { return p.before == nil }

// others are the other pools of the cluster, without those that are being deleted.
func (p *proposal) others() []*pool {
	return slices.DeleteFunc(slices.Clone(p.cluster.pools), func(other *pool) bool {
		return strings.EqualFold(other.Name, p.name) || !other.DeletionStarted.IsZero()
	})
}

// kubernetes is the Kubernetes patch that the pool would run.
func (p *proposal) kubernetes() string {
	if target := p.upgradeTarget(); target != "" {
		return target
	}
	return value(p.wants.CurrentOrchestratorVersion)
}

// upgradeTarget is the patch to which the nodes would be upgraded, empty if they would
// stay. Asking for a minor version that the pool already runs, at any patch, is not an
// upgrade.
func (p *proposal) upgradeTarget() string {
	asked := value(p.wants.OrchestratorVersion)
	if p.before == nil {
		return ""
	}
	current := value(p.before.CurrentOrchestratorVersion)
	if back := p.rollbackTo(); back != nil {
		if back.Version == current {
			return ""
		}
		return back.Version
	}
	want, okWant := parseVersion(asked)
	have, okHave := parseVersion(current)
	if !okWant || !okHave || want.patch < 0 && want.sameMinor(have) || want == have {
		return ""
	}
	if target := p.catalog.resolve(asked, p.cluster.controlPlane()); target != current {
		return target
	}
	return ""
}

// kind is the operation that the proposal starts. reimage is true if it replaces or
// reimages the nodes.
func (p *proposal) kind() (kind operationKind, reimage bool) {
	switch {
	case p.before == nil:
		return creating, false
	case p.wants.stopped() && !p.before.stopped():
		return stopping, false
	case !p.wants.stopped() && p.before.stopped():
		return starting, false
	case p.upgradeTarget() != "":
		return upgrading, true
	case p.sent.NodeImageVersion != nil && value(p.sent.NodeImageVersion) != value(p.before.NodeImageVersion):
		return upgradingImage, true
	case p.takesBack():
		return upgrading, true
	case p.reimages():
		return updating, true
	case p.resumes() != nil:
		return p.unfinished.Kind, true
	case !maps.Equal(p.before.nodesBySize(), p.wants.nodesBySize()):
		return scaling, false
	default:
		return updating, false
	}
}

// reimages reports whether the proposal changes a setting that is part of the node
// image or its boot. AKS changes all other settings on running nodes (class X of the
// facts' property table).
func (p *proposal) reimages() bool {
	return slices.ContainsFunc(poolProperties(), func(one *property) bool {
		return one.reimages && one.differs(p.before, p.wants)
	})
}

// operation is the operation that carries out an accepted proposal.
func (p *proposal) operation() *operation {
	kind, reimage := p.kind()
	nodes := p.wants.nodes()
	rounds := 0
	if reimage && !p.wants.stopped() {
		rounds = batches(nodes, p.upgradeSettings())
	}
	op := p.newOperation(kind, p.wants, int(nodes), rounds, p.outcome)
	if kind == updating && !reimage {
		op.Nodes = 0
	}
	if target := p.upgradeTarget(); target != "" {
		op.Version = target
	}
	op.Reimage = reimage
	if reimage {
		op.Surge = int(p.surge())
		op.Image = p.catalog.nodeImage(p.wants, op.Version)
	}
	if left := p.resumes(); left != nil && reimage {
		op.Version, op.Image = left.Version, left.Image
		p.wants.NodeImageVersion = p.before.NodeImageVersion
		return op
	}
	if p.takesBack() {
		op.Image = value(p.before.NodeImageVersion)
	}
	if p.sent.NodeImageVersion != nil && (kind == upgradingImage || p.rollbackTo() != nil) {
		op.Image = *p.sent.NodeImageVersion
		p.wants.NodeImageVersion = p.before.NodeImageVersion
	}
	return op
}
