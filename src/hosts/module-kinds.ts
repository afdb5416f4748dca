/** Which host a module is for, and what a configuration may ask for there. */
import { fileURLToPath } from "node:url";

/** What a host is called on the command line; `core` is Keyward's own. */
export type HostName =
  "fluent-bit" | "alert" | "connect" | "bento" | "redpanda" | "kafka-connect" | "clickhouse" | "wasi" | "core";

interface Kind {
  /** Aliases. */
  title: string;
  /** The module's file, beside this code. */
  file: string;
  /** An import or export (`module.name`, or a name) that no other kind has. */
  mark: string;
  /** Whether one instance sees all records in their order, and lives as long as the process. */
  remembers: boolean;
  /** From which version of the host that holds; an older one has an instance for each chunk of records. */
  remembersSince?: string;
}

// Of two marks that a module has, the first counts: the core has all that Fluent Bit's module has.
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
 * The custom section in which the build writes Keyward's version, as text: the name that other tools look under too
 * (wasm-tools metadata, after OCI's org.opencontainers.image.version).
 */
export const VERSION_SECTION = "version";

export const HOST_NAMES = Object.keys(KINDS) as HostName[];

/** Settings that go by earlier matches. */
export const REMEMBERING: readonly string[] = ["duplicates", "cap", "escalate"];

/** The path of the module for a host, built beside this code. */
export function modulePath(host: HostName): string {
  return fileURLToPath(new URL(`../../${KINDS[host].file}`, import.meta.url));
}

/** What people call a host. */
export function hostTitle(host: HostName): string {
  return KINDS[host].title;
}

/** From which version on a host remembers matches, where older ones forget them with each chunk of records. */
export function remembersSince(host: HostName): string | undefined {
  return KINDS[host].remembersSince;
}

/** The host that a module is for; undefined if it is not a Keyward module. */
export function hostOf(module: WebAssembly.Module): HostName | undefined {
  const names = new Set([
    ...WebAssembly.Module.exports(module).map(({ name }) => name),
    ...WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`),
  ]);
  return HOST_NAMES.find((host) => names.has(KINDS[host].mark));
}

/** The mistakes that a configuration without others has for one host, a line each. */
export function mistakesFor(host: HostName, config: Uint8Array): string[] {
  if (KINDS[host].remembers) return [];
  const settings = JSON.parse(Buffer.from(config).toString()) as object;
  return REMEMBERING.filter((name) => Object.hasOwn(settings, name)).map(
    // The module says the same, should it be given one all the same (assembly/abi/embedded-config.ts).
    (name) => `/${name}: this host keeps no memory of earlier matches; remove ${name}`,
  );
}
