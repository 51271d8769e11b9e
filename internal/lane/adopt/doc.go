// Package adopt writes the configuration of lanes for existing node pools: an import or
// moved block and a resource for each. It knows which attributes have to be written,
// and how to write them in HCL. It makes no requests and imports only package lane.
package adopt
