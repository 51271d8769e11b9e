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

// Scope selects the clusters to look for.
type Scope struct {
	Subscriptions []string          // empty = all that the credentials may read
	Group         string            // resource group; "" = all
	Tags          map[string]string // of the cluster: all must match; keys without regard to case
}

// graphPage is the maximum number of clusters in one answer. Resource Graph allows up
// to 1,000 but also limits the size of an answer, and a cluster with all its pools is
// large.
const graphPage = 200

// tooLarge is the detail of the error for an answer of more than 16 MiB; the
// error's own code is BadRequest (github.com/microsoft/ARI/issues/199).
const tooLarge = "ResponsePayloadTooLarge"

// graphPath is the path of Resource Graph. It takes a POST that changes nothing.
const graphPath = "/providers/Microsoft.ResourceGraph/resources"

// query is the scope in the query language of Resource Graph. It keeps the ID, because
// an answer without it cannot be continued. It sorts by the ID, because the pages might
// overlap otherwise.
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

// kustoText quotes a text as a literal of the query language.
func kustoText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// graphRequest sends a request to Resource Graph, api-version 2022-10-01.
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

// FindClusters finds clusters with all their pools. It sends one query, however many
// clusters there are, and one request for each further page. Resource Graph lags behind
// Azure by seconds to minutes; Cluster reads the current state.
//
// If a page is too large for Resource Graph, it the query starts again with pages of a
// quarter of the size: a cluster may have a hundred pools.
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
