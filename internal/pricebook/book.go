// Package pricebook finds the prices of machines in a file or in Azure's live price
// list. With a file, a plan shows what a lane costs without any request, and shows
// the same cost tomorrow. The package knows the file, how it is written, and the
// quotes that lanes remember. Package lane calculates what a lane costs. This
// package knows nothing about Terraform.
package pricebook

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Book is a price list as the file holds it.
type Book struct {
	Currency string `json:"currency"` // "USD", "EUR", …
	AsOf     string `json:"as_of"`    // day on which it was written: "2026-11-24"
	// Locations are prices an hour by location ("westeurope") and VM size.
	Locations map[string]map[string]lane.SizePrice `json:"locations"`
}

// Prices are those of one operating system in a location, by size in lower case;
// nil if the book does not have the location.
func (b *Book) Prices(location, os string) lane.UnitPrices {
	entries, ok := b.Locations[strings.ToLower(location)]
	if !ok {
		return nil
	}
	out := lane.UnitPrices{}
	for size, e := range entries {
		out[strings.ToLower(size)] = e.Unit(os)
	}
	return out
}

// Read reads a file. It fails if the file is not a price book.
func Read(file string) (*Book, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var b Book
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fmt.Errorf("%s is not a price book: %w", file, err)
	}
	if b.Currency == "" || len(b.Locations) == 0 {
		return nil, errors.New(file + " is not a price book: it has no currency, or no locations; `terraform-provider-aks prices -location westeurope -out prices.json` writes one")
	}
	return &b, nil
}

// Write writes the file, sizes in order, so that two books can be compared.
func (b *Book) Write(file string) error {
	raw, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644)
}
