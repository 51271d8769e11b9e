package report

import (
	"image/png"
	"os"
	"os/exec"
	"testing"
)

// browser is a Chromium that shows a file.
type browser struct {
	t             *testing.T
	program, page string
	profile       string
}

func newBrowser(t *testing.T, program, page string) *browser {
	t.Helper()
	return &browser{t, program, page, t.TempDir()}
}

// run starts the browser once and returns its output.
func (b *browser) run(flags ...string) string {
	b.t.Helper()
	args := append([]string{"--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + b.profile}, flags...)
	said, err := exec.CommandContext(b.t.Context(), b.program, append(args, "file://"+b.page)...).CombinedOutput()
	if err != nil {
		b.t.Fatalf("%v\n%s", err, said)
	}
	return string(said)
}

// corner draws the page to a file and returns the colour of its first pixel.
func (b *browser) corner(flags []string, file string) [3]uint32 {
	b.t.Helper()
	b.run(flags...)
	f, err := os.Open(file)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	picture, err := png.Decode(f)
	if err != nil {
		b.t.Fatal(err)
	}
	red, green, blue, _ := picture.At(2, 2).RGBA()
	return [3]uint32{red >> 8, green >> 8, blue >> 8}
}
