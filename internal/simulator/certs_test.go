package simulator

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// prepared returns the certificates in a folder after a simulator has started.
func prepared(t *testing.T, folder, host string, now time.Time) (ca *x509.Certificate, server tls.Certificate) {
	t.Helper()
	path, server, err := certificates(t.Context(), folder, host, now)
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(path) {
		t.Errorf("the CA's path is %s, want an absolute one", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if ca, err = x509.ParseCertificate(block.Bytes); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	for _, name := range []string{"localhost", "127.0.0.1", "::1", host} {
		if _, err := server.Leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: now}); err != nil {
			t.Errorf("as %s: %v", name, err)
		}
	}
	return ca, server
}

func TestCertificatesAreMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "deeper", "certs")
	now := time.Date(2026, 9, 18, 12, 0, 0, 0, time.UTC)
	ca, server := prepared(t, folder, "127.0.0.1", now)

	again, same := prepared(t, folder, "localhost", now.Add(300*24*time.Hour))

	if !again.Equal(ca) || !same.Leaf.Equal(server.Leaf) {
		t.Error("the certificates were made anew")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range []string{caKeyFile, serverKeyFile} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAKeyOfAnotherModeIsClosed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := t.TempDir()
	now := time.Now()
	prepared(t, folder, "127.0.0.1", now)
	if err := os.Chmod(filepath.Join(folder, serverKeyFile), 0o644); err != nil {
		t.Fatal(err)
	}
	prepared(t, folder, "127.0.0.1", now)
	if info, err := os.Stat(filepath.Join(folder, serverKeyFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestCertificatesAreRenewed(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 18, 12, 0, 0, 0, time.UTC)
	damage := func(name string, content []byte) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	missing := func(name string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	nothing := func(*testing.T, string) {}
	for title, test := range map[string]struct {
		happens func(*testing.T, string)
		host    string
		later   time.Duration
		// keeps is true if the CA stays.
		keeps bool
	}{
		"server's certificate expired": {nothing, "127.0.0.1", serverLifetime, true},
		"server's certificate missing": {missing(serverFile), "127.0.0.1", 0, true},
		"server's certificate damaged": {damage(serverFile, []byte("x")), "127.0.0.1", 0, true},
		"server's key missing":         {missing(serverKeyFile), "127.0.0.1", 0, true},
		"server's key damaged":         {damage(serverKeyFile, nil), "127.0.0.1", 0, true},
		"another address":              {nothing, "127.0.0.2", 0, true},
		"the CA expired":               {nothing, "127.0.0.1", caLifetime, false},
		"the CA missing":               {missing(caFile), "127.0.0.1", 0, false},
		"the CA's key missing":         {missing(caKeyFile), "127.0.0.1", 0, false},
		"the CA damaged":               {damage(caFile, bytes.Repeat([]byte("x"), 900)), "127.0.0.1", 0, false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			ca, server := prepared(t, folder, "127.0.0.1", now)
			test.happens(t, folder)

			again, renewed := prepared(t, folder, test.host, now.Add(test.later))

			if again.Equal(ca) != test.keeps {
				t.Errorf("the CA was kept: %v, want %v", again.Equal(ca), test.keeps)
			}
			if renewed.Leaf.Equal(server.Leaf) {
				t.Error("the server's certificate is the old one")
			}
		})
	}
}

// Someone who obtains the CA's key must not be able to impersonate another host.
func TestTheCAOnlyVouchesForThisMachine(t *testing.T) {
	t.Parallel()
	now := time.Now()
	root, err := newPair(caTemplate(now), nil)
	if err != nil {
		t.Fatal(err)
	}
	template := serverTemplate("127.0.0.1", now)
	template.DNSNames = []string{"management.azure.com"}
	forged, err := newPair(template, root)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(root.certificate)
	if _, err := forged.certificate.Verify(x509.VerifyOptions{DNSName: "management.azure.com", Roots: roots, CurrentTime: now}); err == nil {
		t.Error("the CA may vouch for management.azure.com")
	}
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"127.0.0.1:0": true, "127.9.9.9:0": true, "localhost:0": true, "[::ffff:127.0.0.1]:0": true,
		"0.0.0.0:0": false, "[::]:0": false, ":0": false, "192.0.2.1:0": false, "127.0.0.1": false, "127.0.0.1:https": false, "127.0.0.1:-1": false, "127.0.0.1:65536": false,
	} {
		if runtime.GOOS != "linux" && address == "127.9.9.9:0" {
			continue
		}
		listener, host, err := listen(t.Context(), address)
		if (err == nil) != want {
			t.Errorf("%s: got %v", address, err)
		}
		if err == nil {
			if name, _, _ := bytes.Cut([]byte(address), []byte(":0")); string(name) == "localhost" && !bytes.HasPrefix([]byte(host), name) {
				t.Errorf("%s: URLs have %s", address, host)
			}
			_ = listener.Close()
		}
	}
}

func TestShellQuoting(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "''", "plain-1.2_x/y:z": "plain-1.2_x/y:z", "a b": "'a b'", "it's": `'it'\''s'`, "$HOME": "'$HOME'", "a;b": "'a;b'",
	} {
		if got := shellQuoted(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
