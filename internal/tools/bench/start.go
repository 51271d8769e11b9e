package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// startRounds is how often a start is measured. A start takes only a few milliseconds.
const startRounds = 21

// started is the duration of starts in seconds: until the handshake, and until the
// answer to the first call of a CLI, which requests the schema. The third figure is the
// processor time until that answer.
type started struct{ handshake, answer, processor []float64 }

// starts measures a start of each contender. A plan of the CLI starts the provider
// three times.
func (b bench) starts() error {
	row := table("A start of the provider", "provider", "ms to the handshake", "ms to the first answer", "aks by it", "ms of processors", "aks by it")
	figures := map[string]*started{}
	for range startRounds {
		for _, c := range b.contenders {
			if figures[c.name] == nil {
				figures[c.name] = &started{}
			}
			if err := b.fails(c, figures[c.name].measure(b, c)); err != nil {
				return err
			}
		}
	}
	own := figures[known[0].name]
	for _, c := range b.contenders {
		if f := figures[c.name]; f.answer != nil {
			row(c.title(), median(f.handshake)*1e3, median(f.answer)*1e3, ratio(median(own.answer), median(f.answer)),
				median(f.processor)*1e3, ratio(median(own.processor), median(f.processor)))
		}
	}
	return nil
}

// schemaCalls is the first call of a CLI, by version of the plugin protocol.
var schemaCalls = map[string]string{"5": "/tfplugin5.Provider/GetSchema", "6": "/tfplugin6.Provider/GetProviderSchema"}

// measure starts a provider in the same way as a CLI.
func (f *started) measure(b bench, c contender) error {
	process := exec.Command(c.binary)
	process.Dir, process.Stderr = b.dir, io.Discard
	process.Env = append(os.Environ(), "PLUGIN_PROTOCOL_VERSIONS=5,6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2") // the same for every plugin of Terraform
	out, err := process.StdoutPipe()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := process.Start(); err != nil {
		return err
	}
	handshake, answer, err := asked(c, out, began)
	_ = process.Process.Kill()
	_ = process.Wait()
	if err != nil {
		return err
	}
	f.handshake, f.answer = append(f.handshake, handshake), append(f.answer, answer)
	f.processor = append(f.processor, (process.ProcessState.UserTime() + process.ProcessState.SystemTime()).Seconds())
	return nil
}

// asked reads the handshake and requests the schema.
func asked(c contender, out io.Reader, began time.Time) (handshake, answer float64, err error) {
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, 0, fmt.Errorf("%s printed no handshake: %w", c.title(), err)
	}
	handshake = time.Since(began).Seconds()
	parts := strings.Split(strings.TrimSpace(line), "|") // core protocol, protocol, network, address
	if len(parts) < 4 || schemaCalls[parts[1]] == "" || parts[2] != "unix" {
		return 0, 0, fmt.Errorf("%s has the handshake %q", c.title(), line)
	}
	connection, err := grpc.NewClient("unix:"+parts[3], grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(1<<30)))
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = connection.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// An empty message accepts any answer, because it skips unknown fields.
	err = connection.Invoke(ctx, schemaCalls[parts[1]], &emptypb.Empty{}, &emptypb.Empty{})
	return handshake, time.Since(began).Seconds(), err
}
