"""Runs a module of Redpanda's data transforms in wasmtime, the broker's engine, under the broker's limits: 2 MiB of
memory and 64 KiB of stack. Plays the broker over standard input and output, in the form of ../wazero/transform.

    transform.py MODULE [NAME=VALUE...]

As in the broker, the room that a record needs is its payload's length and no byte more.
"""

import struct
import sys

import wasmtime

MEMORY = 2 * 1024 * 1024
STACK = 64 * 1024
NO_ACTIVE_TRANSFORM = -1
INVALID_BUFFER = -2
NUMBER = struct.Struct("<I")
# What read_batch_header writes, of these sizes, in the order of its parameters: an offset, the count of records, and
# eight that a transform of ours has no use for.
HEADER = [("<q", 0), ("<i", None), ("<i", 1), ("<h", 0), ("<i", 0), ("<q", 0), ("<q", 0), ("<q", -1), ("<h", -1), ("<i", -1)]


class Broker:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.records, self.written = [], []
        self.has_started = self.has_ended = False

    def next_batch(self):
        """Hands on what was written, and reads the next batch. False where there is none."""
        if self.records:
            raise RuntimeError("the module did not read its batch to the end")
        if self.has_started:
            self.writer.write(NUMBER.pack(len(self.written)))
            for record in self.written:
                self.writer.write(NUMBER.pack(len(record)) + record)
        self.has_started, self.written = True, []
        count = self.reader.read(4)
        if len(count) < 4:
            return False
        self.records = [self.reader.read(*NUMBER.unpack(self.reader.read(4))) for _ in range(*NUMBER.unpack(count))]
        self.records.reverse()
        return True

    def read_batch_header(self, caller, *addresses):
        if not self.next_batch():
            self.has_ended = True
            return NO_ACTIVE_TRANSFORM
        memory = caller["memory"]
        for address, (form, value) in zip(addresses, HEADER):
            memory.write(caller, struct.pack(form, len(self.records) if value is None else value), address & 0xFFFFFFFF)
        return max((len(record) for record in self.records), default=0)

    def read_next_record(self, caller, attributes, timestamp, offset, buffer, length):
        if not self.records:
            return NO_ACTIVE_TRANSFORM
        if length < len(self.records[-1]):
            return INVALID_BUFFER
        record = self.records.pop()
        memory = caller["memory"]
        memory.write(caller, b"\0", attributes & 0xFFFFFFFF)
        memory.write(caller, bytes(8), timestamp & 0xFFFFFFFF)
        memory.write(caller, bytes(8), offset & 0xFFFFFFFF)
        memory.write(caller, record, buffer & 0xFFFFFFFF)
        return len(record)

    def write_record(self, caller, buffer, length):
        start = buffer & 0xFFFFFFFF
        self.written.append(bytes(caller["memory"].read(caller, start, start + length)))
        return length


def define(linker, broker):
    """Gives the module the host's functions, the module redpanda_transform, in its second version."""
    number = wasmtime.ValType.i32()
    functions = {
        "check_abi_version_2": (lambda caller: None, 0, []),
        "read_batch_header": (broker.read_batch_header, 10, [number]),
        "read_next_record": (broker.read_next_record, 5, [number]),
        "write_record": (broker.write_record, 2, [number]),
    }
    for name, (function, parameters, results) in functions.items():
        kind = wasmtime.FuncType([number] * parameters, results)
        linker.define_func("redpanda_transform", name, kind, function, access_caller=True)


def main() -> int:
    path, *settings = sys.argv[1:]
    config = wasmtime.Config()
    config.max_wasm_stack = STACK
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=MEMORY)
    wasi = wasmtime.WasiConfig()
    wasi.argv = ["transform"]
    wasi.inherit_stderr()
    topics = [["REDPANDA_INPUT_TOPIC", "input"], ["REDPANDA_OUTPUT_TOPIC_0", "output"]]
    wasi.env = topics + [setting.split("=", 1) for setting in settings]
    store.set_wasi(wasi)

    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    broker = Broker(sys.stdin.buffer, sys.stdout.buffer)
    define(linker, broker)
    instance = linker.instantiate(store, wasmtime.Module.from_file(engine, path))
    try:
        instance.exports(store)["_start"](store)
    except wasmtime.ExitTrap as end:
        if end.code != 0:
            print(f"the module ended with the exit code {end.code}", file=sys.stderr)
            return 1
    except wasmtime.WasmtimeError as error:
        print(error, file=sys.stderr)
        return 1
    if not broker.has_ended:
        print("the module ended before its input did", file=sys.stderr)
        return 1
    sys.stdout.buffer.flush()
    print(f"transform: {instance.exports(store)['memory'].data_len(store)} bytes of memory", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
