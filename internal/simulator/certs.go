package simulator

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// The files of a certificate folder. Their names are specific to the simulator, so it
// never overwrites any other certificate.
const (
	caFile        = "aks-simulator-ca.pem"
	caKeyFile     = "aks-simulator-ca-key.pem"
	serverFile    = "aks-simulator-server.pem"
	serverKeyFile = "aks-simulator-server-key.pem"
)

// How long certificates are valid, and how long before they expire they are replaced.
// Apple's systems refuse a server certificate that is valid for more than 398 days.
const (
	caLifetime     = 2 * 365 * 24 * time.Hour
	serverLifetime = 397 * 24 * time.Hour
	renewBefore    = 7 * 24 * time.Hour
)

// pair is a certificate with its key.
type pair struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// certificates reads the CA and the server's certificate from a folder, and creates any
// that is missing, damaged or about to expire. The CA is kept while it is valid,
// because shells and other programs have been configured to trust it. It may certify
// only this machine, so anyone who steals its key can impersonate localhost and nothing
// else.
func certificates(ctx context.Context, folder, host string, now time.Time) (ca string, server tls.Certificate, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", server, fmt.Errorf("the certificate folder cannot be created: %w", err)
	}
	// Two simulators that start at the same time must not create two CAs.
	lock := flock.New(filepath.Join(folder, "aks-simulator.lock"))
	ctx, stop := context.WithTimeout(ctx, lockPatience)
	defer stop()
	if _, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return "", server, fmt.Errorf("the certificate folder %s is locked by another process: %w", folder, err)
	}
	defer func() { _ = lock.Unlock() }()

	root, err := readPair(folder, caFile, caKeyFile)
	if err != nil || !root.good(now) || !root.certificate.IsCA {
		if root, err = newPair(caTemplate(now), nil); err != nil {
			return "", server, fmt.Errorf("the CA cannot be created: %w", err)
		}
		if err := root.write(folder, caFile, caKeyFile); err != nil {
			return "", server, err
		}
	}
	leaf, err := readPair(folder, serverFile, serverKeyFile)
	if err != nil || !leaf.good(now) || !leaf.vouchedFor(root, host, now) {
		if leaf, err = newPair(serverTemplate(host, now), root); err != nil {
			return "", server, fmt.Errorf("the server's certificate cannot be created: %w", err)
		}
		if err := leaf.write(folder, serverFile, serverKeyFile); err != nil {
			return "", server, err
		}
	}
	ca, err = filepath.Abs(filepath.Join(folder, caFile))
	server = tls.Certificate{Certificate: [][]byte{leaf.certificate.Raw}, PrivateKey: leaf.key, Leaf: leaf.certificate}
	return ca, server, err
}

func (p *pair) good(now time.Time) bool {
	return !now.Before(p.certificate.NotBefore) && now.Add(renewBefore).Before(p.certificate.NotAfter)
}

// vouchedFor reports whether a client that trusts the CA also trusts the certificate
// under every name of the server.
func (p *pair) vouchedFor(ca *pair, host string, now time.Time) bool {
	roots := x509.NewCertPool()
	roots.AddCert(ca.certificate)
	for _, name := range []string{host, "localhost", "127.0.0.1", "::1"} {
		if _, err := p.certificate.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: now}); err != nil {
			return false
		}
	}
	return true
}

func caTemplate(now time.Time) *x509.Certificate {
	_, loopback4, _ := net.ParseCIDR("127.0.0.0/8")
	_, loopback6, _ := net.ParseCIDR("::1/128")
	return &x509.Certificate{
		Subject:   pkix.Name{CommonName: "AKS simulator CA", Organization: []string{"terraform-provider-aks simulate"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(caLifetime),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost"},
		PermittedIPRanges:           []*net.IPNet{loopback4, loopback6},
	}
}

func serverTemplate(host string, now time.Time) *x509.Certificate {
	addresses := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if ip := net.ParseIP(host); ip != nil && !ip.Equal(addresses[0]) && !ip.Equal(addresses[1]) {
		addresses = append(addresses, ip)
	}
	return &x509.Certificate{
		Subject:   pkix.Name{CommonName: "localhost", Organization: []string{"terraform-provider-aks simulate"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(serverLifetime),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:              []string{"localhost"},
		IPAddresses:           addresses,
	}
}

// newPair creates a key and has it certified; without an issuer it is self-signed.
func newPair(template *x509.Certificate, issuer *pair) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if issuer == nil {
		issuer = &pair{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &pair{certificate, key}, err
}

func readPair(folder, certificateName, keyName string) (*pair, error) {
	read := func(name string) ([]byte, error) {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		block, _ := pem.Decode(text)
		if block == nil {
			return nil, errors.New(name + " is damaged")
		}
		return block.Bytes, nil
	}
	der, err := read(certificateName)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if der, err = read(keyName); err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !key.PublicKey.Equal(certificate.PublicKey) {
		return nil, errors.New(keyName + " is not the key of " + certificateName)
	}
	// The mode may have been lost when the folder was copied.
	return &pair{certificate, key}, os.Chmod(filepath.Join(folder, keyName), 0o600)
}

func (p *pair) write(folder, certificateName, keyName string) error {
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name, kind string
		content    []byte
		mode       os.FileMode
	}{
		{keyName, "PRIVATE KEY", der, 0o600},
		{certificateName, "CERTIFICATE", p.certificate.Raw, 0o644},
	} {
		path := filepath.Join(folder, file.name)
		// Write a new file with the right mode, then rename it: writing to an existing
		// file keeps its old mode.
		_ = os.Remove(path + ".new")
		if err := os.WriteFile(path+".new", pem.EncodeToMemory(&pem.Block{Type: file.kind, Bytes: file.content}), file.mode); err != nil {
			return fmt.Errorf("the certificate folder cannot be written to: %w", err)
		}
		if err := replace(path+".new", path); err != nil {
			return fmt.Errorf("the certificate folder cannot be written to: %w", err)
		}
	}
	return nil
}
