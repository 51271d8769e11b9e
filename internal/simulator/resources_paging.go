package simulator

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// How many items a page has. AKS's own number is not known: 100 is what a
// cluster may have of pools, and what is taken for machines. ARM's and Compute's lists are longer.
const (
	aksPage       = 100
	resourcesPage = 1000
)

// skipPrefix marks the text in a $skiptoken, which is opaque to clients.
const skipPrefix = "simulator/"

// fromARM answers the page of one of ARM's lists that a request asks for, listed
// that of AKS. Only the bodies of that page are made.
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

// listedOn is a list whose last page with items leads to an empty one, as AKS's list
// of pools has been recorded, even of one pool.
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

// pageOf cuts a page out of a list. The next page's link leads to the host that
// the client used, with the query of the request.
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
