package simulator

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// listCredentials answers a cluster's kubeconfig: clients that read a cluster request
// it, whether or not they use it. Nothing listens at its address, and its certificates
// and token are not real.
func listCredentials(name string) func(*call) answer {
	return func(c *call) answer {
		cl, missing := c.cluster()
		if missing != nil {
			return missing.answer()
		}
		return ok(map[string]any{"kubeconfigs": []map[string]string{{
			"name": name, "value": base64.StdEncoding.EncodeToString([]byte(cl.kubeconfig(name))),
		}}})
	}
}

func (cl *cluster) kubeconfig(name string) string {
	data := func(what string) string {
		return base64.StdEncoding.EncodeToString([]byte("simulated " + what + " of " + cl.Name))
	}
	user := fmt.Sprintf("%s_%s_%s", name, cl.Group, cl.Name)
	return strings.Join([]string{
		"apiVersion: v1",
		"kind: Config",
		"clusters:",
		"- name: " + cl.Name,
		"  cluster:",
		"    server: https://" + cl.text("properties", "fqdn") + ":443",
		"    certificate-authority-data: " + data("authority"),
		"contexts:",
		"- name: " + cl.Name,
		"  context:",
		"    cluster: " + cl.Name,
		"    user: " + user,
		"current-context: " + cl.Name,
		"users:",
		"- name: " + user,
		"  user:",
		"    client-certificate-data: " + data("certificate"),
		"    client-key-data: " + data("key"),
		"    token: " + strings.ReplaceAll(derivedGUID("token", cl.key, name), "-", ""),
		"",
	}, "\n")
}
