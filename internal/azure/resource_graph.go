package azure

import (
	"context"
	"encoding/json"
	"errors"
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

// tooLarge is the detail of the error for an answer of more than 16 MiB; the
// error's own code is BadRequest (github.com/microsoft/ARI/issues/199).
const tooLarge = "ResponsePayloadTooLarge"

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
//
// Pages that are too large for Resource Graph are asked for anew, a quarter as
// large: the pools of a cluster may be a hundred.
func (c *Client) FindClusters(ctx context.Context, s Scope) ([]*Cluster, error) {
	for top := graphPage; ; top /= 4 {
		found, err := c.findClusters(ctx, s, top)
		var e *Error
		if top < 4 || !errors.As(err, &e) || !slices.ContainsFunc(e.details, func(d errorBody) bool { return d.Code == tooLarge }) {
			return found, err
		}
	}
}

func (c *Client) findClusters(ctx context.Context, s Scope, top int) ([]*Cluster, error) {
	ask := graphRequest{Subscriptions: s.Subscriptions, Query: s.query(), Options: graphOptions{Format: "objectArray", Top: top}}
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
