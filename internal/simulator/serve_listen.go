package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// listen opens a socket on this machine's loopback interface only, because the
// credentials are public and the world is private. host is the host and port to use in
// URLs.
func listen(ctx context.Context, address string) (listener net.Listener, host string, err error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, "", fmt.Errorf("-listen %q: want host:port, as in 127.0.0.1:8443", address)
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, "", fmt.Errorf("-listen %q: the port %q is not a number from 0 to 65535", address, port)
	} else {
		port = strconv.FormatUint(number, 10)
	}
	ip, err := loopback(ctx, host)
	if err != nil {
		return nil, "", fmt.Errorf("-listen %q: %w; the simulator listens only on this machine: write 127.0.0.1:%s", address, err, port)
	}
	listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(ip.String(), port))
	if err != nil {
		return nil, "", fmt.Errorf("cannot listen on %s: %w; another simulator may be running: -listen %s uses any free port",
			address, err, net.JoinHostPort(ip.String(), "0"))
	}
	if host != "localhost" {
		// The certificate contains addresses and only this one name.
		host = ip.String()
	}
	_, port, err = net.SplitHostPort(listener.Addr().String())
	return listener, net.JoinHostPort(host, port), err
}

// loopback is the loopback address of a host. If the host is a name, every one of its
// addresses has to be a loopback address.
func loopback(ctx context.Context, host string) (netip.Addr, error) {
	if host == "" {
		return netip.Addr{}, errors.New("no host means every interface of this machine")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip = ip.Unmap(); !ip.IsLoopback() {
			return ip, fmt.Errorf("%s is not a loopback address", host)
		}
		return ip, nil
	}
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("the name %s has no address: %w", host, err)
	}
	var found netip.Addr
	for _, ip := range addresses {
		if ip = ip.Unmap(); !ip.IsLoopback() {
			return ip, fmt.Errorf("%s has the address %s, which is not a loopback address", host, ip)
		}
		if !found.IsValid() || ip.Is4() && !found.Is4() {
			found = ip
		}
	}
	if !found.IsValid() {
		return found, fmt.Errorf("the name %s has no address", host)
	}
	return found, nil
}
