/** Imports in assembly/ point one way, and the record path has nothing that traps or allocates. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { test } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";

const ASSEMBLY = join(PROJECT_ROOT, "assembly");

/** What the files of a layer may import, besides files of their own layer. */
const ARROWS: Record<string, readonly string[]> = {
  bytes: [],
  json: ["bytes"],
  search: ["bytes", "json"],
  event: ["bytes", "json", "search"],
  config: ["bytes", "json", "event"],
  rule: ["bytes", "json", "event"],
  finding: ["bytes", "json", "event", "rule"],
  policy: ["bytes", "json", "config", "rule", "finding"],
  annotate: ["bytes", "json", "config", "finding"],
  pipeline: ["bytes", "json", "search", "event", "config", "rule", "finding", "policy", "annotate"],
  explain: ["bytes", "json", "search", "event", "config", "rule", "finding", "policy", "annotate", "pipeline"],
  survey: ["bytes", "json", "config", "event", "rule", "finding"],
  abi: ["bytes", "search", "config", "policy", "pipeline", "explain", "survey"],
};

const sources = filesBelow(ASSEMBLY)
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(ASSEMBLY, path), "utf8") }));

function layerOf(path: string): string {
  return path.split("/")[0]?.replace(/\.ts$/, "") ?? "";
}

function importsOf({ path, text }: { path: string; text: string }): string[] {
  return [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, target]) => posix.join(dirname(path), target ?? ""));
}

test("there is something to check", () => {
  assert.ok(sources.length > 15);
  assert.ok(sources.flatMap(importsOf).length > 40);
});

test("each layer imports only the layers before it", () => {
  for (const source of sources) {
    const from = layerOf(source.path);
    const allowed = ARROWS[from];
    assert.ok(allowed, `${source.path} is in no layer of the architecture`);
    for (const target of importsOf(source)) {
      const to = layerOf(target);
      assert.ok(to === from || allowed.includes(to), `${source.path} imports ${relative(".", target)}`);
    }
  }
});

test("adapters do not import each other", () => {
  const adapters = sources.filter(
    // Each lets a configuration be put into its module, and nothing else does.
    ({ path, text }) => path.startsWith("abi/") && /^export \{ CONFIG_HEADER as config \} from /m.test(text),
  );
  assert.equal(adapters.length, 6);
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
