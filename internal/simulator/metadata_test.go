package simulator_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestMetadata(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.bearer = ""
	for _, path := range []string{"/metadata/endpoints?api-version=2022-09-01", "//metadata/endpoints?api-version=2022-09-01", "/metadata/endpoints"} {
		_, body := d.want(t, 200, "GET", path, nil)
		login, _ := body["authentication"].(object)
		if body["name"] != "AzureCloud" || body["resourceManager"] != d.URL+"/" || login["loginEndpoint"] != d.URL+"/" {
			t.Errorf("%s: got %v", path, body)
		}
		if body["microsoftGraphResourceId"] != "https://graph.microsoft.com/" || login["audiences"].([]any)[0] != d.URL {
			t.Errorf("%s: got %v", path, body)
		}
		for _, name := range []string{"acrLoginServer", "keyVaultDns", "storage", "sqlServerHostname", "mhsmDns"} {
			if text, _ := body["suffixes"].(object)[name].(string); text == "" {
				t.Errorf("%s: no suffix %s", path, name)
			}
		}
	}
}

// The door has several names. All of its answers lead back to the name that the
// client used.
func TestMetadataLeadsToTheHostThatWasUsed(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	here := strings.Replace(d.URL, "127.0.0.1", "localhost", 1)
	transport := d.Client().Transport
	r := newRequest(t, "GET", "/metadata/endpoints", nil)
	r.URL.Host, r.Host = strings.TrimPrefix(d.URL, "https://"), strings.TrimPrefix(here, "https://")
	response, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	_, body := d.do(t, r)
	if body["resourceManager"] != here+"/" {
		t.Errorf("got %v, want %s/", body["resourceManager"], here)
	}
}

// azurerm searches the clouds for its own host to find the regions.
func TestMetadataOfOlderVersions(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	_, body := d.want(t, 200, "GET", "//metadata/endpoints?api-version=2018-01-01", nil)
	public := body["cloudEndpoint"].(object)["public"].(object)
	if "https://"+public["endpoint"].(string) != d.URL || public["locations"].([]any)[0] != "West Europe" {
		t.Errorf("got %v", public)
	}
}

// The price list needs no login.
func TestThePriceListNeedsNoLogin(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	d.bearer = ""
	if response, body := d.ask(t, "GET", "/api/retail/prices?api-version=2023-01-01-preview", nil); response.StatusCode == 401 {
		t.Errorf("got %v", body)
	}
}
