package rollout

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// rollbackDocs is the page with AKS's rules for a rollback.
const rollbackDocs = "https://learn.microsoft.com/azure/aks/roll-back-node-pool-version"

func rollBackAction() *Action {
	return &Action{
		Name: "roll_back_node_pool", Verb: "roll-back", Does: "roll the node pool back", Class: lane.Rolling, Timeout: 6 * time.Hour,
		Doc: "Returns a node pool to the Kubernetes version and the node image from before its last upgrade, even if that upgrade failed or was aborted. A lane never downgrades, so this is the way back.\n\n" +
			"AKS allows it within 7 days after the upgrade, once until the next upgrade, only while the cluster's auto-upgrade channel is off, and not across a change of `os_sku` ([AKS's documentation](" + rollbackDocs + ")). The action checks each of these rules before it sends anything.\n\n" +
			"~> **The lane may upgrade again.** A lane that sets `kubernetes_version`, or `upgrade = { image = \"latest\" }`, plans the upgrade again. The action warns about it. Write what the nodes run until the cause is found.",
		prepare: prepareRollback,
	}
}

func prepareRollback(t *Task, ctx context.Context, live *azure.Pool) (*Step, error) {
	cluster, err := t.Client.FreshCluster(ctx, live.Ref.Cluster)
	if err != nil {
		return nil, err
	}
	if channel := cluster.UpgradeChannel; channel != "" && !strings.EqualFold(channel, "none") {
		return nil, t.refuse(live, "Cluster upgrades itself", "The cluster's auto-upgrade channel is %s. AKS does not roll back node pools while the channel is on: it would upgrade them again.\n\nSet the channel to none first.", channel)
	}
	used, err := t.Client.RecentlyUsed(ctx, live.Ref)
	if err != nil {
		return nil, err
	}
	back, err := t.target(live, used)
	if err != nil {
		return nil, err
	}
	return t.rollbackStep(live, cluster, back), nil
}

// goal is the version that the pool is being upgraded to or, without an unfinished
// upgrade, the one that it runs.
func goal(s lane.Status) string {
	if unfinishedUpgrade(s) {
		return s.Target
	}
	return s.Version
}

// unfinishedUpgrade reports whether an upgrade to another version failed or was aborted
// before its end.
func unfinishedUpgrade(s lane.Status) bool {
	return !azure.Healthy(s.State) && compareDotted(s.Target, s.Version) > 0 && !covers(s.Target, s.Version)
}

// target is what AKS would roll back to: the newest version that the pool has run
// before. It must be older than the version that the pool runs or is being upgraded to.
func (t *Task) target(live *azure.Pool, used []azure.UsedVersion) (azure.UsedVersion, error) {
	s := live.Status
	if !unfinishedUpgrade(s) {
		used = slices.DeleteFunc(slices.Clone(used), func(u azure.UsedVersion) bool { return u.Version == s.Version && u.Image == s.Image })
	}
	runs := fmt.Sprintf("Kubernetes version: %s\nNode image: %s", s.Version, s.Image)
	if len(used) == 0 {
		return azure.UsedVersion{}, t.refuse(live, "Nothing to roll back to", "AKS has no previous version of the node pool. It keeps one for 7 days after an upgrade.\n\n%s\n\nMove the workloads to a lane of the older version instead. A node pool cannot be downgraded in any other way.", runs)
	}
	back := used[0]
	switch order := compareDotted(back.Version, goal(s)); {
	case order > 0, order == 0 && kindOf(back.Image) == kindOf(s.Image) && compareDotted(releaseOf(back.Image), releaseOf(s.Image)) > 0:
		return back, t.refuse(live, "Node pool has been rolled back already", "The node pool's previous version, %s with %s, is newer than the one it runs: it was rolled back already, and AKS does not roll back twice in a row.\n\n%s\n\nUpgrade it first, with the lane's kubernetes_version or the action aks_upgrade_node_image.", back.Version, back.Image, runs)
	case familyOf(back.Image) != familyOf(s.Image), order == 0 && kindOf(back.Image) != kindOf(s.Image):
		return back, t.refuse(live, "Rollback would change the operating system", "The previous node image, %s, is of another kind: os_sku or FIPS has changed since, and a rollback does not undo that.\n\n%s\n\nRestore the lane's os_sku or fips instead.", back.Image, runs)
	}
	return back, nil
}

func (t *Task) rollbackStep(live *azure.Pool, cluster *azure.Cluster, back azure.UsedVersion) *Step {
	s := live.Status
	step := &Step{Ref: live.Ref, Impact: lane.Reimaging(live.Set, s, "an older version or node image")}
	step.brief = fmt.Sprintf("%s -> %s, %s", s.Image, back.Image, lane.Counted(s.Nodes, "node"))
	step.Facts = [][2]string{{"Node image", s.Image + " -> " + back.Image}}
	if from := goal(s); from != back.Version {
		step.brief = fmt.Sprintf("%s with %s -> %s with %s, %s", from, s.Image, back.Version, back.Image, lane.Counted(s.Nodes, "node"))
		step.Facts = append([][2]string{{"Kubernetes version", from + " -> " + back.Version}}, step.Facts...)
	}
	step.Notices = t.upgradesAgain(live, back)
	if c := cluster.NodeOSChannel; c == "NodeImage" || c == "SecurityPatch" {
		step.Notices = append(step.Notices, lane.Notice{Title: "Node image may be upgraded again", Detail: fmt.Sprintf(
			"The cluster's node OS upgrade channel is %s: AKS may not restore the node image, and upgrades it again automatically. Set the channel to None if the image is the reason for the rollback.\n\n%s", c, factsOf(live.Ref))})
	}
	step.send = func(ctx context.Context) (*azure.Operation, error) {
		_, op, err := t.Client.RollBack(ctx, live, back)
		return op, err
	}
	step.done = func(_ context.Context, p *azure.Pool) bool {
		return azure.Healthy(p.Status.State) && p.Status.Version == back.Version && p.Status.Image == back.Image
	}
	return step
}

// upgradesAgain warns of a lane that would undo the rollback.
func (t *Task) upgradesAgain(live *azure.Pool, back azure.UsedVersion) []lane.Notice {
	const image = `upgrade = { image = "latest" }`
	down := goal(live.Status) != back.Version
	keep := "Leave the image out of the lane"
	if down {
		keep = fmt.Sprintf("Write kubernetes_version = %q, and leave the image out", back.Version)
	}
	title, who := "The lane may plan the upgrade again", "A lane with "+image+" plans the upgrade of the node image again."
	if down {
		who = "A lane with another kubernetes_version plans the upgrade from " + back.Version + " again. A lane with " + image + " plans that of the node image."
	}
	if t.Decided != nil {
		if set, known := t.Decided(live.Ref); known {
			var again []string
			if v := lane.Version.Text(set); down && v != "" && !covers(v, back.Version) {
				again = append(again, fmt.Sprintf("kubernetes_version = %q", v))
			}
			if set.Has(lane.Image) {
				again = append(again, image)
			}
			if len(again) == 0 {
				return nil
			}
			title, who = "The lane plans the upgrade again", "The lane of this node pool has "+strings.Join(again, " and ")+", so its next plan upgrades what the action rolls back."
		}
	}
	return []lane.Notice{{Title: title, Detail: who + " " + keep + " until you want the upgrade.\n\n" + factsOf(live.Ref)}}
}

// covers reports whether a wanted version (a patch or a minor version) matches the
// running one.
func covers(want, runs string) bool { return want == runs || strings.HasPrefix(runs, want+".") }

// compareDotted orders versions and image releases: 1.34.9 is before 1.35.7, and
// 202608.01.0 is before 202609.03.1.
func compareDotted(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		m, errM := strconv.Atoi(x)
		n, errN := strconv.Atoi(y)
		if errM != nil || errN != nil {
			return strings.Compare(x, y)
		}
		return m - n
	})
}

// The name of a node image consists of family, kind and release:
// AKSUbuntu-2404gen2containerd-202609.03.1. The kind contains the release of the
// operating system and FIPS.
func familyOf(image string) string { family, _, _ := strings.Cut(image, "-"); return family }

func kindOf(image string) string { return strings.TrimSuffix(image, "-"+releaseOf(image)) }

func releaseOf(image string) string { return image[strings.LastIndex(image, "-")+1:] }
