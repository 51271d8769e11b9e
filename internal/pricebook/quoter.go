package pricebook

import (
	"context"
	"sync"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// longestRead limits one reading of the price list: a lane without its cost is
// better than no lane.
const longestRead = 20 * time.Second

// Quoter finds prices in a price book or in the live price list. There is one for
// each configured provider. Methods may be called concurrently, and a nil Quoter
// has no prices.
type Quoter struct {
	client   *azure.Client
	book     *Book // nil = the live price list
	currency string
	later    bool // book or currency is known only after apply
	now      func() time.Time

	mu        sync.Mutex
	silent    error             // why the price list did not answer: it is not asked again
	warned    bool              // about a price that is not known
	locations map[string]string // of clusters: they never move
}

// NewQuoter quotes prices of the book in its currency, or without a book those of
// the live list.
func NewQuoter(client *azure.Client, book *Book, currency string, now func() time.Time) *Quoter {
	return &Quoter{client: client, book: book, currency: currency, now: now, locations: map[string]string{}}
}

// Later is a Quoter whose book or currency is known only after apply: it does not
// know any price yet. currency is "" if the currency is the part that is not known.
func Later(currency string) *Quoter { return &Quoter{currency: currency, later: true} }

// Outdates reports whether a quote in the given currency must be replaced. "" means
// that there was no quote. A price that has changed since is not a reason.
func (p *Quoter) Outdates(currency string) bool { return !p.later && currency != p.currency }

// Currency is the currency of the prices; "" if it is not known.
func (p *Quoter) Currency() string {
	if p == nil {
		return ""
	}
	return p.currency
}

// Quote finds what the machines of a pool cost: in the price book, in the quote
// that was kept for the lane, or, if ask allows a request, in the live list. known
// is false if the price is known only after such a request, or after apply. The
// first call without a price returns a notice.
func (p *Quoter) Quote(ctx context.Context, pool lane.Settings, cluster azure.ClusterID, was *Quote, ask bool) (q *Quote, known bool, notice *lane.Notice) {
	if p == nil {
		return nil, true, nil
	}
	m, ok := lane.MachinesOf(pool)
	switch {
	case p.later, !ok, cluster == azure.ClusterID{}:
		return nil, false, nil
	case p.book != nil:
	case was.covers(m) && was.Currency == p.currency:
		return was, true, nil
	case !ask:
		return nil, false, nil
	}
	location := ""
	if was != nil {
		location = was.Location
	}
	if location == "" {
		location = p.location(ctx, cluster)
	}
	if location == "" {
		return nil, false, nil
	}
	if p.book == nil {
		q, notice = p.Live(ctx, location, pool)
		return q, true, notice
	}
	if q = p.fromBook(location, m); q == nil {
		notice = p.once(p.unknown(m, location, nil))
	}
	return q, true, notice
}

// Live asks the price list for the machines of a pool, whose sizes are known. It
// returns nil if the list does not have them. If the list once failed to answer, it
// is not asked again. The first time that a price is missing, Live returns a
// notice.
func (p *Quoter) Live(ctx context.Context, location string, pool lane.Settings) (*Quote, *lane.Notice) {
	m, _ := lane.MachinesOf(pool)
	found, err := p.read(ctx, location, sizesAsWritten(pool))
	if err != nil {
		return nil, p.once(p.unknown(m, location, err))
	}
	q := p.quote(p.now().UTC().Format(time.DateOnly), location, m.OS)
	for _, size := range m.Sizes {
		q.Units[size] = found[size].Unit(m.OS)
	}
	if !q.covers(m) {
		return nil, p.once(p.unknown(m, location, nil))
	}
	return q, nil
}

func (p *Quoter) read(ctx context.Context, location string, sizes []string) (azure.Prices, error) {
	p.mu.Lock()
	silent := p.silent
	p.mu.Unlock()
	if silent != nil {
		return nil, silent
	}
	ctx, cancel := context.WithTimeout(ctx, longestRead)
	defer cancel()
	found, err := p.client.Prices(ctx, location, p.currency, sizes)
	if err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.silent = err
	}
	return found, err
}

// fromBook looks the machines up in the price book; nil if the book does not have
// them in that location.
func (p *Quoter) fromBook(location string, m lane.Machines) *Quote {
	q := p.quote(p.book.AsOf, location, m.OS)
	all := p.book.Prices(location, m.OS)
	for _, size := range m.Sizes {
		q.Units[size] = all[size]
	}
	if !q.covers(m) {
		return nil
	}
	return q
}

func (p *Quoter) quote(day, location, os string) *Quote {
	return &Quote{Currency: p.currency, AsOf: day, Location: location, OS: os, Units: lane.UnitPrices{}}
}

// once returns the notice the first time, and nil afterwards.
func (p *Quoter) once(n lane.Notice) *lane.Notice {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.warned {
		return nil
	}
	p.warned = true
	return &n
}

// location is where a cluster is; "" if that cannot be read.
func (p *Quoter) location(ctx context.Context, id azure.ClusterID) string {
	p.mu.Lock()
	found := p.locations[id.Key()]
	p.mu.Unlock()
	if found != "" || p.client == nil {
		return found
	}
	cluster, err := p.client.Cluster(ctx, id)
	if err != nil {
		return ""
	}
	p.SetLocation(id, cluster.Location)
	return cluster.Location
}

// SetLocation records where a cluster is, which saves a request.
func (p *Quoter) SetLocation(id azure.ClusterID, location string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.locations[id.Key()] = location
}

// sizesAsWritten are the sizes of a pool in the author's spelling: the price list
// is case-sensitive.
func sizesAsWritten(pool lane.Settings) []string {
	if size := lane.VMSize.Text(pool); size != "" {
		return []string{size}
	}
	var out []string
	for _, m := range lane.MachineList(pool) {
		out = append(out, lane.MachineSize.Text(m))
	}
	return out
}
