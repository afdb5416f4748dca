"""Runs a WASI command in wasmtime, as its own command line would.

    command.py [--dir FOLDER] [--stdin FILE] [--stdout FILE] MODULE [ARGUMENT...]

The engine reads and writes the standard streams, or the files, itself: no byte of them goes through Python. FOLDER is
what the command sees as its first directory. Ends with the command's exit code, or 134 where it traps.
"""

import argparse
import sys

import wasmtime


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir")
    parser.add_argument("--stdin")
    parser.add_argument("--stdout")
    parser.add_argument("module")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    wasi = wasmtime.WasiConfig()
    wasi.argv = [options.module, *options.arguments]
    wasi.inherit_stderr()
    if options.stdin:
        wasi.stdin_file = options.stdin
    else:
        wasi.inherit_stdin()
    if options.stdout:
        wasi.stdout_file = options.stdout
    else:
        wasi.inherit_stdout()
    if options.dir:
        wasi.preopen_dir(options.dir, ".")

    engine = wasmtime.Engine()
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    store = wasmtime.Store(engine)
    store.set_wasi(wasi)
    instance = linker.instantiate(store, wasmtime.Module.from_file(engine, options.module))
    try:
        instance.exports(store)["_start"](store)
    except wasmtime.ExitTrap as end:
        return end.code
    except wasmtime.Trap as trap:
        print(trap, file=sys.stderr)
        return 134
    return 0


if __name__ == "__main__":
    sys.exit(main())
