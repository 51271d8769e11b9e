package simulator

import "reflect"

// merged is what a pool becomes when sent is written over before: AKS keeps what
// a PUT omits or writes as null, at every depth, and what the Azure CLI sends for
// "not given" ("" and a disk of 0 GB). A map or list that was sent replaces the
// old one; an empty one clears it, and is not returned afterwards.
//
// The result shares nothing that is later written to with either argument.
func merged(before, sent *AgentPoolProperties) *AgentPoolProperties {
	result := &AgentPoolProperties{}
	if before != nil {
		*result = *before
	}
	overlay(reflect.ValueOf(result).Elem(), reflect.ValueOf(sent).Elem())
	return result
}

func overlay(into, from reflect.Value) {
	for i := range from.NumField() {
		target, sent := into.Field(i), from.Field(i)
		switch sent.Kind() {
		case reflect.Map, reflect.Slice:
			if !sent.IsNil() {
				target.Set(sent)
				if sent.Len() == 0 {
					target.SetZero()
				}
			}
		case reflect.Pointer:
			if sent.IsNil() || sent.Elem().Kind() == reflect.String && sent.Elem().Len() == 0 {
				continue
			}
			if sent.Elem().Kind() != reflect.Struct {
				target.Set(sent)
				continue
			}
			overlayObject(target, sent)
		default:
			// Every field of the wire types is one of the above.
		}
	}
}

// overlayObject merges a nested object into a copy, because the old object may
// still be the live pool's. An object without any content disappears.
func overlayObject(target, sent reflect.Value) {
	object := reflect.New(sent.Elem().Type())
	if !target.IsNil() {
		object.Elem().Set(target.Elem())
	}
	overlay(object.Elem(), sent.Elem())
	if object.Elem().IsZero() {
		target.SetZero()
		return
	}
	target.Set(object)
}

// withoutReadOnly is sent less what only AKS writes. A client that reads, changes
// and writes a pool sends all of it back, and AKS does not look at it.
func withoutReadOnly(sent AgentPoolProperties, version apiVersion) *AgentPoolProperties {
	sent.ETag = nil
	sent.ProvisioningState = nil
	sent.CurrentOrchestratorVersion = nil
	sent.Status = nil
	sent.VirtualMachineNodesStatus = nil
	if sent.LocalDNSProfile != nil {
		profile := *sent.LocalDNSProfile
		profile.State = nil
		sent.LocalDNSProfile = &profile
	}
	return withoutZeros(sent).visibleIn(version)
}

// withoutZeros is sent less the zeros that clients write for "not given": the
// Azure CLI for the size of a disk, azurerm for the time to drain, which it writes
// whenever it writes any of the upgrade settings.
func withoutZeros(sent AgentPoolProperties) AgentPoolProperties {
	if sent.OSDiskSizeGB != nil && *sent.OSDiskSizeGB == 0 {
		sent.OSDiskSizeGB = nil
	}
	if drain := value(sent.UpgradeSettings).DrainTimeoutInMinutes; drain != nil && *drain == 0 {
		settings := *sent.UpgradeSettings
		settings.DrainTimeoutInMinutes = nil
		sent.UpgradeSettings = &settings
	}
	return sent
}

// visibleIn is the pool as an api-version knows it: a field that is younger than
// the version is neither read from a request nor written to an answer. (The one
// exception: nodeImageVersion is always written, and read since 2026-04-01.)
func (p AgentPoolProperties) visibleIn(version apiVersion) *AgentPoolProperties {
	if version.before("2026-03-01") {
		p.ArtifactStreamingProfile = nil
	}
	if version.before("2026-05-01") && p.VirtualMachinesProfile != nil && p.VirtualMachinesProfile.Scale != nil {
		p.VirtualMachinesProfile = &VirtualMachinesProfile{Scale: &ScaleProfile{Manual: p.VirtualMachinesProfile.Scale.Manual}}
	}
	return &p
}
