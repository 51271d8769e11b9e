package simulator

import (
	"net/netip"
	"strings"
)

// completeNetwork fills in the parts of a cluster's network profile that are left to
// AKS: Azure CNI overlay if no plugin is named, AKS's ranges, and a load balancer with
// one managed address (recorded, api-version 2026-05-01).
func completeNetwork(profile map[string]any) map[string]any {
	text := func(key string) string { s, _ := profile[key].(string); return s }
	fallback := func(key, s string) {
		if text(key) == "" {
			profile[key] = s
		}
	}
	if text("networkPlugin") == "" && text("networkPluginMode") == "" {
		profile["networkPluginMode"] = "overlay"
	}
	fallback("networkPlugin", "azure")
	fallback("networkDataplane", "azure")
	policy := "none"
	if strings.EqualFold(text("networkDataplane"), "cilium") {
		policy = "cilium"
	}
	fallback("networkPolicy", policy)
	fallback("loadBalancerSku", "standard")
	fallback("outboundType", "loadBalancer")
	fallback("serviceCidr", "10.0.0.0/16")
	fallback("dnsServiceIP", tenthAddress(text("serviceCidr")))
	ranges := []string{"serviceCidr"}
	if strings.EqualFold(text("networkPluginMode"), "overlay") || strings.EqualFold(text("networkPlugin"), "kubenet") {
		fallback("podCidr", "10.244.0.0/16")
		ranges = append(ranges, "podCidr")
	}
	for _, key := range ranges {
		if profile[key+"s"] == nil {
			profile[key+"s"] = []any{profile[key]}
		}
	}
	if profile["ipFamilies"] == nil {
		profile["ipFamilies"] = []any{"IPv4"}
	}
	completeOutbound(profile, text("outboundType"))
	return profile
}

// completeOutbound fills in the profile for the cluster's outbound type.
func completeOutbound(profile map[string]any, outbound string) {
	switch strings.ToLower(outbound) {
	case "loadbalancer":
		balancer := overlaid(map[string]any{"backendPoolType": "nodeIPConfiguration"}, asObject(profile["loadBalancerProfile"]))
		if balancer["outboundIPs"] == nil && balancer["outboundIPPrefixes"] == nil && balancer["managedOutboundIPs"] == nil {
			balancer["managedOutboundIPs"] = map[string]any{"count": 1}
		}
		profile["loadBalancerProfile"] = balancer
	case "managednatgateway":
		gateway := map[string]any{"managedOutboundIPProfile": map[string]any{"count": 1}, "idleTimeoutInMinutes": 4}
		profile["natGatewayProfile"] = overlaid(gateway, asObject(profile["natGatewayProfile"]))
	}
}

// tenthAddress is the tenth address of a range, which is the DNS service's default.
func tenthAddress(cidr string) string {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "10.0.0.10"
	}
	address := prefix.Masked().Addr()
	for range 10 {
		address = address.Next()
	}
	return address.String()
}
