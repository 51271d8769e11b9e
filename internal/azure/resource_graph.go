package azure

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Scope says which clusters to look for.
type Scope struct {
	Subscriptions []string          // none = all that the credentials may read
	Group         string            // resource group; "" = all
	Tags          map[string]string // of the cluster, all of them; keys without regard to case
}

// graphPage is how many clusters one answer has at most. Resource Graph takes
// up to 1,000, but bounds the size of an answer as well, and a cluster with all
// its pools is large.
const graphPage = 200

// graphPath is where Resource Graph is asked: by a POST that changes nothing.
const graphPath = "/providers/Microsoft.ResourceGraph/resources"

// query is the scope in the language of Resource Graph. It keeps the id, without
// which an answer cannot be continued, and its order, without which the pages
// might overlap.
func (s Scope) query() string {
	parts := []string{"resources", "where type =~ 'microsoft.containerservice/managedclusters'"}
	if s.Group != "" {
		parts = append(parts, "where resourceGroup =~ "+kustoText(s.Group))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Tags)) {
		parts = append(parts, fmt.Sprintf("where tags[%s] == %s", kustoText(k), kustoText(s.Tags[k])))
	}
	parts = append(parts, "project id, name, location, tags, sku, properties", "order by id asc")
	return strings.Join(parts, " | ")
}

// kustoText spells a text as a literal of the query language.
func kustoText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// graphRequest asks Resource Graph, api-version 2022-10-01.
type graphRequest struct {
	Subscriptions []string     `json:"subscriptions,omitempty"`
	Query         string       `json:"query"`
	Options       graphOptions `json:"options"`
}

type graphOptions struct {
	Format    string `json:"resultFormat"`
	Top       int    `json:"$top"`
	SkipToken string `json:"$skipToken,omitempty"`
}

// FindClusters finds clusters with all their pools by one query, however many
// there are, and a request more for each further page. Resource Graph follows
// what happens in Azure after seconds to minutes; Cluster reads what is so now.
func (c *Client) FindClusters(ctx context.Context, s Scope) ([]*Cluster, error) {
	ask := graphRequest{Subscriptions: s.Subscriptions, Query: s.query(), Options: graphOptions{Format: "objectArray", Top: graphPage}}
	var out []*Cluster
	for {
		var page struct {
			Data      []json.RawMessage `json:"data"`
			SkipToken string            `json:"$skipToken"`
		}
		if err := c.sendJSON(ctx, http.MethodPost, c.address(graphPath, "2022-10-01"), ask, &page, PoolRef{}); err != nil {
			return nil, err
		}
		for _, row := range page.Data {
			cluster, err := clusterOf(ClusterID{}, row)
			if err != nil {
				return nil, c.unreadable(err, PoolRef{})
			}
			out = append(out, cluster)
		}
		if page.SkipToken == "" || page.SkipToken == ask.Options.SkipToken {
			return out, nil
		}
		ask.Options.SkipToken = page.SkipToken
	}
}
