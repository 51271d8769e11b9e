package check

// The names of sources that many rows share.
const (
	srcAPI     = "the agent pool API"
	srcErrors  = "the error codes of AKS"
	srcKube    = "Kubernetes"
	srcAzurerm = "the limits of terraform-provider-azurerm"
	srcOwn     = "workload lanes"
)

// docs names an article of the AKS documentation.
func docs(article string) string { return "the AKS documentation, " + article }
