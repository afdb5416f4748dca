/**
 * Emulates Fluent Bit pipelines as far as the examples need: reads their configuration, runs records through the filters, and
 * posts what Fluent Bit's outputs would. Written from its source, version 5.1.1: plugins/in_http/http_prot.c,
 * plugins/filter_rewrite_tag/rewrite_tag.c, plugins/filter_lua/lua.c, plugins/out_http/http.c, plugins/out_es/es.c. Rejects
 * unknown configuration. No Fluent Bit runs: what only that could show, such as its retries, is not shown here.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule } from "#keyward/module.js";
import { compileSync, loadModule } from "#keyward/module-files.js";
import { LuaFactory, type LuaEngine } from "wasmoon";
import { parse } from "yaml";
import { isOrigin } from "./origin.js";

type Properties = Record<string, unknown>;
type FlatRecord = Record<string, unknown>;

interface Pipeline {
  inputs: Properties[];
  filters: Properties[];
  outputs: Properties[];
}

interface Tagged {
  tag: string;
  record: FlatRecord;
}

/** A filter returns the record, another one, or undefined for none; `emit` takes one that starts over under another tag. */
type Filter = (tagged: Tagged, emit: (tagged: Tagged) => void) => FlatRecord | undefined;

/** What an output wrote to a file or to `standard output`, or the answer it got. */
export interface Outcome {
  file?: string;
  lines?: string[];
  status?: number;
}

const FILTER_PROPERTIES: Record<string, readonly string[]> = {
  wasm: ["wasm_path", "function_name", "accessible_paths", "event_format"],
  rewrite_tag: ["emitter_name", "rule"],
  lua: ["call", "code"],
};
const CONNECTION = ["alias", "host", "port", "tls"];
const OUTPUT_PROPERTIES: Record<string, readonly string[]> = {
  file: ["file", "format"],
  stdout: ["format", "json_date_key"],
  http: [
    ...[...CONNECTION, "uri", "header", "format", "json_date_key", "body_key", "headers_key"],
    ...["aws_auth", "aws_service", "aws_region"],
  ],
  es: [...[...CONNECTION, "http_user", "http_passwd", "index", "write_operation", "id_key", "suppress_type_name"]],
};

/** Takes records, and returns the result of each output, in the order of the outputs. */
type Run = (records: readonly Tagged[]) => Promise<Outcome[]>;

interface Started {
  inputs: Properties[];
  run: Run;
}

/**
 * Runs the example at a path, with the modules in `modules`, once over its inputs: each file's lines, and one event of each
 * `dummy`; `lines` replaces the lines of every file. `env`: the variables that it names. Resolves to the result of each output,
 * in order.
 */
export async function runExample(
  path: URL,
  modules: string,
  env: Record<string, string>,
  lines?: readonly string[],
): Promise<Outcome[]> {
  const { inputs, run } = await startExample(path, modules, env);
  return run(inputs.flatMap((input) => readInput(input, new URL(".", path), lines)));
}

/**
 * Serves the example's `http` input on a free local port: what is posted goes through the pipeline and to its outputs at once.
 * `onOutcomes` gets the results.
 */
export async function serveExample(
  path: URL,
  modules: string,
  env: Record<string, string>,
  onOutcomes: (outcomes: Outcome[]) => void,
): Promise<{ port: number; close: () => void }> {
  const { inputs, run } = await startExample(path, modules, env);
  const status = inputs.find(({ name }) => name === "http")?.successful_response_code;
  if (typeof status !== "number") throw new Error("there is no http input with a successful_response_code");
  const server = createServer((incoming, response) => {
    const take = async (): Promise<void> => {
      const records = await readPost(incoming);
      response.writeHead(records === undefined ? 400 : status).end();
      if (records !== undefined) onOutcomes(await run(records));
    };
    void take();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** Returns the records of a request, an object or an array of them, with its path as the tag; undefined if the input rejects it. */
async function readPost(incoming: IncomingMessage): Promise<Tagged[] | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  if (incoming.headers["content-type"] !== "application/json") return undefined;
  const tag = (incoming.url ?? "").slice(1).replaceAll(/[^\w.]/g, "_");
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as FlatRecord | FlatRecord[];
    return [body].flat().map((record) => ({ tag, record }));
  } catch {
    return undefined;
  }
}

async function startExample(path: URL, modules: string, env: Record<string, string>): Promise<Started> {
  const { pipeline } = parse(readFileSync(path, "utf8")) as { pipeline: Pipeline };
  const folder = new URL(".", path);
  const filters = await Promise.all(
    pipeline.filters.map(async (properties) => ({
      takes: tagTest(properties),
      run: await startFilter(withPaths(known(properties, FILTER_PROPERTIES), env), folder, modules, env),
    })),
  );
  const outputs = pipeline.outputs.map((properties) => withVariables(known(properties, OUTPUT_PROPERTIES), env));
  const run = async (records: readonly Tagged[]): Promise<Outcome[]> => {
    const passed: Tagged[] = [];
    const waiting = [...records];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { tag } = next;
      let record: FlatRecord | undefined = next.record;
      for (const { takes, run: runFilter } of filters) {
        if (record === undefined || !takes(tag)) continue;
        record = runFilter({ tag, record }, (emitted) => waiting.push(emitted));
      }
      if (record !== undefined) passed.push({ tag, record });
    }
    const outcomes: Outcome[] = [];
    for (const output of outputs) {
      const takes = tagTest(output);
      outcomes.push(
        ...(await flush(
          output,
          passed.filter(({ tag }) => takes(tag)).map(({ record }) => record),
        )),
      );
    }
    return outcomes;
  };
  return { inputs: pipeline.inputs, run };
}

/** Rejects a plugin or a property that is not emulated. */
function known(properties: Properties, plugins: Record<string, readonly string[]>): Properties {
  const name = required(properties, "name");
  const allowed = ["name", "match", "match_regex", ...(plugins[name] ?? [])];
  const odd = Object.keys(properties).find((property) => !allowed.includes(property));
  if (plugins[name] === undefined || odd !== undefined) throw new Error(`${name} ${odd ?? ""} is not emulated`);
  return properties;
}

function required(properties: Properties, name: string): string {
  const value = properties[name];
  if (typeof value !== "string" && typeof value !== "number") throw new Error(`there is no ${name}`);
  return String(value);
}

/** Fills in variables in a filter's paths too; elsewhere `rewrite_tag` has its own `$`, and `lua` has code. */
function withPaths(properties: Properties, env: Record<string, string>): Properties {
  return properties.name === "wasm" ? withVariables(properties, env) : properties;
}

/** Fills in each `${NAME}` like Fluent Bit (`flb_env_var_translate`); a missing one is rejected here. */
function withVariables(properties: Properties, env: Record<string, string>): Properties {
  const filled = ([name, value]: [string, unknown]): [string, unknown] => [
    name,
    typeof value !== "string"
      ? value
      : value.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
          const given = env[variable];
          if (given === undefined) throw new Error(`${variable} is not set`);
          return given;
        }),
  ];
  return Object.fromEntries(Object.entries(properties).map(filled));
}

function readInput(input: Properties, folder: URL, lines?: readonly string[]): Tagged[] {
  const tag = required(input, "tag");
  const readLines = (): readonly string[] =>
    lines ??
    readFileSync(new URL(required(input, "path"), folder), "utf8")
      .trimEnd()
      .split("\n");
  const texts = input.name === "dummy" ? [required(input, "dummy")] : readLines();
  return texts.map((text) => ({ tag, record: JSON.parse(text) as FlatRecord }));
}

/** Returns a test for the tags of a filter or output: by `match_regex`, or by `match`, in which `*` is any text. */
function tagTest(properties: Properties): (tag: string) => boolean {
  const parts = (): string[] =>
    required(properties, "match")
      .split("*")
      .map((part) => part.replaceAll(".", "\\."));
  const pattern = new RegExp(
    typeof properties.match_regex === "string" ? properties.match_regex : `^${parts().join(".*")}$`,
  );
  return (tag) => pattern.test(tag);
}

async function startFilter(
  properties: Properties,
  folder: URL,
  modules: string,
  env: Record<string, string>,
): Promise<Filter> {
  switch (properties.name) {
    case "wasm":
      return startWasm(properties, folder, modules);
    case "lua":
      return startLua(properties, env);
    default:
      return startRewriteTag(properties);
  }
}

async function startWasm(properties: Properties, folder: URL, modules: string): Promise<Filter> {
  const path = resolve(modules, required(properties, "wasm_path"));
  const settings = properties.accessible_paths;
  const file = typeof settings === "string" ? resolve(fileURLToPath(folder), settings, "keyward.json") : undefined;
  const files = file !== undefined && existsSync(file) ? { "keyward.json": readFileSync(file) } : undefined;
  const stderr = (text: string): void => {
    if (!isOrigin(text)) throw new Error(text);
  };
  const options = { stderr, ...(files && { files }) };
  const name = required(properties, "function_name");
  const module = name === "alert" ? instantiateModule(compileSync(path), options) : await loadModule(path, options);
  const host = new FluentBitHost(module);
  return ({ tag, record }) => {
    const result = host.filter(name, JSON.stringify(record));
    if (result.outcome === "modified") return JSON.parse(Buffer.from(result.record).toString()) as FlatRecord;
    if (result.outcome === "kept") return record;
    if (result.reason !== "null") throw new Error(`${name} on ${tag}: ${result.reason}`);
    return undefined;
  };
}

/** Applies the first rule that matches: `$key pattern tag keep`. */
function startRewriteTag(properties: Properties): Filter {
  const rules = (properties.rule as string[]).map((rule) => {
    const [key = "", pattern = "", tag = "", keep = ""] = rule.split(" ");
    return { key, pattern: new RegExp(pattern), tag, keep: keep === "true" };
  });
  return ({ tag, record }, emit) => {
    const rule = rules.find(({ key, pattern }) => {
      const value = valueOf(record, key);
      return typeof value === "string" && pattern.test(value);
    });
    if (rule === undefined) return record;
    emit({ tag: tagFrom(rule.tag, tag, record), record });
    return rule.keep ? record : undefined;
  };
}

/** Returns a tag with `$TAG` and record accessors filled in (`flb_ra_translate`). */
function tagFrom(pattern: string, tag: string, record: FlatRecord): string {
  return pattern.replace(/\$\w+(?:\['\w+'\]|\[\d+\])*/g, (accessor) => {
    if (accessor === "$TAG") return tag;
    const value = valueOf(record, accessor);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
}

/** Returns the value of a record accessor: `$key['of'][0]['it']`. */
function valueOf(record: FlatRecord, accessor: string): unknown {
  const steps = accessor.slice(1).match(/\w+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? (value as FlatRecord)[step] : undefined),
    record,
  );
}

/** Lua 5.4 in place of Fluent Bit's LuaJIT (5.1): the examples use what both have. */
async function startLua(properties: Properties, env: Record<string, string>): Promise<Filter> {
  const lua: LuaEngine = await new LuaFactory().createEngine();
  lua.global.set("variable", (name: string) => env[name]);
  await lua.doString("os.getenv = variable");
  await lua.doString(required(properties, "code"));
  await lua.doString(`function called(...) return {${required(properties, "call")}(...)} end`);
  const called = lua.global.get("called") as (tag: string, time: number, record: FlatRecord) => unknown[];
  return ({ tag, record }) => {
    const [code, , changed] = called(tag, 0, record);
    // -1 drops the record, 0 keeps it; 1 and 2 replace it.
    if (code === 0) return record;
    return code === 1 || code === 2 ? (changed as FlatRecord) : undefined;
  };
}

async function flush(output: Properties, records: readonly FlatRecord[]): Promise<Outcome[]> {
  if (output.name === "file" || output.name === "stdout") {
    const file = output.name === "file" ? required(output, "file") : "standard output";
    return [{ file, lines: records.map((record) => JSON.stringify(record)) }];
  }
  if (records.length === 0) return [];
  return output.name === "es" ? [await postBulk(output, records)] : postAll(output, records);
}

/** Posts a request per record with `body_key`, else one for all. */
async function postAll(output: Properties, records: readonly FlatRecord[]): Promise<Outcome[]> {
  const fixed = headersOf(output.header);
  if (output.body_key === undefined) {
    if (output.format !== "json" || output.json_date_key !== false) throw new Error("not emulated: a date");
    return [await post(output, JSON.stringify(records), { "Content-Type": "application/json", ...fixed })];
  }
  const outcomes: Outcome[] = [];
  for (const record of records) {
    const body = valueOf(record, required(output, "body_key"));
    const headers = valueOf(record, required(output, "headers_key"));
    if (typeof body !== "string" || typeof headers !== "object") throw new Error("a record without body or headers");
    outcomes.push(await post(output, body, { ...(headers as Record<string, string>), ...fixed }));
  }
  return outcomes;
}

/** `Name value`. */
function headersOf(header: unknown): Record<string, string> {
  if (typeof header !== "string") return {};
  const space = header.indexOf(" ");
  return { [header.slice(0, space)]: header.slice(space + 1) };
}

/** Posts `ES_BULK_INDEX_FMT_ID_WITHOUT_TYPE` and the like (es_bulk.h), and the record with its arrival time. */
async function postBulk(output: Properties, records: readonly FlatRecord[]): Promise<Outcome> {
  const { index, id_key: idKey, write_operation: operation = "create" } = output;
  if (output.suppress_type_name !== true && output.suppress_type_name !== "on") throw new Error("a type");
  const lines = records.flatMap((record) => {
    const id = typeof idKey === "string" ? { _id: record[idKey] } : {};
    return [{ [String(operation)]: { _index: index, ...id } }, { "@timestamp": "2026-12-05T22:00:00.000Z", ...record }];
  });
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return post({ ...output, uri: "/_bulk" }, body, { "Content-Type": "application/x-ndjson" });
}

function post(output: Properties, body: string, headers: Record<string, string>): Promise<Outcome> {
  const options = { host: required(output, "host"), port: required(output, "port"), path: required(output, "uri") };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...options, method: "POST", headers }, (response) => {
      response.resume().on("end", () => {
        resolve({ status: response.statusCode ?? 0 });
      });
    });
    outgoing.on("error", reject).end(body);
  });
}
