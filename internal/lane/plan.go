package lane

import "strings"

// Object is a lane as Terraform's state holds it, with what private state keeps
// beside it.
type Object struct {
	Cluster   string // ARM ID
	Name      string
	Purpose   string
	Revision  int
	Set       Settings // what the author had written
	SpotGiven bool
	Pool      Settings // what the lane has decided, with the live values of the last refresh
	PoolName  string   // of the node pool behind the lane
	Live      Settings // the node pool of the last refresh; nil where it is not known
	Status    Status
	Baseline  Settings          // the node pool as found at import; nil where it was created
	Pending   *PendingOperation // what an earlier apply has left to be done; nil for nothing
	Adopted   bool              // moved or imported, and not changed since
	Refuses   bool              // on_destroy = { action = "refuse" }
}

// PendingOperation is an operation that an earlier apply has not seen the end of.
type PendingOperation struct {
	// Old is the node pool that an unfinished rotation owes the deletion of; "" for
	// none. OldSet are its settings, nil where they are not known.
	Old    string
	OldSet Settings
	// Begun says that Old is the new node pool of a rotation that was cut short.
	Begun bool
}

// Way is how a lane comes to be made in place of another object.
type Way int

// The ways. Terraform plans a replacement twice, the second time without the
// object, and once more when it is applied, without knowing anything.
const (
	Afresh    Way = iota // in place of none
	Renamed              // the first plan of another name or cluster
	Replacing            // the second plan of any replacement
	Tainted              // the only plan of a tainted object
	Replaced             // the apply: the object's node pool has gone
)

// Input is all that a plan depends on: the configuration, the state and what
// private state keeps, never a fresh read. Only the facts of a creation are asked
// of the cloud, when the expansion needs them.
type Input struct {
	// Intent is what the author writes, under the provider block; its revision is
	// decided by the plan.
	Intent Intent
	// Cluster is the cluster's ARM ID, Name the lane's name, and Revision
	// `preset_revision`: each may be null or unknown.
	Cluster, Name, Revision Value
	// Undecided is the attribute without which nothing can be decided, and which is
	// known only after apply; "" for none.
	Undecided string
	// OmitUnknown are the fields of which a part of `omit` is not known.
	OmitUnknown []*Field
	// PartlyUnknown says that any part of the configuration is not known yet.
	PartlyUnknown bool
	// SameWords says that the author writes the same as the state holds.
	SameWords bool
	// SameCluster says that both cluster IDs name one cluster, whatever their casing.
	SameCluster bool
	// Allow is the gate: the lane's, else the provider block's.
	Allow Class
	// UpdateMinutes is how long the apply of a change waits.
	UpdateMinutes int64

	Prior *Object // nil where the lane is made
	// Former is the object in whose place it is made, and Way how; Plan finds Renamed
	// itself.
	Former *Object
	Way    Way

	// Facts are asked only where the expansion depends on them.
	Facts Facts
}

// Output is everything that a plan decides.
type Output struct {
	Problems []Notice

	// Replace are the attributes by which the lane is another one: Cluster, Name.
	Replace []*Field
	// Undecided says that nothing of the pool is known before apply.
	Undecided bool
	// Nothing says that the prior state stands: nothing of the lane moves.
	Nothing bool

	Revision int
	Pool     Settings // every decided setting, unknown ones among them
	PoolName Value    // of the node pool behind the lane when the plan is done
	Rotates  bool     // another node pool takes over
	Contract Contract
	Impact   Impact
	// ImpactUnknown says that the apply knows first what the change does.
	ImpactUnknown bool
	// Writes says that anything is sent to AKS, or waited for.
	Writes bool
	// Kept are create-only settings in which the pool stays other than its preset.
	Kept []Difference

	// Prior and Former are the input's, as the plan has sorted them: a lane that is
	// another one has no prior any more.
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

// settle decides the node pool, and what the change does.
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

// another sorts out a lane of another name or cluster: it starts anew, in place of
// what was there.
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

// revision decides the preset revision: the author's, else the lane's, else the
// newest.
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

// orphaned reports whether nothing of a lane was changed by its author, while the
// preset that it was made from has gone from the provider block: no reason to fail
// a plan, least of all one that destroys.
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

// impact says what the change does to nodes.
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

// Held is what a lane that goes from one revision to another has of its own in its
// pool: as found, all tags are in the baseline, and those of a policy are not the
// lane's to take away when it asks for a preset.
func Held(pool Settings, from, to int) Settings {
	if from == 0 && to > 0 {
		return pool.Without(Tags)
	}
	return pool
}

// impactUnknown: a replacement is planned without its object once more when it is
// applied, and a configuration that is not known may turn out to change nothing.
func (in Input) impactUnknown(pool Settings) bool {
	if in.Prior != nil {
		return in.PartlyUnknown
	}
	return in.Way == Renamed || in.Way == Replacing || in.Way == Tainted || !Measurable(pool)
}

// changes reports whether anything of the lane moves: at AKS, in the pool, in what
// the author wrote, or an operation that was left running.
func (in Input) changes(out Output) bool {
	return out.Writes || out.Revision != in.Prior.Revision || !in.SameWords || !out.Pool.identical(in.Prior.Pool)
}

// OnlyDrift reports whether the plan only puts right what others have changed. A
// destroy plans that too before anything else, and must not be stopped by what the
// author has no part in: AKS answers at apply.
func (in Input) OnlyDrift(out Output) bool {
	return out.Prior != nil && out.Revision == out.Prior.Revision && in.SameWords && !in.Intent.Purposes.IsOwn(in.Intent.Purpose)
}

// identical reports whether two pools are the same settings, value by value as
// they are spelled.
func (s Settings) identical(other Settings) bool {
	for _, f := range allFields {
		if !s.Get(f).Equal(other.Get(f)) {
			return false
		}
	}
	return true
}

// poolName is the name of the node pool behind the lane; unknown like the lane's.
func (in Input) poolName(rotates bool) Value {
	switch {
	case in.Prior == nil || in.Prior.PoolName == "":
		return in.Name
	case rotates:
		return Known(in.Prior.Twin())
	}
	return Known(in.Prior.PoolName)
}

// Twin is the name that a rotation would give the new node pool.
func (o *Object) Twin() string { return TwinName(o.Name, o.PoolName, OSType.Text(o.Pool) == "Windows") }

// Owed is the node pool that an unfinished rotation has left; "" where there is
// none.
func (o *Object) Owed() string {
	if o == nil || o.Pending == nil || strings.EqualFold(o.Pending.Old, o.PoolName) {
		return ""
	}
	return o.Pending.Old
}

// replacementImpact is what it does to nodes that an object gives way to another lane.
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
