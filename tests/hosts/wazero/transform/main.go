// Command transform runs a module of Redpanda's data transforms in wazero, as Redpanda Connect's processor
// `redpanda_data_transform` does: it plays the broker over standard input and output.
//
//	transform [-pages N] MODULE [NAME=VALUE...]
//
// Standard input: batches, each a count of records and then the records, each its length and its payload; numbers
// are 32 bits, little-endian. Standard output: for each batch, in the same form, the records that the module wrote.
// Ends with 1, and the reason on standard error, when the module ends in another way than by returning from _start or
// with the exit code 0.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

// Connect's processor allows 100 MiB unless it is told otherwise.
const connectPages = 1600

func main() {
	pages := flag.Uint("pages", connectPages, "most `pages` of memory, 64 KiB each")
	flag.Parse()
	if err := run(uint32(*pages), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(pages uint32, args []string) error {
	if len(args) == 0 {
		return errors.New("transform: no module is named")
	}
	module, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(pages))
	defer runtime.Close(ctx)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return err
	}
	host := &broker{in: bufio.NewReaderSize(os.Stdin, 1<<20), out: bufio.NewWriterSize(os.Stdout, 1<<20)}
	if err := host.instantiate(ctx, runtime); err != nil {
		return err
	}

	config := wazero.NewModuleConfig().WithName("transform").WithArgs("transform").WithStderr(os.Stderr).
		WithStartFunctions().WithEnv("REDPANDA_INPUT_TOPIC", "input").WithEnv("REDPANDA_OUTPUT_TOPIC_0", "output")
	for _, setting := range args[1:] {
		name, value, _ := strings.Cut(setting, "=")
		config = config.WithEnv(name, value)
	}
	compiled, err := runtime.CompileModule(ctx, module)
	if err != nil {
		return err
	}
	instance, err := runtime.InstantiateModule(ctx, compiled, config)
	if err != nil {
		return err
	}
	start := instance.ExportedFunction("_start")
	if start == nil || instance.Memory() == nil {
		return errors.New("transform: the module does not export _start and memory")
	}
	_, err = start.Call(ctx)
	var exit *sys.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 0 {
		err = nil
	}
	if err == nil {
		err = host.err
	}
	if err == nil && !host.ended {
		err = errors.New("transform: the module ended before its input did")
	}
	if err != nil {
		return err
	}
	if size := instance.Memory().Size(); size > 0 {
		fmt.Fprintf(os.Stderr, "transform: %d bytes of memory\n", size)
	}
	return host.out.Flush()
}

// readFrame returns the next length and as many bytes, or io.EOF where the input ends before it.
func readFrame(in io.Reader) ([]byte, error) {
	length, err := readNumber(in)
	if err != nil {
		return nil, err
	}
	frame := make([]byte, length)
	_, err = io.ReadFull(in, frame)
	return frame, err
}
