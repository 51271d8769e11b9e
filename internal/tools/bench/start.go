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

// startRounds is how often a start is measured: it takes some milliseconds.
const startRounds = 21

// A plan of the CLI starts the provider three times. starts measures how long each
// contender takes to its handshake, and to its answer to the first call of a CLI,
// which asks for the schema.
func (b bench) starts() error {
	row := table("A start of the provider", "provider", "ms to the handshake", "ms to the first answer", "aks by it")
	handshakes, answers := map[string][]float64{}, map[string][]float64{}
	for range startRounds {
		for _, c := range b.contenders {
			handshake, answer, err := b.startOf(c)
			if b.fails(c, err) != nil {
				return err
			} else if err == nil {
				handshakes[c.name], answers[c.name] = append(handshakes[c.name], handshake), append(answers[c.name], answer)
			}
		}
	}
	own := median(answers[known[0].name])
	for _, c := range b.contenders {
		if answers[c.name] != nil {
			row(c.title(), median(handshakes[c.name])*1e3, median(answers[c.name])*1e3, ratio(own, median(answers[c.name])))
		}
	}
	return nil
}

// schemaCalls are the first call of a CLI by version of the plugin protocol.
var schemaCalls = map[string]string{"5": "/tfplugin5.Provider/GetSchema", "6": "/tfplugin6.Provider/GetProviderSchema"}

// startOf starts a provider as a CLI does, and returns the seconds to its handshake
// and to its schema.
func (b bench) startOf(c contender) (handshake, answer float64, err error) {
	process := exec.Command(c.binary)
	process.Dir, process.Stderr = b.dir, io.Discard
	process.Env = append(os.Environ(), "PLUGIN_PROTOCOL_VERSIONS=5,6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2") // of every plugin of Terraform
	out, err := process.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := process.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	}()
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
	// An empty message takes any answer: its parts are unknown to it.
	err = connection.Invoke(ctx, schemaCalls[parts[1]], &emptypb.Empty{}, &emptypb.Empty{})
	return handshake, time.Since(began).Seconds(), err
}
