package simulator

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The files in testdata/types list what the type definitions of
// Microsoft.ContainerService have in an api-version, reduced to names, access and
// allowed words (source: Azure/terraform-provider-azapi, the generated types of the
// version). A path leads through objects, lists ([]) and maps (.*).
const typeFiles = "testdata/types/"

// defined is a property of a type file.
type defined struct {
	path     string
	readOnly bool
	words    []string
}

// typeFile returns the properties of one kind of object, "agentPool" or
// "managedCluster", in an api-version.
func typeFile(t *testing.T, version apiVersion, object string) map[string]defined {
	t.Helper()
	text, err := os.ReadFile(typeFiles + string(version) + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]defined{}
	for _, row := range table(string(text)) {
		if row["object"] != object {
			continue
		}
		one := defined{path: row["path"], readOnly: row["access"] == "read"}
		if row["values"] != "" {
			one.words = strings.Split(row["values"], ",")
		}
		all[one.path] = one
	}
	if len(all) == 0 {
		t.Fatalf("%s%s.tsv has no %s", typeFiles, version, object)
	}
	return all
}

// servedIn returns the properties that a Go type has in an api-version, by their
// paths. A map with values of any type allows everything below it: its path ends in
// "**".
func servedIn(version apiVersion, object reflect.Type, around string) map[string]bool {
	all := map[string]bool{}
	for i := range object.NumField() {
		field := object.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || name == "" || version.before(apiVersion(field.Tag.Get("since"))) {
			continue
		}
		path := strings.TrimPrefix(around+"."+name, ".")
		all[path] = true
		inner := field.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map {
			switch inner.Kind() {
			case reflect.Slice:
				path += "[]"
			case reflect.Map:
				path += ".*"
				all[path] = true
			}
			inner = inner.Elem()
		}
		switch {
		case inner.Kind() == reflect.Interface:
			all[strings.TrimSuffix(path, ".*")+".**"] = true
		case inner.Kind() == reflect.Struct && inner != object:
			for below := range servedIn(version, inner, path) {
				all[below] = true
			}
		}
	}
	return all
}

// reasonFor returns the reason that a list gives for a path or for a parent of it.
func reasonFor(path string, reasons map[string]string) string {
	for under, reason := range reasons {
		if path == under || strings.HasPrefix(path, under+".") || strings.HasPrefix(path, under+"[") {
			return reason
		}
	}
	return ""
}

// notServedOfPools lists what an agent pool has in AKS but not here.
func notServedOfPools() map[string]string {
	return map[string]string{
		"status.provisioningError.additionalInfo": "the errors of the simulator's operations carry none",
	}
}

// notServedOfClusters lists the properties of a cluster that no type here names.
// The simulator keeps them as the world or a PUT wrote them.
func notServedOfClusters() map[string]string {
	const unused = "no pool depends on it: kept as it is written"
	reasons := map[string]string{}
	for _, path := range []string{
		"fqdnSubdomain", "linuxProfile.ssh", "windowsProfile.licenseType", "windowsProfile.gmsaProfile", "servicePrincipalProfile.secret",
		"podIdentityProfile", "oidcIssuerProfile.issuerURL", "privateLinkResources", "workloadAutoScalerProfile", "metricsProfile",
		"networkProfile.networkMode", "networkProfile.natGatewayProfile", "addonProfiles.*.identity",
		"azureMonitorProfile", "ingressProfile", "securityProfile", "serviceMeshProfile", "apiServerAccessProfile", "httpProxyConfig",
	} {
		reasons[path] = unused
	}
	reasons["storageProfile"] = "a map of switches here, a driver each"
	return reasons
}

// A property that only AKS writes is in the list of those, or the seed creates it.
func TestClustersAreOfTheShapeOfTheirVersion(t *testing.T) {
	t.Parallel()
	for _, version := range []apiVersion{"2026-02-01", "2026-05-01"} {
		want := typeFile(t, version, "managedCluster")
		got := servedIn(version, reflect.TypeFor[ManagedClusterProperties](), "")
		for path, one := range want {
			outermost, _, _ := strings.Cut(path, ".")
			known := got[path] || reasonFor(path, notServedOfClusters()) != "" ||
				slices.Contains(clusterReadOnly(), outermost) || strings.HasPrefix(one.path, "status.")
			for under := range got {
				if whole, anything := strings.CutSuffix(under, ".**"); anything && strings.HasPrefix(path, whole+".") {
					known = true
				}
			}
			if !known {
				t.Errorf("%s: %s is neither served nor in the list", version, path)
			}
		}
		for path := range got {
			// The keys of a map here come from the version, or can be anything.
			if _, there := want[path]; !there && !strings.Contains(path, ".*") && !strings.HasPrefix(path, "agentPoolProfiles[") {
				t.Errorf("%s: %s is served and is not in this version", version, path)
			}
		}
	}
}

// Properties newer than a request's api-version are not read, not written and not
// lost.
func TestAClusterHidesWhatIsYounger(t *testing.T) {
	t.Parallel()
	body := map[string]any{
		"securityProfile":  map[string]any{"defender": map[string]any{"securityGating": map[string]any{"enabled": true}}, "imageCleaner": map[string]any{"enabled": true}},
		"schedulerProfile": map[string]any{"upstream": map[string]any{}},
		"dnsPrefix":        "lanes",
	}
	for version, want := range map[apiVersion]map[string]any{
		"2026-04-01": {"securityProfile": map[string]any{"defender": map[string]any{}, "imageCleaner": map[string]any{"enabled": true}}, "dnsPrefix": "lanes"},
		"2026-05-01": body,
		"2026-07-01": body,
	} {
		if got := clusterIn(version, body); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", version, got, want)
		}
	}
	if _, there := body["schedulerProfile"]; !there {
		t.Error("the cluster itself has changed")
	}
}

// Both directions: what a version has but the simulator does not, and what the
// simulator would write although the version does not have it.
func TestPoolsAreOfTheShapeOfTheirVersion(t *testing.T) {
	t.Parallel()
	for _, version := range []apiVersion{"2026-02-01", "2026-05-01"} {
		want := typeFile(t, version, "agentPool")
		got := servedIn(version, reflect.TypeFor[AgentPoolProperties](), "")
		for path := range want {
			if reason := reasonFor(path, notServedOfPools()); got[path] == (reason != "") {
				t.Errorf("%s: %s: served: %v, reason why not: %q; it needs exactly one", version, path, got[path], reason)
			}
		}
		for path := range got {
			if _, there := want[path]; !there {
				t.Errorf("%s: %s is served and is not in this version", version, path)
			}
		}
	}
	newest := servedIn("2026-05-01", reflect.TypeFor[AgentPoolProperties](), "")
	for _, version := range []apiVersion{"2026-06-01", "2026-07-01"} {
		if got := servedIn(version, reflect.TypeFor[AgentPoolProperties](), ""); !reflect.DeepEqual(got, newest) {
			t.Errorf("%s is of another shape than 2026-05-01", version)
		}
	}
}

// The version defines who may write a property, and with which words.
func TestPoolsTakeTheWordsOfTheirVersion(t *testing.T) {
	t.Parallel()
	// Marked as writable, but outputs in practice.
	outputs := []string{"status", "virtualMachineNodesStatus"}
	for _, version := range []apiVersion{"2026-02-01", "2026-05-01"} {
		want := typeFile(t, version, "agentPool")
		for _, p := range poolProperties() {
			one, there := want[p.path]
			if !there {
				continue
			}
			readOnly := p.readOnly || version.before(p.writableFrom)
			if !slices.Contains(outputs, p.path) && !strings.HasPrefix(p.path, "status.") && readOnly != one.readOnly {
				t.Errorf("%s: %s: only AKS writes it: got %v, want %v", version, p.path, readOnly, one.readOnly)
			}
			words := slices.Clone(p.enum)
			if p.path == "osSKU" {
				for _, sku := range osSKUs() {
					if !version.before(sku.since) {
						words = append(words, sku.name)
					}
				}
			}
			slices.Sort(words)
			slices.Sort(one.words)
			if !p.readOnly && !slices.Equal(words, one.words) {
				t.Errorf("%s: %s: got the words %v, want %v", version, p.path, words, one.words)
			}
		}
	}
}
