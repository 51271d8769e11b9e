package simulator

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// How many items a page has. AKS's own page size is not known. 100 is the maximum
// number of pools in a cluster, and is assumed for machines too. ARM's and Compute's
// lists are longer.
const (
	aksPage       = 100
	resourcesPage = 1000
)

// skipPrefix marks the text in a $skiptoken, which is opaque to clients.
const skipPrefix = "simulator/"

// fromARM answers the requested page of one of ARM's lists, and listed that of an AKS
// list. Only the bodies of that page are built.
func fromARM[T any](c *call, all []T) answer {
	list, refused := pageOf(c, all, resourcesPage)
	if refused != nil {
		return refused.answer()
	}
	return fromFrontDoor(list)
}

func listed[T, B any](c *call, all []T, body func(T) B) answer {
	list, refused := pageOf(c, all, aksPage)
	if refused != nil {
		return refused.answer()
	}
	bodies := page[B]{Value: make([]B, len(list.Value)), NextLink: list.NextLink}
	for i, item := range list.Value {
		bodies.Value[i] = body(item)
	}
	return ok(bodies)
}

// listedOn is a list whose last page with items links to an empty page. AKS's list of
// pools was recorded to do so, even for a single pool.
func listedOn[T, B any](c *call, all []T, body func(T) B) answer {
	list, refused := pageOf(c, all, aksPage)
	if refused != nil {
		return refused.answer()
	}
	bodies := page[B]{Value: make([]B, len(list.Value)), NextLink: list.NextLink}
	for i, item := range list.Value {
		bodies.Value[i] = body(item)
	}
	if list.NextLink == "" && len(list.Value) > 0 {
		bodies.NextLink = c.pageLink(c.request.URL.Query(), len(all))
	}
	return ok(bodies)
}

// pageLink is the link to the page that begins with an item, on the host that the
// client used.
func (c *call) pageLink(query url.Values, from int) string {
	for name := range query {
		if strings.EqualFold(name, "$skiptoken") {
			query.Del(name)
		}
	}
	query.Set("$skiptoken", base64.RawURLEncoding.EncodeToString([]byte(skipPrefix+strconv.Itoa(from))))
	link := url.URL{Path: c.request.URL.Path, RawQuery: query.Encode()}
	return c.base() + link.String()
}

// pageOf returns one page of a list. The link to the next page uses the host that the
// client used, and the query of the request.
func pageOf[T any](c *call, all []T, size int) (page[T], *rejection) {
	from := 0
	query := c.request.URL.Query()
	for name, values := range query {
		switch strings.ToLower(name) {
		case "$skiptoken":
			text, err := base64.RawURLEncoding.DecodeString(values[0])
			n, tail := strings.CutPrefix(string(text), skipPrefix)
			from, _ = strconv.Atoi(n)
			if err != nil || !tail || from <= 0 {
				return page[T]{}, gatewayError(http.StatusBadRequest, "InvalidSkipToken", "The provided $skiptoken is not valid.")
			}
		case "$top":
			top, err := strconv.Atoi(values[0])
			if err != nil || top <= 0 {
				return page[T]{}, gatewayError(http.StatusBadRequest, "InvalidTop", "The provided $top '"+values[0]+"' is not a positive number.")
			}
			size = min(size, top)
		}
	}
	if c.simulator.page > 0 {
		size = min(size, c.simulator.page)
	}
	from = min(from, len(all))
	to := min(from+size, len(all))
	list := page[T]{Value: all[from:to:to]}
	if to < len(all) {
		list.NextLink = c.pageLink(query, to)
	}
	return list, nil
}
