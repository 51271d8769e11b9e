package lane

import (
	"fmt"
	"strings"
)

// replacement blocks replacing a lane because of another name or cluster if that is not
// allowed, and lists what is deleted if it is. For a replacement that the author
// requested explicitly, with -replace or taint, it only checks that the lane may be
// deleted. A tainted object is left to OfTaint, once it is known that no other block
// holds the object.
func (in Input) replacement(pool Settings) []Notice {
	if in.Former == nil || in.Way != Renamed && in.Way != Replacing {
		return nil
	}
	im := in.Former.replacementImpact(in, pool)
	at := &Notice{Attribute: "on_destroy"}
	if in.Way == Renamed {
		at = &Notice{Field: in.renamedBy()}
	}
	switch {
	case in.Former.Refuses:
		at.Refuses, at.Title, at.Detail = true, "Lane refuses to be deleted", in.Former.Refusal("A replacement deletes the node pool")
	case in.Way != Renamed || im.Class != Replace:
		return nil
	case in.Allow < Replace:
		at.Refuses, at.Title = true, "Lane would be replaced"
		at.Detail = in.replaceDetail(im) + "\n\nTo move without loss, add a second lane, move the workloads to it, and then remove this one. If you only want new nodes, keep name and cluster: a rotation, with disruption = { allow = \"rotate\" }, creates a new node pool first. To allow the replacement, write disruption = { allow = \"replace\" }."
	default:
		at.Title, at.Detail = "Lane is replaced", in.replaceDetail(im)
	}
	return []Notice{*at}
}

// OfTaint lists what the replacement of a tainted object deletes, because nothing in
// the configuration shows it.
func (in Input) OfTaint(pool Settings) []Notice {
	if in.Former.Refuses {
		return []Notice{{Refuses: true, Attribute: "on_destroy", Title: "Lane refuses to be deleted",
			Detail: in.Former.Refusal("The state marks the lane as tainted, and a replacement deletes the node pool") + " After `terraform untaint`, the next apply finishes the existing node pool."}}
	}
	im := in.Former.replacementImpact(in, pool)
	if im.Class != Replace {
		return nil
	}
	return []Notice{{Field: Name, Title: "Lane is replaced",
		Detail: "The state marks the lane as tainted. " + in.replaceDetail(im) + "\n\n`terraform untaint` keeps the node pool: the next apply updates it to the configuration."}}
}

// renamedBy is the attribute whose change replaces the lane.
func (in Input) renamedBy() *Field {
	if in.Name.IsUnknown() || in.Name.Text() != in.Former.Name {
		return Name
	}
	return Cluster
}

func (in Input) replaceDetail(im Impact) string {
	var b strings.Builder
	for _, r := range im.Reasons {
		was, is := r.Differing()
		fmt.Fprintf(&b, "%s changes from %s to %s. ", r.Field.Path, was, is)
	}
	if len(im.Reasons) > 0 {
		b.WriteString(Capital(whyReplaced) + ". ")
	}
	fmt.Fprintf(&b, "%s Until the new nodes are ready, the pods of the old ones are pending.\n\n%s\nImpact: %s, allowed: %s\nWorst case: %d minutes until the old nodes are drained",
		im.Summary, in.Former.Facts(), im.Class, in.Allow, im.WorstMinutes)
	return b.String()
}

// Facts are the facts about the object, as lines. They contain only the cluster's name:
// a caller that needs the whole ID adds it.
func (o *Object) Facts() string {
	return fmt.Sprintf("Lane: %s (%s)\nNode pool: %s\nCluster: %s\nNodes: %d", o.Name, o.Purpose, o.PoolName, ClusterName(o.Cluster), o.Status.Nodes)
}

// Refusal is the text for a lane that must not be deleted.
func (o *Object) Refusal(why string) string {
	return why + ", and the lane has on_destroy = { action = \"refuse\" }.\n\n" + o.Facts() +
		"\n\nTo allow it, write another on_destroy and apply that first: the value in the state counts, even if the block is gone. A removed block with destroy = false forgets the lane and keeps the node pool."
}
