/** The modules: target in asconfig.json, and source adapter. */
export const MODULES = {
  release: "assembly/abi/fluent-bit.ts",
  alert: "assembly/abi/alert.ts",
  core: "assembly/abi/core.ts",
  connect: "assembly/abi/connect.ts",
  bento: "assembly/abi/bento.ts",
  redpanda: "assembly/abi/redpanda.ts",
  "kafka-connect": "assembly/abi/kafka-connect.ts",
  clickhouse: "assembly/abi/clickhouse.ts",
  wasi: "assembly/abi/command/wasi.ts",
  "wasi-plain": "assembly/abi/command/wasi.ts",
};
