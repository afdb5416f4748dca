/** Imports in assembly/ and src/ point one way, and nothing on the record path traps or allocates. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, it, test } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";

/** What the files of a folder may import, besides their own folder: only folders listed earlier. */
const ARROWS: Record<string, readonly string[]> = {
  bytes: [],
  table: ["bytes"],
  json: ["bytes"],
  search: ["bytes", "table", "json"],
  event: ["bytes", "json", "search"],
  config: ["bytes", "table", "json", "event"],
  rule: ["bytes", "table", "json", "event"],
  finding: ["bytes", "json", "event", "rule"],
  policy: ["bytes", "json", "config", "finding"],
  annotate: ["bytes", "table", "json", "config", "finding"],
  pipeline: ["bytes", "json", "search", "event", "config", "rule", "finding", "policy", "annotate"],
  alert: ["bytes", "json", "config", "finding", "policy", "annotate", "pipeline"],
  explain: ["bytes", "json", "search", "event", "config", "rule", "finding", "policy", "annotate", "pipeline"],
  survey: ["bytes", "table", "json", "config", "event", "rule", "finding"],
  abi: ["bytes", "table", "search", "config", "policy", "annotate", "pipeline", "alert", "explain", "survey"],
};

const SRC_ARROWS: Record<string, readonly string[]> = {
  messages: [],
  version: [],
  "file-errors": ["messages"],
  "wasm-sections": ["messages"],
  wasi: [],
  input: ["messages", "file-errors"],
  output: ["messages", "file-errors"],
  module: ["messages", "wasi"],
  "module-files": ["messages", "file-errors", "module"],
  hosts: ["messages", "module"],
  engine: ["messages", "module", "hosts"],
  survey: ["module", "hosts", "engine"],
  records: ["messages", "file-errors", "input", "module", "module-files", "hosts", "engine", "survey"],
  findings: ["messages", "module", "engine", "records"],
  config: [
    ...["messages", "file-errors", "wasm-sections", "module", "module-files"],
    ...["hosts", "engine", "records", "findings"],
  ],
  rules: ["wasm-sections", "engine", "config"],
  terminal: ["messages", "records"],
  explain: ["module", "module-files", "hosts", "engine", "records", "config", "rules", "findings", "terminal"],
  aws: [],
  keys: ["messages", "engine", "findings", "terminal", "aws"],
  report: ["messages", "engine", "findings", "terminal", "keys"],
  scan: [
    ...["messages", "version", "file-errors", "input", "module", "module-files", "engine", "survey"],
    ...["records", "config", "rules", "findings", "terminal", "keys", "report"],
  ],
  status: ["messages", "findings", "terminal", "report", "scan", "keys"],
  triage: ["engine", "findings", "terminal", "aws", "keys"],
  cases: ["messages", "file-errors", "input", "module", "engine", "terminal", "scan"],
  commands: [
    "messages",
    "version",
    "file-errors",
    "wasm-sections",
    "input",
    "output",
    "module",
    "module-files",
    "hosts",
    "engine",
    "survey",
    "records",
    "config",
    "rules",
    "findings",
    "terminal",
    "explain",
    "aws",
    "keys",
    "report",
    "scan",
    "status",
    "triage",
    "cases",
  ],
  inline: [],
  library: [
    ...["messages", "module", "engine", "survey", "records"],
    ...["findings", "config", "explain", "triage", "inline"],
  ],
  lambda: ["messages", "input", "engine", "library"],
  index: ["module", "engine", "config", "explain", "triage", "library"],
  demo: ["module-files", "hosts", "terminal"],
  "command-help": [],
  "common-options": ["terminal"],
  completion: [],
  cli: [
    ...["messages", "version", "input", "hosts", "terminal", "report", "scan", "status", "commands"],
    ...["command-help", "common-options", "completion"],
  ],
};

interface SourceFile {
  path: string;
  text: string;
}

function sourcesOf(folder: string): SourceFile[] {
  return filesBelow(join(PROJECT_ROOT, folder))
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path, text: readFileSync(join(PROJECT_ROOT, folder, path), "utf8") }));
}

function roomOf(path: string): string {
  return path.split("/")[0]?.replace(/\.[jt]s$/, "") ?? "";
}

/** Includes types and dynamic imports. */
function importsOf({ path, text }: SourceFile): string[] {
  return [...text.matchAll(/\b(?:from|import) ?\(?"(\.[^"]+)"/g)].map(([, target]) =>
    posix.join(dirname(path), target ?? ""),
  );
}

const sources = sourcesOf("assembly");

for (const [folder, arrows] of Object.entries({ assembly: ARROWS, src: SRC_ARROWS })) {
  describe(`${folder}/`, () => {
    const files = sourcesOf(folder);
    const used = new Set<string>();

    it("has imports to check", () => {
      assert.ok(files.length > 15);
      assert.ok(files.flatMap(importsOf).length > 40);
    });

    it("has folders without a cycle", () => {
      const before = new Set<string>();
      for (const [room, allowed] of Object.entries(arrows)) {
        for (const other of allowed) assert.ok(before.has(other), `${room} imports ${other}, which is not before it`);
        before.add(room);
      }
    });

    it("imports only what the folders allow", () => {
      for (const file of files) {
        const from = roomOf(file.path);
        const allowed = arrows[from];
        assert.ok(allowed, `${file.path} is in no room of the architecture`);
        used.add(from);
        for (const target of importsOf(file)) {
          const to = roomOf(target);
          assert.ok(to === from || allowed.includes(to), `${file.path} imports ${relative(".", target)}`);
          used.add(`${from} imports ${to}`);
        }
      }
    });

    it("allows nothing that no file needs", () => {
      for (const [room, allowed] of Object.entries(arrows)) {
        assert.ok(used.has(room), `no file is in ${room}`);
        for (const other of allowed)
          assert.ok(used.has(`${room} imports ${other}`), `no file in ${room} imports ${other}`);
      }
    });
  });
}

test("adapters do not import each other", () => {
  const adapters = sources.filter(
    // Each lets a configuration be embedded in its module, and nothing else does.
    ({ path, text }) => path.startsWith("abi/") && /^export \{ CONFIG_HEADER as config \} from /m.test(text),
  );
  assert.equal(adapters.length, 9);
  const paths = adapters.map(({ path }) => path.replace(/\.ts$/, ""));
  for (const adapter of adapters) {
    for (const target of importsOf(adapter)) assert.ok(!paths.includes(target), `${adapter.path} imports ${target}`);
  }
});

test("no file throws, asserts or allocates managed memory", () => {
  for (const { path, text } of sources) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
    const forbidden = /\bthrow\b|\bassert\s*\(|\babort\s*\(|\bnew\s+\w|\bheap\.|`|\.concat\(|\.substring\(|\.slice\(/;
    assert.doesNotMatch(code, forbidden, path);
  }
});
