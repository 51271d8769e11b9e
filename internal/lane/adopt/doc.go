// Package adopt writes the configuration of lanes for node pools that exist: an
// import or moved block and a resource for each. It knows how little has to be
// written, and how HCL spells it; it asks nobody and imports package lane alone.
package adopt
