package acceptance

import (
	"os"
	"testing"
)

// TestMain removes the build of the provider after the tests.
func TestMain(m *testing.M) {
	code := m.Run()
	if dir := builtIn.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
	os.Exit(code)
}
