package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// What the functions answer besides a length.
const (
	noActiveTransform = -1
	invalidBuffer     = -2
)

// slack is what Connect's processor wants to have free after a record in the module's buffer: it writes no number
// where ten bytes, the longest one, would not fit. The broker itself asks for the payload's length and no more.
const slack = 10

type broker struct {
	in  *bufio.Reader
	out *bufio.Writer
	// The batch at hand: what is not read yet, and what was written for it.
	records [][]byte
	written [][]byte
	started bool
	ended   bool
	err     error
}

// instantiate makes the host's functions, the module redpanda_transform, in its second version.
func (b *broker) instantiate(ctx context.Context, runtime wazero.Runtime) error {
	functions := map[string]any{
		"check_abi_version_2": func(context.Context) {},
		"read_batch_header":   b.readBatchHeader,
		"read_next_record":    b.readNextRecord,
		"write_record":        b.writeRecord,
	}
	builder := runtime.NewHostModuleBuilder("redpanda_transform")
	for name, function := range functions {
		builder = builder.NewFunctionBuilder().WithFunc(function).Export(name)
	}
	_, err := builder.Instantiate(ctx)
	return err
}

// readBatchHeader ends the batch before, and waits for the next one. Its result is the room that a record needs.
func (b *broker) readBatchHeader(
	_ context.Context,
	module api.Module,
	baseOffset, recordCount, leaderEpoch, attributes, lastOffsetDelta, baseTimestamp, maxTimestamp, producerID,
	producerEpoch, baseSequence uint32,
) int32 {
	if err := b.nextBatch(); err != nil {
		b.ended = true
		if !errors.Is(err, io.EOF) {
			b.err = err
		}
		return noActiveTransform
	}
	// Connect writes the count alone; the broker all ten, of these sizes.
	memory := module.Memory()
	ok := memory.WriteUint32Le(recordCount, uint32(len(b.records))) && memory.WriteUint64Le(baseOffset, 0) &&
		memory.WriteUint32Le(leaderEpoch, 1) && memory.WriteUint16Le(attributes, 0) &&
		memory.WriteUint32Le(lastOffsetDelta, uint32(len(b.records))) && memory.WriteUint64Le(baseTimestamp, 0) &&
		memory.WriteUint64Le(maxTimestamp, 0) && memory.WriteUint64Le(producerID, ^uint64(0)) &&
		memory.WriteUint16Le(producerEpoch, 0xffff) && memory.WriteUint32Le(baseSequence, 0xffffffff)
	if !ok {
		return invalidBuffer
	}
	longest := 0
	for _, record := range b.records {
		longest = max(longest, len(record))
	}
	return int32(longest + slack)
}

func (b *broker) readNextRecord(
	_ context.Context, module api.Module, attributes, timestamp, offset, buffer, length uint32,
) int32 {
	if len(b.records) == 0 {
		return noActiveTransform
	}
	record := b.records[0]
	memory := module.Memory()
	ok := memory.WriteByte(attributes, 0) && memory.WriteUint64Le(timestamp, 0) && memory.WriteUint64Le(offset, 0)
	if !ok || int(length) < len(record)+slack || !memory.Write(buffer, record) {
		return invalidBuffer
	}
	b.records = b.records[1:]
	return int32(len(record))
}

func (b *broker) writeRecord(_ context.Context, module api.Module, buffer, length uint32) int32 {
	record, ok := module.Memory().Read(buffer, length)
	if !ok {
		return invalidBuffer
	}
	b.written = append(b.written, append([]byte(nil), record...))
	return int32(length)
}

// nextBatch hands on what was written and reads the next batch; io.EOF where there is none.
func (b *broker) nextBatch() error {
	if len(b.records) != 0 {
		return errors.New("transform: the module did not read its batch to the end")
	}
	if b.started {
		writeNumber(b.out, len(b.written))
		for _, record := range b.written {
			writeNumber(b.out, len(record))
			b.out.Write(record)
		}
	}
	b.started, b.written = true, b.written[:0]
	count, err := readNumber(b.in)
	if err != nil {
		return err
	}
	b.records = make([][]byte, count)
	for i := range b.records {
		if b.records[i], err = readFrame(b.in); err != nil {
			return errors.New("transform: the input ends within a batch")
		}
	}
	return nil
}

func readNumber(in io.Reader) (int, error) {
	var bytes [4]byte
	_, err := io.ReadFull(in, bytes[:])
	return int(binary.LittleEndian.Uint32(bytes[:])), err
}

func writeNumber(out io.Writer, number int) {
	_ = binary.Write(out, binary.LittleEndian, uint32(number))
}
