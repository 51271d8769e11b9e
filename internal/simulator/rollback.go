package simulator

import (
	"slices"
	"strings"
	"time"
)

// usedVersion is what a pool has run before: a version with its image, and when the
// pool left them. Since api-version 2026-04-01 a pool may return to them if the request
// writes the image (and the version, if that was older too).
type usedVersion struct {
	Version string    `json:"version"`
	Image   string    `json:"image"`
	Until   time.Time `json:"until"`
	// Back is set if the pool left it by a rollback. A pool cannot roll back twice in a
	// row.
	Back bool `json:"back,omitempty"`
}

// rollbackDays is how long a rollback is possible (facts: 3.9), in days of the
// simulator's clock.
const rollbackDays = 7

// keptVersions is how many versions a pool remembers; AKS's own number is not known.
const keptVersions = 5

// remember records what a pool runs before an operation replaces it.
func (p *pool) remember(version, image string, at time.Time) {
	properties := p.Properties
	had := usedVersion{Version: value(properties.CurrentOrchestratorVersion), Image: value(properties.NodeImageVersion), Until: at}
	if had.Version == version && had.Image == image || had.Image == "" {
		return
	}
	had.Back = older(version, image, had.Version, had.Image)
	p.Used = append(slices.Clone(p.Used), had)
	p.Used = p.Used[max(0, len(p.Used)-keptVersions):]
}

// older reports whether a version with its image is older than another one.
func older(version, image, thanVersion, thanImage string) bool {
	if c := compareVersions(version, thanVersion); c != 0 {
		return c < 0
	}
	return imageKind(image) == imageKind(thanImage) && image < thanImage
}

// rememberGood records what a pool ran before a version upgrade that failed or was
// aborted: the last good version (facts: adoption B).
func (p *pool) rememberGood(left unfinished, at time.Time) {
	version, image := value(p.Properties.CurrentOrchestratorVersion), value(p.Properties.NodeImageVersion)
	if left.Version == "" || compareVersions(left.Version, version) <= 0 {
		return
	}
	p.Used = slices.DeleteFunc(slices.Clone(p.Used), func(u usedVersion) bool { return u.Version == version && u.Image == image })
	p.Used = append(p.Used, usedVersion{Version: version, Image: image, Until: at})
	p.encoded = nil
}

// takesBack reports whether a request takes back an upgrade that did not finish: it
// names the earlier image and version.
func (p *proposal) takesBack() bool {
	return p.unfinished != nil && p.before != nil && p.unfinished.Kind == upgrading && p.sent.NodeImageVersion != nil &&
		*p.sent.NodeImageVersion == value(p.before.NodeImageVersion) &&
		value(p.wants.OrchestratorVersion) == value(p.before.CurrentOrchestratorVersion)
}

// recent are the versions to which the pool may return now, newest first.
func recent(used []usedVersion, now time.Time) []usedVersion {
	var list []usedVersion
	for _, u := range slices.Backward(used) {
		if now.Sub(u.Until) <= rollbackDays*24*time.Hour {
			list = append(list, u)
		}
	}
	return list
}

// recentlyUsed are those versions in the form of the upgrade profile.
func recentlyUsed(used []usedVersion, now time.Time) []map[string]any {
	list := []map[string]any{}
	for _, u := range recent(used, now) {
		list = append(list, map[string]any{
			"orchestratorVersion": u.Version, "nodeImageVersion": u.Image, "timestamp": u.Until.UTC().Format(time.RFC3339),
		})
	}
	return list
}

// rollsBack reports whether a request writes an image that is neither the pool's
// present one nor the one to which it would be upgraded.
func (p *proposal) rollsBack() bool {
	asked := value(p.sent.NodeImageVersion)
	return p.before != nil && asked != "" && asked != value(p.before.NodeImageVersion) &&
		asked != p.catalog.nodeImage(p.wants, value(p.wants.CurrentOrchestratorVersion))
}

// rollbackTo is the target of a rollback: the version that the pool ran with the image,
// which may be older than its present version.
func (p *proposal) rollbackTo() *usedVersion {
	if !p.rollsBack() {
		return nil
	}
	asked := value(p.wants.OrchestratorVersion)
	for _, u := range recent(p.used, p.now) {
		v, _ := parseVersion(u.Version)
		minor, _ := parseVersion(asked)
		if u.Image == value(p.sent.NodeImageVersion) && (u.Version == asked || minor.patch < 0 && minor.sameMinor(v)) {
			return &u
		}
	}
	return nil
}

// rollbackRules: returning to an earlier version and image (facts: 1.1, 3.9).
func rollbackRules() []rule {
	return []rule{
		{"rollback-auto-upgrade", onUpdate, "OperationNotAllowed", "", verbatim, rollbackUnderAutoUpgrade},
		{"rollback-not-recent", onUpdate, "InvalidParameter", "agentPoolProfile.nodeImageVersion", invalidParameter, rollbackNotRecent},
		{"rollback-os-sku", onUpdate, "OperationNotAllowed", "", verbatim, rollbackAcrossSystems},
		{"rollback-consecutive", onUpdate, "OperationNotAllowed", "", verbatim, rollbackTwice},
	}
}

func rollbackUnderAutoUpgrade(p *proposal) string {
	channel := p.cluster.text("properties", "autoUpgradeProfile", "upgradeChannel")
	if !p.rollsBack() || channel == "" || oneOf(channel, "none") {
		return ""
	}
	return "The node image version cannot be rolled back while the auto-upgrade channel is " + channel + "; set it to none first."
}

func rollbackNotRecent(p *proposal) string {
	if !p.rollsBack() || p.rollbackTo() != nil {
		return ""
	}
	var images []string
	for _, u := range recent(p.used, p.now) {
		images = append(images, u.Version+" "+u.Image)
	}
	return "node image version '" + value(p.sent.NodeImageVersion) + "' with this Kubernetes version is not one of the recently used versions [" + strings.Join(images, ", ") + "]"
}

// rollbackAcrossSystems: an image that does not match the pool's present settings
// belongs to another OS SKU, or has FIPS while the pool does not (facts: adoption B).
// AKS's text is not known.
func rollbackAcrossSystems(p *proposal) string {
	back := p.rollbackTo()
	if back == nil || imageKind(back.Image) == imageKind(p.catalog.nodeImage(p.before, back.Version)) {
		return ""
	}
	return "The node image version " + back.Image + " is not one of OSSKU " + value(p.before.OSSKU) + ", and a rollback does not change the operating system."
}

// imageKind is an image's name without its release.
func imageKind(image string) string {
	kind, _, _ := cutLast(image, "-")
	return kind
}

func rollbackTwice(p *proposal) string {
	if p.rollsBack() && len(p.used) > 0 && p.used[len(p.used)-1].Back {
		return "The agent pool has been rolled back already; upgrade it before it is rolled back again."
	}
	return ""
}
