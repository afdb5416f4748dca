/** Which host a module is for, and what a configuration can use there. */
import { fileURLToPath } from "node:url";
import { CONFIGURATIONS } from "../messages/configurations.js";

/** Names of hosts on the command line; `core` is for Keyward itself. */
export type HostName =
  "fluent-bit" | "alert" | "connect" | "bento" | "redpanda" | "kafka-connect" | "clickhouse" | "wasi" | "core";

interface Kind {
  /** Name for people. */
  title: string;
  /** The module's file, next to this code. */
  file: string;
  /** An import or export (`module.name`, or a name) that no other kind has. */
  mark: string;
  /** Whether one instance lives as long as the process and sees all records in order. */
  remembers: boolean;
  /** First version of the host for which that is true; older ones create an instance per chunk of records. */
  remembersSince?: string;
}

// If a module has two marks, the first one counts: the core has everything that Fluent Bit's module has.
const KINDS: Record<HostName, Kind> = {
  core: { title: "Node", file: "keyward.core.wasm", mark: "findLine", remembers: true },
  "fluent-bit": {
    title: "Fluent Bit",
    file: "keyward.wasm",
    mark: "keep",
    remembers: true,
    // docs/reference/fluent-bit.md, "Versions".
    remembersSince: "4.1",
  },
  alert: { title: "Fluent Bit", file: "keyward.alert.wasm", mark: "alert", remembers: true, remembersSince: "4.1" },
  connect: {
    title: "Redpanda Connect",
    file: "keyward.connect.wasm",
    mark: "benthos_wasm.v0_msg_as_bytes",
    remembers: false,
  },
  bento: { title: "Bento", file: "keyward.bento.wasm", mark: "bento_wasm.v0_msg_as_bytes", remembers: false },
  redpanda: {
    title: "Redpanda's brokers",
    file: "keyward.redpanda.wasm",
    mark: "redpanda_transform.write_record",
    remembers: false,
  },
  "kafka-connect": {
    title: "Kafka Connect",
    file: "keyward.kafka-connect.wasm",
    mark: "configure",
    remembers: true,
  },
  clickhouse: { title: "ClickHouse", file: "keyward.clickhouse.wasm", mark: "keyward_match", remembers: false },
  wasi: { title: "WASI", file: "keyward.wasi.wasm", mark: "wasi_snapshot_preview1.args_get", remembers: true },
};

/**
 * The custom section with Keyward's version as text, written by the build; other tools look under this name too (wasm-tools
 * metadata, after OCI's org.opencontainers.image.version).
 */
export const VERSION_SECTION = "version";

export const HOST_NAMES = Object.keys(KINDS) as HostName[];

/** Settings that depend on earlier matches. */
export const REMEMBERING: readonly string[] = ["duplicates", "cap", "escalate"];

/** Returns the path of a host's module, built next to this code. */
export function modulePath(host: HostName): string {
  return fileURLToPath(new URL(`../../${KINDS[host].file}`, import.meta.url));
}

/** Returns a host's name for people. */
export function hostTitle(host: HostName): string {
  return KINDS[host].title;
}

/** Returns the first version of a host that remembers matches; older ones forget them with each chunk of records. */
export function remembersSince(host: HostName): string | undefined {
  return KINDS[host].remembersSince;
}

/** Returns the host that a module is for; undefined if it is not a Keyward module. */
export function hostOf(module: WebAssembly.Module): HostName | undefined {
  const names = new Set([
    ...WebAssembly.Module.exports(module).map(({ name }) => name),
    ...WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`),
  ]);
  return HOST_NAMES.find((host) => names.has(KINDS[host].mark));
}

/** Returns the errors of an otherwise valid configuration for one host, a line each. */
export function mistakesFor(host: HostName, config: Uint8Array): string[] {
  if (KINDS[host].remembers) return [];
  const settings = JSON.parse(Buffer.from(config).toString()) as object;
  return REMEMBERING.filter((name) => Object.hasOwn(settings, name)).map(
    // The module reports the same if it gets such a configuration (assembly/abi/embedded-config.ts).
    CONFIGURATIONS.noHostMemory,
  );
}
