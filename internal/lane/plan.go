package lane

import "strings"

// Object is a lane as Terraform's state holds it, together with its data in private
// state.
type Object struct {
	Cluster   string // ARM ID
	Name      string
	Purpose   string
	Revision  int
	Set       Settings // what the author had written
	SpotGiven bool
	Pool      Settings // what the lane has decided, with the live values at the last refresh
	PoolName  string   // of the node pool behind the lane
	Live      Settings // the node pool at the last refresh; nil if it is not known
	Status    Status
	Baseline  Settings          // the node pool as found at import; nil if it was created
	Pending   *PendingOperation // work that an earlier apply has not finished; nil if there is none
	Adopted   bool              // moved or imported, and not changed since
	Refuses   bool              // on_destroy = { action = "refuse" }
}

// PendingOperation is an operation whose end an earlier apply did not see.
type PendingOperation struct {
	// Old is the node pool that an unfinished rotation still has to delete; "" if there
	// is none. OldSet are its settings, nil if they are not known.
	Old    string
	OldSet Settings
	// Begun means that Old is the new node pool of a rotation that was interrupted.
	Begun bool
}

// Way is how a plan comes to create a lane.
type Way int

// The ways. Terraform plans a replacement twice, the second time without the object. It
// plans once more at apply, when nothing is known about the object.
const (
	Afresh    Way = iota // replaces nothing
	Renamed              // the first plan of a lane with another name or cluster
	Replacing            // the second plan of any replacement
	Tainted              // the only plan of a tainted object
	Replaced             // the apply: the object's node pool has been deleted
)

// Input is everything that a plan depends on: the configuration, the state and the
// contents of private state, but never a fresh read. Only the facts for a creation are
// requested from the cloud, and only if the expansion needs them.
type Input struct {
	// Intent is what the author wrote, combined with the provider block. The plan
	// decides its revision.
	Intent Intent
	// Cluster is the cluster's ARM ID, Name the lane's name, and Revision the attribute
	// `preset_revision`. Each may be null or unknown.
	Cluster, Name, Revision Value
	// Undecided is an attribute that is known only after apply and without which
	// nothing can be decided; "" if there is none.
	Undecided string
	// OmitUnknown are the fields for which a part of `omit` is not known.
	OmitUnknown []*Field
	// PartlyUnknown means that a part of the configuration is not known yet.
	PartlyUnknown bool
	// SameWords means that the author's configuration is the same as in the state.
	SameWords bool
	// SameCluster means that both cluster IDs name the same cluster, whatever their
	// casing.
	SameCluster bool
	// Allow is the gate: the lane's value, otherwise the provider block's.
	Allow Class
	// UpdateMinutes is how long the apply of a change waits.
	UpdateMinutes int64

	Prior *Object // nil if the plan creates the lane
	// Former is the object that the lane replaces, and Way is how. Plan itself detects
	// Renamed.
	Former *Object
	Way    Way

	// Facts are requested only if the expansion depends on them.
	Facts Facts
}

// Output is everything that a plan decides.
type Output struct {
	Problems []Notice

	// Replace are the attributes whose change replaces the lane: Cluster, Name.
	Replace []*Field
	// Undecided means that nothing about the pool is known before apply.
	Undecided bool
	// Nothing means that the prior state stays: nothing about the lane changes.
	Nothing bool

	Revision int
	Pool     Settings // every decided setting, including unknown ones
	PoolName Value    // of the node pool behind the lane after the plan is applied
	Rotates  bool     // another node pool replaces the present one
	Contract Contract
	Impact   Impact
	// ImpactUnknown means that only the apply will know what the change does.
	ImpactUnknown bool
	// Writes means that the apply sends something to AKS, or waits for an operation.
	Writes bool
	// Kept are create-only settings in which the pool continues to differ from its
	// preset.
	Kept []Difference

	// Prior and Former are the input's, as the plan has assigned them: a lane that is
	// being replaced has no Prior.
	Prior, Former *Object
	Way           Way
}

// Failed reports whether the plan is refused.
func (o Output) Failed() bool {
	for _, n := range o.Problems {
		if n.Refuses {
			return true
		}
	}
	return false
}

// Plan decides a change of a lane.
func Plan(in Input) Output {
	if in.Prior != nil && in.Prior.Pool == nil {
		return Output{Prior: in.Prior, PoolName: in.poolName(false)}.with(notRead())
	}
	if refused := in.misplaced(); refused != nil {
		return Output{Prior: in.Prior, PoolName: in.poolName(false)}.with(refused...)
	}
	in, replace := in.another()
	out := Output{Replace: replace, Prior: in.Prior, Former: in.Former, Way: in.Way, PoolName: in.poolName(false)}
	revision, problem := in.revision()
	if out.Revision = revision; problem != nil {
		return out.with(*problem)
	}
	if in.Undecided != "" {
		out = out.with(in.replacement(nil)...)
		if in.Prior != nil {
			return out.with(mustBeKnown(in.Undecided))
		}
		out.Undecided = true
		return out
	}
	if in.orphaned(revision) {
		out.Nothing = true
		return out
	}
	return in.settle(out)
}

// settle decides the node pool and what the change does.
func (in Input) settle(out Output) Output {
	in.Intent.Revision = out.Revision
	facts := in.Facts
	facts.Prior = in.prior()
	if in.Prior != nil {
		facts.Baseline = in.Prior.Baseline
	}
	ex, err := Expand(in.Intent, facts)
	if err != nil {
		return out.with(in.unexpanded(err))
	}
	pool := ex.Pool
	for _, f := range in.OmitUnknown {
		pool = pool.Put(f, Unknown)
	}
	out = out.with(in.replacement(pool)...)
	im := in.impact(pool, out.Revision)
	if n := in.oneRotation(im, pool); n != nil {
		return out.with(*n)
	}
	out.Kept, out.Impact = ex.Kept, im
	out.Rotates = in.Prior != nil && im.Class == Rotate && in.Allow >= Rotate
	out.PoolName = in.poolName(out.Rotates)
	out.Pool = pool.Put(Name, out.PoolName)
	out.Writes = im.Writes() || in.Prior != nil && in.Prior.Pending != nil || in.Prior == nil
	out.Contract = ContractOf(out.Pool, out.PoolName)
	out.ImpactUnknown = in.impactUnknown(out.Pool)
	if in.Prior != nil && !in.changes(out) {
		out.Nothing = true
		return out
	}
	return out.with(in.judge(out)...)
}

func (o Output) with(notices ...Notice) Output {
	o.Problems = append(o.Problems[:len(o.Problems):len(o.Problems)], notices...)
	return o
}

// another handles a lane with another name or cluster: it is created as a new lane and
// replaces the previous one.
func (in Input) another() (Input, []*Field) {
	if in.Prior == nil {
		return in, nil
	}
	var replace []*Field
	if !in.SameCluster {
		replace = append(replace, Cluster)
	}
	if !Name.Same(in.Name, Known(in.Prior.Name)) || in.Name.IsUnknown() {
		replace = append(replace, Name)
	}
	if len(replace) > 0 {
		in.Former, in.Prior, in.Way = in.Prior, nil, Renamed
	}
	return in, replace
}

// revision decides the preset revision: the author's, otherwise the lane's, otherwise
// the newest.
func (in Input) revision() (int, *Notice) {
	purpose, purposes := in.Intent.Purpose, in.Intent.Purposes
	newest, _ := purposes.Newest(purpose)
	if n, ok := in.Revision.Any().(int64); ok {
		if n == 0 && (in.Prior == nil || in.Prior.Baseline == nil) {
			return 0, noBaseline()
		}
		return int(n), nil
	}
	if in.Prior == nil {
		return newest, nil
	}
	revision := in.Prior.Revision
	if revision > 0 && purpose != "" && purpose != in.Prior.Purpose {
		if _, err := purposes.Find(purpose, revision); err != nil {
			revision = newest
		}
	}
	if revision > 0 && purposes.IsOwn(purpose) {
		revision = newest // a lane follows its team's preset
	}
	return revision, nil
}

// orphaned reports whether the author changed nothing about a lane whose preset was
// removed from the provider block. That is not a reason to fail a plan, least of all a
// plan to destroy.
func (in Input) orphaned(revision int) bool {
	if in.Prior == nil || revision == 0 || in.Intent.Purpose != in.Prior.Purpose {
		return false
	}
	if _, err := in.Intent.Purposes.Find(in.Intent.Purpose, 0); err == nil {
		return false
	}
	return in.SameWords
}

func (in Input) prior() *Prior {
	if in.Prior == nil {
		return nil
	}
	return &Prior{Purpose: in.Prior.Purpose, Revision: in.Prior.Revision, Set: in.Prior.Set, SpotGiven: in.Prior.SpotGiven, Pool: in.Prior.Pool}
}

// impact returns what the change does to nodes.
func (in Input) impact(pool Settings, revision int) Impact {
	switch {
	case in.Prior == nil && in.Way == Replaced:
		return in.Former.replacementImpact(in, pool)
	case in.Prior == nil:
		return Creation(pool)
	}
	im := Compare(Held(in.Prior.Pool, in.Prior.Revision, revision), pool, in.Prior.Live, in.Prior.Status)
	if left := in.Prior.Pending; left != nil && !im.Writes() {
		if left.Old != "" {
			return Retiring(left.Old, left.Begun)
		}
		return Unfinished(pool, in.Prior.Status)
	}
	return im
}

// Held returns the settings of a pool that belong to a lane when it changes its
// revision. A lane as found has all tags in its baseline. When it switches to a preset,
// it must not remove them, because some may come from a policy.
func Held(pool Settings, from, to int) Settings {
	if from == 0 && to > 0 {
		return pool.Without(Tags)
	}
	return pool
}

// impactUnknown: a replacement is planned once more without its object when it is
// applied, and a configuration that is not known may turn out to change nothing.
func (in Input) impactUnknown(pool Settings) bool {
	if in.Prior != nil {
		return in.PartlyUnknown
	}
	return in.Way == Renamed || in.Way == Replacing || in.Way == Tainted || !Measurable(pool)
}

// changes reports whether anything about the lane changes: at AKS, in the pool, in the
// author's configuration, or through an operation that is still pending.
func (in Input) changes(out Output) bool {
	return out.Writes || out.Revision != in.Prior.Revision || !in.SameWords || !out.Pool.identical(in.Prior.Pool)
}

// OnlyDrift reports whether the plan only reverts what others have changed. A destroy
// first makes such a plan too, and must not be blocked by changes that the author did
// not make: AKS decides at apply.
func (in Input) OnlyDrift(out Output) bool {
	return out.Prior != nil && out.Revision == out.Prior.Revision && in.SameWords && !in.Intent.Purposes.IsOwn(in.Intent.Purpose)
}

// identical reports whether two pools have the same settings, compared by value and
// exact spelling.
func (s Settings) identical(other Settings) bool {
	for _, f := range allFields {
		if !s.Get(f).Equal(other.Get(f)) {
			return false
		}
	}
	return true
}

// poolName is the name of the node pool behind the lane; unknown if the lane's name is.
func (in Input) poolName(rotates bool) Value {
	switch {
	case in.Prior == nil || in.Prior.PoolName == "":
		return in.Name
	case rotates:
		return Known(in.Prior.Twin())
	}
	return Known(in.Prior.PoolName)
}

// Twin is the name that a rotation would give to the new node pool.
func (o *Object) Twin() string { return TwinName(o.Name, o.PoolName, OSType.Text(o.Pool) == "Windows") }

// Owed is the node pool that an unfinished rotation still has to delete; "" if there is
// none.
func (o *Object) Owed() string {
	if o == nil || o.Pending == nil || strings.EqualFold(o.Pending.Old, o.PoolName) {
		return ""
	}
	return o.Pending.Old
}

// replacementImpact is what replacing an object with another lane does to nodes.
func (o *Object) replacementImpact(in Input, pool Settings) Impact {
	var changes []Change
	if !in.SameCluster {
		changes = append(changes, Change{Field: Cluster, From: Known(o.Cluster), To: in.Cluster})
	}
	if in.Name.IsUnknown() || in.Name.Text() != o.Name {
		changes = append(changes, Change{Field: Name, From: Known(o.Name), To: in.Name})
	}
	return Replacement(o.Pool, pool, o.Status, changes)
}
