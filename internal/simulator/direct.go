package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// doVersion is the api-version of requests made through Do that name none.
const doVersion = "2026-05-01"

// Do sends one request to the simulator and decodes the answer, for tests that prepare
// or inspect the state. A path without an api-version gets one. The body may be nil,
// []byte, or anything that JSON can hold. The request is not logged, but faults apply
// to it as to every other request; a cut connection is an error.
func (s *Simulator) Do(method, path string, body any) (status int, decoded map[string]any, err error) {
	target, err := url.Parse(path)
	if err != nil {
		return 0, nil, err
	}
	if !target.Query().Has("api-version") {
		query := target.Query()
		query.Set("api-version", doVersion)
		target.RawQuery = query.Encode()
	}
	target.Scheme, target.Host = "https", "management.azure.com"
	content, isText := body.([]byte)
	if body != nil && !isText {
		if content, err = json.Marshal(body); err != nil {
			return 0, nil, err
		}
	}
	r, err := http.NewRequestWithContext(context.Background(), method, target.String(), bytes.NewReader(content))
	if err != nil {
		return 0, nil, err
	}
	rec := s.recordAnswer(r, through{})
	if rec.status == 0 || rec.cut {
		return rec.status, nil, errCut()
	}
	if rec.body.Len() > 0 {
		err = json.Unmarshal(rec.body.Bytes(), &decoded)
	}
	return rec.status, decoded, err
}

// EditPool changes a pool's properties without any client knowing, as another user in
// the portal or AKS itself would. The change is immediate, without validation and
// without an operation, but with a new ETag. The properties are ARM's; a key that is
// not one of them is an error.
func (s *Simulator) EditPool(clusterID, pool string, edit func(props map[string]any)) error {
	return s.edit(clusterID, func(m *moment, c *cluster) error {
		p := c.pool(pool)
		if p == nil {
			return fmt.Errorf("cluster %s has no pool %q", c.Name, pool)
		}
		return m.editPool(p, edit)
	})
}

func (m *moment) editPool(p *pool, edit func(props map[string]any)) error {
	text, err := json.Marshal(p.Properties)
	if err != nil {
		return err
	}
	props := map[string]any{}
	if err := json.Unmarshal(text, &props); err != nil {
		return err
	}
	edit(props)
	if text, err = json.Marshal(props); err != nil {
		return err
	}
	var edited AgentPoolProperties
	if err := decodeStrictly(text, &edited); err != nil {
		return fmt.Errorf("pool %s: %w", p.Name, err)
	}
	if err := edited.countsWrong(); err != nil {
		return fmt.Errorf("pool %s: %w", p.Name, err)
	}
	p.Properties = &edited
	m.state.setPool(p, func(properties *AgentPoolProperties) { properties.ETag = ref(m.newID()) })
	return nil
}

// EditCluster changes a cluster's body (location, tags, sku, properties and so on,
// without id, name, type and pools) without any client knowing. The cluster and all its
// pools get new ETags.
func (s *Simulator) EditCluster(clusterID string, edit func(cluster map[string]any)) error {
	return s.edit(clusterID, func(m *moment, c *cluster) error {
		body, err := cloned(c.Body)
		if err != nil {
			return err
		}
		edit(body)
		if body, err = cloned(body); err != nil {
			return fmt.Errorf("cluster %s: %w", c.Name, err)
		}
		if _, ok := body["properties"].(map[string]any); !ok {
			return errors.New("a cluster needs properties")
		}
		body["eTag"] = newGUID()
		m.state.setCluster(c, body)
		for _, p := range c.pools {
			m.state.setPool(p, func(properties *AgentPoolProperties) { properties.ETag = ref(newGUID()) })
		}
		return nil
	})
}

func (s *Simulator) edit(clusterID string, change func(*moment, *cluster) error) error {
	var failure error
	err := s.store.change(context.Background(), func(st *state) {
		m := s.moment(st, s.clock())
		c := st.clusters[strings.ToLower(strings.TrimSuffix(clusterID, "/"))]
		if c == nil {
			failure = fmt.Errorf("cluster %q does not exist", clusterID)
			return
		}
		failure = change(&m, c)
		m.settlePods(c)
	})
	return errors.Join(err, failure)
}
