package azure

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// errorBody is an error as AKS writes it. The front door of ARM wraps the same object
// in "error".
type errorBody struct {
	Code    string       `json:"code"`
	Message string       `json:"message"`
	Target  string       `json:"target"`
	Details errorDetails `json:"details"`
}

type errorDetails []errorBody

// UnmarshalJSON reads a list of details. Details that are not a list are ignored: they
// matter less than the message, and must not prevent reading it.
func (d *errorDetails) UnmarshalJSON(raw []byte) error {
	var list []errorBody
	if json.Unmarshal(raw, &list) == nil {
		*d = list
	}
	return nil
}

func parseErrorBody(raw []byte) errorBody {
	var wrapped struct {
		errorBody

		Error *errorBody `json:"error"`
	}
	if json.Unmarshal(raw, &wrapped) != nil {
		return errorBody{Message: firstLine(string(raw))}
	}
	if wrapped.Error != nil {
		return *wrapped.Error
	}
	return wrapped.errorBody
}

// text is the message with the details that add something to it.
func (b errorBody) text() string {
	out := strings.TrimSpace(b.Message)
	for _, d := range b.Details {
		inner := d.text()
		// gRPC's echo of the code is noise.
		if inner != "" && !strings.HasPrefix(inner, "rpc error:") && !strings.Contains(out, inner) {
			out = strings.TrimSpace(out + " " + inner)
		}
	}
	return out
}

// firstLine drops the SDK's banners, which have many lines. A line that ends with a
// colon is joined with the next one.
func firstLine(s string) string {
	line, rest, _ := strings.Cut(strings.TrimSpace(s), "\n")
	if line = strings.TrimSpace(line); strings.HasSuffix(line, ":") {
		next, _, _ := strings.Cut(strings.TrimSpace(rest), "\n")
		line = strings.TrimSpace(line + " " + next)
	}
	if len(line) > 500 {
		line = strings.ToValidUTF8(line[:500], "") + "…"
	}
	return strings.TrimSpace(line)
}

// retryAfter reads how long the server asks to wait. It tries the headers in the same
// order as Azure's clients.
func retryAfter(h http.Header) time.Duration {
	for _, ms := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if n, err := strconv.Atoi(h.Get(ms)); err == nil && n > 0 {
			return time.Duration(n) * time.Millisecond
		}
	}
	text := h.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}

// withoutQuery is the text of a net/http error with only the scheme and host of its
// URL. The URL of an operation is signed, and the signature must stay secret.
func withoutQuery(err error) string {
	var failed *url.Error
	if !errors.As(err, &failed) {
		return err.Error()
	}
	where := "Azure Resource Manager"
	if u, parseErr := url.Parse(failed.URL); parseErr == nil && u.Host != "" {
		where = u.Scheme + "://" + u.Host
	}
	return failed.Op + " " + where + ": " + failed.Err.Error()
}
