package simulator_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// recording is a line of testdata/recorded; its README describes the keys.
type recording struct {
	What, Source, After string
	Request             struct {
		Method, Path string
		Headers      map[string]string
		Body         any
	}
	Response struct {
		Status  int
		Headers map[string]*string
		Body    any
	}
	Part    bool
	Differs map[string]string
}

// Recorded sessions with AKS are sent again, and every field of the answers is
// compared by its name, casing, type, presence and value.
func TestRecordings(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/recorded/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1})
			again := replay{simulator: s, watch: clock}
			for i, one := range recordings(t, file) {
				for _, complaint := range again.send(t, one) {
					t.Errorf("%s:%d, %s: %s", file, i+1, one.What, complaint)
				}
			}
		})
	}
}

func recordings(t *testing.T, file string) (list []recording) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for scanner := bufio.NewScanner(bytes.NewReader(text)); scanner.Scan(); {
		decoder := json.NewDecoder(bytes.NewReader(scanner.Bytes()))
		decoder.DisallowUnknownFields()
		var one recording
		if err := decoder.Decode(&one); err != nil || one.What == "" || !slices.Contains([]string{"recording", "quoted", "documented"}, one.Source) {
			t.Fatalf("%s:%d: %v, what %q, source %q", file, len(list)+1, err, one.What, one.Source)
		}
		list = append(list, one)
	}
	return list
}

// replay sends a session again. operation is the ID of the last operation
// announced.
type replay struct {
	simulator *simulator.Simulator
	watch     *watch
	operation string
}

func (r *replay) send(t *testing.T, one recording) []string {
	t.Helper()
	if one.After != "" {
		passed, err := time.ParseDuration(one.After)
		if err != nil {
			t.Fatal(err)
		}
		r.watch.pass(passed)
	}
	path := r.here(one.Request.Path)
	request := newRequest(t, one.Request.Method, path, r.filled(one.Request.Body))
	for name, text := range one.Request.Headers {
		request.Header.Set(name, text)
	}
	response, err := r.simulator.Transport().RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var got any
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil && response.ContentLength > 0 {
		t.Fatal(err)
	}
	if _, rest, announced := strings.Cut(response.Header.Get("Azure-Asyncoperation"), "/operations/"); announced {
		r.operation, _, _ = strings.Cut(rest, "?")
	}
	return one.complaints(r.differences(one, response, got))
}

// here replaces the placeholders in a text with the simulator's own names.
func (r *replay) here(text string) string {
	return strings.NewReplacer("<s>", strings.TrimPrefix(subscription, "/subscriptions/"), "<rg>", "rg-lanes", "<c>", "aks-lanes", "<location>", "westeurope", "<last>", r.operation).Replace(text)
}

// filled replaces the placeholders in all texts of a body.
func (r *replay) filled(body any) any {
	switch body := body.(type) {
	case map[string]any:
		filled := map[string]any{}
		for name, inner := range body {
			filled[name] = r.filled(inner)
		}
		return filled
	case []any:
		filled := []any{}
		for _, inner := range body {
			filled = append(filled, r.filled(inner))
		}
		return filled
	case string:
		return r.here(body)
	default:
		return body
	}
}

// differences returns the differences of an answer, by the path of the field.
func (r *replay) differences(one recording, response *http.Response, got any) map[string]string {
	found := map[string]string{}
	if response.StatusCode != one.Response.Status {
		found["status"] = fmt.Sprintf("got %d, recorded %d: %v", response.StatusCode, one.Response.Status, got)
		return found
	}
	for name, want := range one.Response.Headers {
		have := response.Header.Values(name)
		switch {
		case want == nil && len(have) > 0:
			found["headers."+name] = "got " + have[0] + ", and AKS does not send it"
		case want != nil && len(have) == 0:
			found["headers."+name] = "is not sent"
		case want != nil && !r.fits(*want, have[0]):
			found["headers."+name] = fmt.Sprintf("got %q, recorded %q", have[0], *want)
		}
	}
	if one.Response.Body != nil || !one.Part {
		r.compare("", one.Response.Body, got, one.Part, found)
	}
	return found
}

// compare records how a value differs from the recorded one, field by field.
func (r *replay) compare(path string, want, got any, part bool, found map[string]string) {
	at := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	switch want := want.(type) {
	case map[string]any:
		have, same := got.(map[string]any)
		if !same {
			found[path] = fmt.Sprintf("got %T %v, recorded an object", got, got)
			return
		}
		for name, inner := range want {
			if value, there := have[name]; there {
				r.compare(at(name), inner, value, part, found)
			} else {
				found[at(name)] = "is missing"
			}
		}
		for name := range have {
			if _, recorded := want[name]; !recorded && !part {
				found[at(name)] = fmt.Sprintf("is %v, and AKS does not send it", have[name])
			}
		}
	case []any:
		have, same := got.([]any)
		if !same || len(have) != len(want) {
			found[path] = fmt.Sprintf("got %v, recorded a list of %d", got, len(want))
			return
		}
		for i := range want {
			r.compare(fmt.Sprintf("%s[%d]", path, i), want[i], have[i], part, found)
		}
	case string:
		_, list := got.([]any)
		if have, same := got.(string); (!same || !r.fits(want, have)) && (want != "<list>" || !list) {
			found[path] = fmt.Sprintf("got %T %v, recorded %q", got, got, want)
		}
	default:
		if want != got {
			found[path] = fmt.Sprintf("got %T %v, recorded %v", got, got, want)
		}
	}
}

// fits reports whether a text matches the recorded one. <guid> and the like match
// values that are never the same.
func (r *replay) fits(want, got string) bool {
	pattern := regexp.QuoteMeta(r.here(want))
	for name, kind := range map[string]string{
		"<guid>": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<time>": `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`,
		"<number>": `\d+`, "<any>": "(?s:.*)",
	} {
		pattern = strings.ReplaceAll(pattern, name, kind)
	}
	return regexp.MustCompile("^(?:" + pattern + ")$").MatchString(got)
}

// complaints returns the differences that are not known, and the known ones that no
// longer exist.
func (one recording) complaints(found map[string]string) (list []string) {
	for _, path := range slices.Sorted(maps.Keys(found)) {
		if one.Differs[path] == "" {
			list = append(list, path+": "+found[path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(one.Differs)) {
		if found[path] == "" {
			list = append(list, path+": is a known difference, and there is none any more")
		}
	}
	return list
}

// The comparison detects each kind of difference.
func TestARecordingSeesDifferences(t *testing.T) {
	t.Parallel()
	r := &replay{}
	want := map[string]any{"name": "ap2", "count": 1.0, "id": "<guid>", "list": []any{"a"}, "gone": nil, "inner": map[string]any{"eTag": "x"}}
	got := map[string]any{"name": "AP2", "count": "1", "id": "none", "list": []any{}, "more": true, "inner": map[string]any{"etag": "x"}}
	found := map[string]string{}
	r.compare("", want, got, false, found)
	if paths := slices.Sorted(maps.Keys(found)); !slices.Equal(paths, []string{"count", "gone", "id", "inner.eTag", "inner.etag", "list", "more", "name"}) {
		t.Errorf("got %v", paths)
	}
	one := recording{Differs: map[string]string{"name": "a reason", "other": "a reason"}}
	if got := one.complaints(map[string]string{"name": "differs", "count": "differs"}); len(got) != 2 ||
		!strings.HasPrefix(got[0], "count: differs") || !strings.HasPrefix(got[1], "other: is a known difference") {
		t.Errorf("got %v", got)
	}
}
