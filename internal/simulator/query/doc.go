// Package query reads the texts in which clients of Azure say which rows of a
// table they want, and answers them: queries of Resource Graph, in the part of
// Kusto's language that inventories use ([ParseKusto]), and filters of the price
// list, in OData's ([OData.Filter]).
//
// The two languages differ in their words and agree in the rest, so that one
// small parser reads both. What it does not know it refuses by name: a simulator
// that passed over an operator would answer with the wrong rows.
//
// It knows rows and nothing of what they stand for, and imports the standard
// library alone.
package query
