package azure

import (
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
)

// environment is a Getenv for the given variables.
func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

func TestEveryTextFallsBackToItsVariable(t *testing.T) {
	t.Parallel()
	for _, v := range (&Options{}).variables() {
		for _, name := range v.names {
			text := "from " + name
			if strings.HasSuffix(name, "_ENDPOINT") || strings.HasSuffix(name, "_HOST") {
				text = "https://" + strings.ToLower(name)
			}
			o, err := Options{Getenv: environment(map[string]string{name: " " + text + "\n"})}.settled()
			if err != nil {
				t.Fatal(err)
			}
			if !holds(o, text) {
				t.Errorf("%s is not read", name)
			}
		}
	}
}

func holds(o Options, text string) bool {
	for _, v := range o.variables() {
		if *v.field == text {
			return true
		}
	}
	return false
}

func TestTheFieldWins(t *testing.T) {
	t.Parallel()
	o, err := Options{
		SubscriptionID: "field", UseOIDC: to.Ptr(false), OIDCRequestURL: "https://field", Parallelism: 2,
		Getenv: environment(map[string]string{"ARM_SUBSCRIPTION_ID": "variable", "ARM_USE_OIDC": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://variable"}),
	}.settled()
	if err != nil || o.SubscriptionID != "field" || *o.UseOIDC || o.OIDCRequestURL != "https://field" || o.Parallelism != 2 {
		t.Errorf("settled as %+v, %v", o, err)
	}
}

// TestTheFirstVariableWins: the user of Terraform has set ARM_*. The other variable is
// set on every runner.
func TestTheFirstVariableWins(t *testing.T) {
	t.Parallel()
	o, err := Options{Getenv: environment(map[string]string{
		"ARM_OIDC_REQUEST_TOKEN": "arm", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "runner"})}.settled()
	if err != nil || o.OIDCRequestToken != "arm" {
		t.Errorf("the token is %q, %v", o.OIDCRequestToken, err)
	}
}

func TestBooleans(t *testing.T) {
	t.Parallel()
	o, err := Options{Getenv: environment(map[string]string{
		"ARM_USE_OIDC": "true", "ARM_USE_MSI": "0", "ARM_USE_CLI": "", "ARM_DISABLE_INSTANCE_DISCOVERY": "TRUE"})}.settled()
	switch {
	case err != nil:
		t.Error(err)
	case !isTrue(o.UseOIDC), !isFalse(o.UseMSI), o.UseCLI != nil, !o.DisableInstanceDiscovery:
		t.Errorf("read oidc %v, msi %v, cli %v, discovery off %v", *o.UseOIDC, *o.UseMSI, o.UseCLI, o.DisableInstanceDiscovery)
	}
	for _, name := range []string{"ARM_USE_OIDC", "ARM_USE_MSI", "ARM_USE_CLI", "ARM_DISABLE_INSTANCE_DISCOVERY"} {
		_, err := New(Options{Getenv: environment(map[string]string{name: "yes"})})
		if err == nil || !strings.Contains(err.Error(), name+` is "yes"; write true or false`) {
			t.Errorf("%s=yes: %v", name, err)
		}
	}
}

func TestAllProblemsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	_, err := New(Options{Parallelism: -1, Getenv: environment(map[string]string{
		"ARM_USE_MSI": "on", "ARM_RESOURCE_MANAGER_ENDPOINT": "http://arm.example.com", "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST": "login.example.com"})})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"parallelism is -1", "ARM_USE_MSI", `resource_manager is "http://arm.example.com"`, `authority is "login.example.com"`, "https URL"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q: %v", part, err)
		}
	}
}

func TestClouds(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "management.azure.com", "public": "management.azure.com", "AzureCloud": "management.azure.com",
		"usgovernment": "management.usgovcloudapi.net", "AzureUSGovernment": "management.usgovcloudapi.net",
		"china": "management.chinacloudapi.cn", "AzureChinaCloud": "management.chinacloudapi.cn",
	} {
		got, err := cloudOf(Options{Environment: name})
		if err != nil || !strings.Contains(got.Services[cloud.ResourceManager].Endpoint, want) {
			t.Errorf("%q is %+v, %v", name, got, err)
		}
	}
	for _, name := range Environments() {
		if _, err := cloudOf(Options{Environment: name}); err != nil {
			t.Errorf("%q is listed: %v", name, err)
		}
	}
	if _, err := New(Options{Environment: "german", Getenv: noEnvironment}); err == nil || !strings.Contains(err.Error(), "write public, usgovernment or china") {
		t.Errorf("german: %v", err)
	}
	if _, err := New(Options{Environment: "custom", Getenv: noEnvironment}); err == nil || !strings.Contains(err.Error(), "endpoints.resource_manager") {
		t.Errorf("custom without an endpoint: %v", err)
	}
}

func TestEndpointsReplaceThoseOfTheCloud(t *testing.T) {
	t.Parallel()
	shared := cloud.AzureGovernment.Services[cloud.ResourceManager]
	got, err := cloudOf(Options{Environment: "usgovernment", Endpoints: Endpoints{ResourceManager: "https://arm.example.com/", Authority: "https://login.example.com"}})
	manager := got.Services[cloud.ResourceManager]
	if err != nil || manager.Endpoint != "https://arm.example.com" || manager.Audience != "https://arm.example.com" || got.ActiveDirectoryAuthorityHost != "https://login.example.com/" {
		t.Errorf("got %+v, %v", got, err)
	}
	if cloud.AzureGovernment.Services[cloud.ResourceManager] != shared {
		t.Error("the SDK's own configuration was changed")
	}
	got, err = cloudOf(Options{Endpoints: Endpoints{ResourceManager: "https://arm.example.com", Audience: "https://audience.example.com"}})
	if err != nil || got.Services[cloud.ResourceManager].Audience != "https://audience.example.com" {
		t.Errorf("got %+v, %v", got, err)
	}
}
