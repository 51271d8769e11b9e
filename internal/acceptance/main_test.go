package acceptance

import (
	"os"
	"testing"
)

// TestMain takes the build of the provider away when the tests are over.
func TestMain(m *testing.M) {
	code := m.Run()
	if dir := builtIn.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
	os.Exit(code)
}
