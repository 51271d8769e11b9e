// Package query parses and runs the texts that clients of Azure send to select rows of
// a table: queries of Resource Graph, in the part of Kusto's language that inventories
// use ([ParseKusto]), and filters of the price list, in OData's ([OData.Filter]).
//
// The two languages differ in their words but share the rest, so one small parser reads
// both. It refuses by name whatever it does not know: a simulator that ignored an
// operator would answer with the wrong rows.
//
// It does not know what the rows represent, and imports only the standard library.
package query
