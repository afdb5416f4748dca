// `npm test -- <text>` narrows the run to specs whose path holds the text (scripts/test.mjs sets the variable).
const only = process.env.KEYWARD_TEST_ONLY ?? "";

/** An error of WASI preview 1: a bad descriptor. To a module that asks for directories it means that there is none. */
const BAD_DESCRIPTOR = 8;
const refuse = () => BAD_DESCRIPTOR;
/** What the adapters import. The specs run without files; tests/module has a host that opens some. */
const wasi = { fd_prestat_get: refuse, path_open: refuse, fd_read: refuse, fd_write: refuse, fd_close: refuse };

/** ClickHouse ends the query with it. */
const refuseRows = () => {
  throw new Error("clickhouse_throw");
};

export default {
  entries: ["tests/assembly/**/*.spec.ts"],
  include: ["tests/assembly/**/*.include.ts"],
  disclude: [/node_modules/, ...(only === "" ? [] : [{ test: (path) => !path.includes(only) }])],
  async instantiate(memory, createImports, instantiate, binary) {
    return instantiate(
      binary,
      createImports({ env: { memory, clickhouse_throw: refuseRows }, wasi_snapshot_preview1: wasi }),
    );
  },
  outputBinary: false,
};
