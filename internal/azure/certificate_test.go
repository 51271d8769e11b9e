package azure

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificateFile creates a certificate with its key, in the form that openssl writes.
func certificateFile(t *testing.T, public, private any) string {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "client.pem")
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	if err := os.WriteFile(name, both, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestACertificateLogsIn(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	service := &login{}
	o := principal(service)
	o.ClientCertificatePath = certificateFile(t, &key.PublicKey, key)
	o.ClientSecret = "hush" // the certificate is the more explicit one
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	read(t, c, batch)
	if len(service.forms) != 1 || !strings.Contains(service.forms[0], "client_assertion=") || strings.Contains(service.forms[0], "hush") {
		t.Errorf("posted %q", service.forms)
	}
}

// TestAnUnusableCertificate: Entra ID accepts RSA keys only.
func TestAnUnusableCertificate(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := principal(&login{})
	o.ClientCertificatePath = certificateFile(t, &key.PublicKey, key)
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Pool(t.Context(), batch)
	failsWith(t, err, Login)
}
