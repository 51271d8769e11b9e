package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Transport sends requests to the simulator without a socket: pass it to an
// http.Client. Every host leads to the simulator. A request whose context ends fails
// immediately, but may still take effect, as on a real network. A connection that a
// fault cuts is an error, or ends in the middle of the body.
func (s *Simulator) Transport() http.RoundTripper { return transport{s} }

type transport struct{ simulator *Simulator }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	inner := r.Clone(ctx)
	if inner.Body == nil {
		inner.Body = http.NoBody
	} else {
		// The request's body belongs to the caller again when RoundTrip returns.
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
		inner.Body = io.NopCloser(bytes.NewReader(body))
	}
	if inner.Host == "" {
		inner.Host = inner.URL.Host
	}
	done := make(chan *recording, 1)
	go func() { done <- t.simulator.recordAnswer(inner, through{log: true}) }()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case rec := <-done:
		return rec.response(r)
	}
}

// recording is an http.ResponseWriter that stores the answer.
type recording struct {
	header http.Header
	status int
	body   bytes.Buffer
	// cut is set if the handler cut the connection.
	cut bool
}

func (rec *recording) Header() http.Header { return rec.header }

func (rec *recording) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
}

func (rec *recording) Write(p []byte) (int, error) {
	rec.WriteHeader(http.StatusOK)
	return rec.body.Write(p)
}

// recordAnswer serves a request and stores the answer, even if the connection is cut.
func (s *Simulator) recordAnswer(r *http.Request, from through) (rec *recording) {
	rec = &recording{header: http.Header{}}
	defer func() {
		switch problem := recover(); problem {
		case nil:
		case http.ErrAbortHandler:
			rec.cut = true
		default:
			panic(problem)
		}
	}()
	s.serve(rec, r, from)
	return rec
}

// errCut is the error that a client sees when a connection is cut: net/http reports a
// stream that ends before the answer in this way.
func errCut() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: io.ErrUnexpectedEOF}
}

func (rec *recording) response(r *http.Request) (*http.Response, error) {
	if rec.status == 0 {
		if rec.cut {
			return nil, errCut()
		}
		return nil, errors.New("the simulator did not answer")
	}
	rec.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	body := io.Reader(bytes.NewReader(rec.body.Bytes()))
	length := int64(rec.body.Len())
	if r.Method == http.MethodHead {
		body, length = http.NoBody, -1
	}
	if rec.cut {
		body = io.MultiReader(body, failingReader{})
		length = -1
	}
	return &http.Response{
		Status:        strconv.Itoa(rec.status) + " " + http.StatusText(rec.status),
		StatusCode:    rec.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        rec.header,
		Body:          io.NopCloser(body),
		ContentLength: length,
		Request:       r,
	}, nil
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
