package simulator

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Command is "terraform-provider-aks simulate": it serves a simulator until the context
// ends or the process is stopped. When it is ready it prints the environment variables
// for clients to stdout; errors go to stderr. It returns the exit code: 0 if it was
// stopped, 1 if it could not serve, 2 if it did not understand the command line.
func Command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, usage)
		return 0
	case err != nil:
		_, _ = fmt.Fprintf(stderr, "simulate: %v\nRun simulate -help for the flags.\n", err)
		return 2
	case s.schema == "world":
		_, _ = stdout.Write(WorldSchema())
		return 0
	case s.schema == "faults":
		_, _ = stdout.Write(FaultsSchema())
		return 0
	case s.schema == "events":
		_, _ = stdout.Write(EventsSchema())
		return 0
	case s.printWorld:
		err = printWorld(stdout)
	default:
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		// Once stopping has begun, a second signal ends the process.
		context.AfterFunc(ctx, stop)
		err = s.serve(ctx, stdout, stderr)
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "simulate: %v\n", err)
		return 1
	}
	return 0
}

func printWorld(stdout io.Writer) error {
	world := BuiltIn()
	listNothing(reflect.ValueOf(world).Elem())
	text, err := json.MarshalIndent(world, "", "  ")
	if err != nil {
		return err
	}
	_, err = stdout.Write(append(text, '\n'))
	return err
}

// listNothing replaces lists and objects that are nil with empty ones. JSON would write
// them as null, which editors that know the schema mark as an error.
func listNothing(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			listNothing(v.Elem())
		}
	case reflect.Struct:
		for i, field := range reflect.VisibleFields(v.Type()) {
			inner := v.Field(i)
			kept := !strings.Contains(field.Tag.Get("json"), ",omit")
			if kept && field.Type.Kind() == reflect.Slice && inner.IsNil() {
				inner.Set(reflect.MakeSlice(field.Type, 0, 0))
			}
			if kept && field.Type.Kind() == reflect.Map && inner.IsNil() {
				inner.Set(reflect.MakeMap(field.Type))
			}
			listNothing(inner)
		}
	case reflect.Slice:
		for i := range v.Len() {
			listNothing(v.Index(i))
		}
	default:
		// Strings and numbers stay as they are.
	}
}

func (s *settings) serve(ctx context.Context, stdout, stderr io.Writer) error {
	options, err := s.options()
	if err != nil {
		return err
	}
	simulator, err := New(options)
	if err != nil {
		return err
	}
	requests, closeLog, err := s.openLog(stderr)
	if err != nil {
		return err
	}
	defer closeLog()
	handler, err := simulator.Door(DoorOptions{Log: requests, URL: s.url, Admin: s.admin})
	if err != nil {
		return err
	}
	listener, address, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	ca, certificate, err := s.certificates(ctx, address)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          log.New(&complaints{stderr}, "simulate: ", 0),
	}
	if s.open {
		if err := simulator.list(stderr, s.reachedAt(address).String(), s.admin); err != nil {
			return err
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- server.ServeTLS(listener, "", "") }()
	if _, err := io.WriteString(stdout, exports(options.World, s.reachedAt(address), ca)); err != nil {
		_ = server.Close()
		return fmt.Errorf("the environment cannot be printed: %w", err)
	}
	if stdout == io.Writer(os.Stdout) {
		// A shell that reads the lines with $(…) waits until the output is closed.
		_ = os.Stdout.Close()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		stopServing(ctx, server)
		return nil
	}
}

// stopServing lets running requests finish, if they do so soon.
func stopServing(ctx context.Context, server *http.Server) {
	patience, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	if server.Shutdown(patience) != nil {
		_ = server.Close()
	}
}

// certificates returns the path of the CA, and the server's certificate for the host of
// an address.
func (s *settings) certificates(ctx context.Context, address string) (ca string, server tls.Certificate, err error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return "", server, err
	}
	folder, err := s.certificateFolder()
	if err != nil {
		return "", server, err
	}
	return certificates(ctx, folder, host, time.Now())
}

// complaints receives net/http's messages about connections. It adds a hint to the one
// that every user meets once.
type complaints struct{ to io.Writer }

func (c *complaints) Write(p []byte) (int, error) {
	line := strings.TrimSuffix(string(p), "\n")
	if strings.Contains(line, "unknown certificate") || strings.Contains(line, "bad certificate") {
		line += " (the client does not trust the simulator's CA: is SSL_CERT_FILE set for it?)"
	}
	_, err := io.WriteString(c.to, line+"\n")
	return len(p), err
}

func (s *settings) openLog(stderr io.Writer) (io.Writer, func(), error) {
	switch s.log {
	case "":
		return nil, func() {}, nil
	case "-":
		return stderr, func() {}, nil
	}
	file, err := os.OpenFile(s.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("-log: %w", err)
	}
	return file, func() { _ = file.Close() }, nil
}

// reachedAt is the address that clients use: the proxy's or the socket's.
func (s *settings) reachedAt(address string) *url.URL {
	if s.url != nil {
		return &url.URL{Scheme: s.url.Scheme, Host: s.url.Host}
	}
	return &url.URL{Scheme: "https", Host: address}
}

// exports are the lines that make programs in a shell use the simulator. The names are
// those that azurerm, azapi and the Azure SDKs read. The process id comes last, so that
// a reader that goes line by line knows that it has all of them.
func exports(world *World, here *url.URL, ca string) string {
	client := world.Clients[0]
	variables := [][2]string{
		{"ARM_SIMULATOR_URL", here.String()},
		{"SSL_CERT_FILE", ca},
		{"ARM_METADATA_HOSTNAME", here.Host},
		{"ARM_RESOURCE_MANAGER_ENDPOINT", here.String()},
		{"ARM_RESOURCE_MANAGER_AUDIENCE", here.String()},
		{"ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST", here.String() + "/"},
		{"ARM_DISABLE_INSTANCE_DISCOVERY", "true"},
		{"ARM_USE_CLI", "false"},
	}
	if len(world.Subscriptions) > 0 {
		variables = append(variables, [2]string{"ARM_SUBSCRIPTION_ID", world.Subscriptions[0].ID})
	}
	variables = append(variables, [][2]string{
		{"ARM_TENANT_ID", orText(client.Tenant, world.Tenant)},
		{"ARM_CLIENT_ID", client.ID},
		{"ARM_CLIENT_SECRET", client.Secret},
		{"AKS_PRICES_ENDPOINT", here.String()},
		{"AKS_SIMULATOR_PID", strconv.Itoa(os.Getpid())},
	}...)
	var b strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s=%s\n", v[0], shellQuoted(v[1]))
	}
	return b.String()
}

// shellQuoted quotes a text for a POSIX shell, unless it needs no quotes.
func shellQuoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
